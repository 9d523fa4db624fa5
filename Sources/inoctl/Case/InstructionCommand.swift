// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Wire

/// Instructions: given, registered, reported, accepted, taken off control.
struct InstructionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "instruction",
        abstract: "Instructions, from issue to removal from control.",
        subcommands: [
            List.self, Show.self, Issue.self, Register.self, Refuse.self, Assign.self, Contribute.self,
            InterimReport.self, DisputeExecutor.self, UpholdDispute.self, RejectDispute.self, RequestReport.self,
            RequestExtension.self, WithdrawExtension.self, GrantExtension.self, DenyExtension.self,
            Report.self, Return.self, Accept.self, Close.self, CloseUnexecuted.self, Withdraw.self,
            Correct.self, Supersede.self, Reopen.self,
            WhyCommand.self, Simulate.self, Log.self, AllowedActions.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List instructions.")
        @Option(help: "Only those in this state, such as IN_EXECUTION.") var state: String?
        @Option(help: "Only those this organisation answers for.") var responsible: String?
        @Option(help: "Only those this organisation gave.") var issuer: String?
        @Option(name: .customLong("org"), help: "Only those in which this organisation has any part.")
        var party: String?
        @Option(help: "Only those not reported and due within this time, such as 7d.") var due: String?
        @Option(help: "Only those that serve this roadmap action, such as v1-05.") var about: String?
        @Option(help: "Only this mark: срочно or оперативно.") var mark: String?
        @Option(name: .customLong("find"), help: "Only those with this in their text.") var find: String?
        @Flag(help: "Only those whose term is over.") var overdue = false
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).list(
                "/v1/instructions",
                [
                    ("state", state), ("responsible", responsible), ("issuer", issuer),
                    ("party", party), ("due", due), ("about", about), ("mark", mark), ("q", find),
                    ("overdue", overdue ? "true" : nil),
                ], list, as: Instruction.self,
                [
                    Column("number") { .text($0.number ?? $0.id.description) },
                    Column("state") { .text($0.state.rawValue) },
                    Column("from") { .text($0.issuer) },
                    Column("to") { .text($0.responsible) },
                    Column("mark") { .optional($0.mark?.rawValue) },
                    .time("due") { $0.deadline.due },
                    Column("text") { .text($0.text) },
                    Column("id") { .text($0.id.description) }.wide,
                    Column("co-executors") { .list($0.coExecutors) }.wide,
                    Column("controller") { .optional($0.controller) }.wide,
                    Column("about") { .optional($0.aboutAction) }.wide,
                    .time("issued") { $0.issuedAt }.wide,
                    .time("reported") { $0.reportedAt }.wide,
                    Column("cycle") { .number($0.cycle) }.wide,
                    Column("extension") { .optional($0.extensions.last?.state.rawValue) }.wide,
                ])
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Show an instruction.")
        @Argument(help: "Its number, id or the id's last 5 or more characters.") var instruction: String
        @Flag(help: "Print it as a letter, to post it on paper.") var letter = false
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let session = try Session(global)
            if letter { return try await Letter.print(instruction, in: session) }
            try await session.showCase("/v1/instructions", instruction, as: Instruction.self, Self.columns)
        }

        private static let columns: [Column<Instruction>] = [
            Column("number") { .optional($0.number) },
            Column("id") { .text($0.id.description) },
            Column("state") { .text($0.state.rawValue) },
            Column("control") { .text($0.control.rawValue) },
            Column("from") { .text($0.issuer) },
            Column("responsible") { .text($0.responsible) },
            Column("co-executors") { .list($0.coExecutors) },
            Column("controller") { .optional($0.controller) },
            Column("observers") { .list($0.observers) },
            Column("mark") { .optional($0.mark?.rawValue) },
            Column("text") { .text($0.text) },
            Column("about") { .optional($0.aboutAction) },
            Column("instruments") { .list($0.instruments) },
            Column("basis") { .optional($0.basis) },
            Column("policy") { .optional($0.policy) },
            .time("issued") { $0.issuedAt },
            .time("due-original") { $0.deadline.original },
            .time("due") { $0.deadline.due },
            Column("due-pending") { .text($0.deadline.pending ? "counted from registration" : "") },
            Column("dispute") {
                .optional($0.dispute.map { "\($0.state.rawValue): \($0.raisedBy) names \($0.claim.replacement)" })
            },
            Column("extensions") { .list($0.extensions.map(Self.written)) },
            Column("assignments") { .list($0.assignments.map(Self.written)) },
            .time("reported") { $0.reportedAt },
            .time("executed") { $0.executedAt },
            .time("closed") { $0.closedAt },
            Column("refusal") { .optional($0.refusal.map { "\($0.reason.rawValue): \($0.comment)" }) },
            Column("reason") { .optional($0.reason) },
            Column("superseded-by") { .optional($0.successor.map { $0.number ?? $0.id.description }) },
            Column("corrections") { .number($0.corrections) },
            Column("cycle") { .number($0.cycle) },
            Column("revision") { .number($0.revision) },
        ]

        private static func written(_ one: DeadlineExtension) -> String {
            let outcome = one.decision.map { " (\($0))" } ?? ""
            return "\(one.state.rawValue) until \(one.request.date.written): \(one.request.text)\(outcome)"
        }

        private static func written(_ assignment: Assignment) -> String {
            let number = assignment.recipientNumber.map { " № \($0)" } ?? ""
            let person = assignment.executorPerson.map { " \($0)" } ?? ""
            return
                "\(assignment.organisation) \(assignment.role.rawValue) \(assignment.state.rawValue)\(number)\(person)"
        }
    }
}
