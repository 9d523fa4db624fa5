// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination

extension InstructionCommand {
    struct Simulate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "simulate", abstract: "Say what the broker's clock will do, if nobody acts before.",
            discussion: """
                Nothing is done. Reminders, the word that the deadline has passed, escalations and requests for more time that
                lapse are listed by the rules by which they will happen, from the programme's now to the end of the day.
                """)
        @Argument(help: "Its number, id or the id's last 5 or more characters.") var instruction: String
        @Option(help: "The last day to look at, such as 2016-04-30.") var at: CalendarDate
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).list(
                "/v1/instructions/\(Percent.encoded(instruction))/simulate", [("at", at.description)], list,
                as: ForeseenAct.self,
                [
                    .time("when") { $0.at },
                    Column("act") { .text($0.act) },
                    Column("step") { .optional($0.step?.kind.rawValue) },
                    Column("level") { .optional($0.step?.level.map(String.init)) },
                    Column("to") { .list($0.recipients.map(\.organisation)) },
                    Column("norm") { .text($0.norm) },
                    Column("text") { .text($0.text) }.wide,
                    Column("instead-of") { .list($0.skipped.map { "\($0.kind.rawValue) \($0.days)" }) }.wide,
                ])
        }
    }
}
