// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination

extension InstructionCommand {
    struct Correct: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "correct", abstract: "Change what an instruction says, or to whom; what is left out stays.",
            discussion: """
                With --to it is issued anew to that organisation, also after a refusal to register it. The deadline that
                was first fixed stays known beside the new day. It is refused when somebody else acted since it was read.
                """)
        @Option(help: "Why.") var reason: String
        @Option(help: "The organisation that answers for it.") var to: String?
        @Option(name: .customLong("co"), help: "All co-executors: repeat it for more; '' leaves none.")
        var coExecutors: [String] = []
        @Option(help: "Who accepts the report; the issuer's own code for itself.") var controller: String?
        @Option(name: .customLong("observer"), help: "All observers: repeat it for more; '' leaves none.")
        var observers: [String] = []
        @Option(help: "The last day, such as 2016-04-05.") var due: CalendarDate?
        @Option(help: "The roadmap action it serves, such as v1-05.") var about: String?
        @Option(name: .customLong("instrument"), help: "All federal instruments: repeat it for more; '' leaves none.")
        var instruments: [String] = []
        @Option(help: "The document the instruction rests on.") var document: String?
        @Option(help: "The revision you made it on; what it has now when absent.") var revision: Int?
        @OptionGroup var text: OptionalText
        @OptionGroup var act: ActOptions

        func run() async throws {
            let session = try Session(act.global)
            var read = revision
            if read == nil {
                let path = "/v1/instructions/\(Percent.encoded(act.instruction))"
                read = try await session.client.get(path).decoded(as: Instruction.self).revision
            }
            var correction = InstructionCorrection(revision: read ?? 0, reason: reason)
            correction.text = try text.read()
            correction.deadline = due
            correction.responsible = to
            correction.coExecutors = Self.all(coExecutors)
            correction.controller = controller
            correction.observers = Self.all(observers)
            correction.aboutAction = about
            correction.instruments = Self.all(instruments)
            correction.basis = document
            try await session.act(
                .correct(correction), on: act.instruction, as: act.entry.acting, act.write,
                ifMatch: "\(correction.revision)")
        }

        private static func all(_ given: [String]) -> [String]? {
            given.isEmpty ? nil : given.filter { !$0.isEmpty }
        }
    }

    struct Supersede: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "supersede", abstract: "Put another instruction, which is given already, in its place.")
        @Option(help: "The new instruction: its number or id.") var by: String
        @Option(help: "Why.") var reason: String
        @OptionGroup var act: ActOptions

        func run() async throws { try await act.perform(.supersede(by: by, reason: reason)) }
    }
}
