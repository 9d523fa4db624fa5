// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Wire

extension InstructionCommand {
    struct WhyCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "why", abstract: "Say who must do what by when, and which norm says so.")
        @Argument(help: "Its number, id or the id's last 5 or more characters.") var instruction: String
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let session = try Session(global)
            let answer = try await session.client.get("/v1/instructions/\(Percent.encoded(instruction))/why")
            if try session.output.document(answer) { return }
            if session.output.isOneTable {
                return try session.output.table(Self.duties(try answer.decoded(as: Why.self)))
            }
            let why = try answer.decoded(as: Why.self)
            let out = session.surroundings.out
            try out("\(why.title)  \(why.state.rawValue)\n\(why.sentence)\n")
            if !why.duties.isEmpty {
                try out("\n")
                try session.output.table(Self.duties(why))
            }
            if !why.deadline.isEmpty {
                try out("\n")
                let rows = why.deadline.map { [$0.date.description, $0.text, $0.norm] }
                try session.output.table(TextTable(columns: ["date", "step", "norm"], rows: rows))
            }
            guard !why.fired.isEmpty else { return }
            try out("\n")
            let zone = try await session.zone()
            let rows = why.fired.map { fired in
                [
                    zone?.text(fired.at) ?? fired.at.description, fired.step.kind.rawValue,
                    fired.told ? "told" : "passed over", fired.norm,
                ]
            }
            try session.output.table(TextTable(columns: ["when", "clock", "outcome", "norm"], rows: rows))
        }

        private static func duties(_ why: Why) -> TextTable {
            TextTable(
                columns: ["who", "role", "act", "due", "overdue", "task", "norm"],
                rows: why.duties.map { duty in
                    [
                        duty.name, duty.role.rawValue, duty.act, duty.dueText ?? duty.due?.description ?? "",
                        duty.overdue ? "overdue" : "", duty.task, duty.norm,
                    ]
                })
        }
    }

    struct Log: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "log", abstract: "List the messages of its case, which are all that ever happened to it.")
        @Argument(help: "Its number, id or the id's last 5 or more characters.") var instruction: String
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).log(of: "/v1/instructions/\(Percent.encoded(instruction))", list)
        }
    }

    struct AllowedActions: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "allowed-actions", abstract: "List the acts, and whether you may do each now.")
        @Argument(help: "Its number, id or the id's last 5 or more characters.") var instruction: String
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).allowedActs(in: "/v1/instructions/\(Percent.encoded(instruction))", list)
        }
    }
}
