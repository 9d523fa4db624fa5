// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Wire

extension ApprovalCommand {
    struct WhyCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "why", abstract: "Say who is waited for and what the quorum needs, on one screen.")
        @Argument(help: "Its number, id or the id's last 5 or more characters.") var approval: String
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let session = try Session(global)
            let answer = try await session.client.get("/v1/approvals/\(Percent.encoded(approval))/why")
            if try session.output.document(answer) { return }
            let why = try answer.decoded(as: ApprovalWhy.self)
            let zone = try await session.zone()
            if session.output.isOneTable { return try session.output.table(Self.waits(why, zone)) }
            let out = session.surroundings.out
            try out("\(why.title)  \(why.state.rawValue)\n\(why.sentence)\n")
            if let quorum = why.quorum {
                try out("\nstage  «\(quorum.stage)»: \(quorum.rule)\n")
                try out("votes  \(Self.counted(quorum.tally))\nneeds  \(quorum.needs)\n")
            }
            if !why.waits.isEmpty {
                try out("\n")
                try session.output.table(Self.waits(why, zone))
            }
            if !why.openRemarks.isEmpty {
                try out("\nremarks without an answer  \(why.openRemarks.map(String.init).joined(separator: ", "))\n")
            }
            try out("\nnext  \(why.next)\n")
        }

        private static func counted(_ tally: StageTally) -> String {
            let counts = [
                (tally.consents, "consent"), (tally.refusals, "refused"), (tally.notCompetent, "not competent"),
                (tally.opinions, "opinion"), (tally.waiting, "waited for"),
            ]
            return "\(tally.asked) asked: "
                + counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        }

        private static func waits(_ why: ApprovalWhy, _ zone: Zone?) -> TextTable {
            func time(_ instant: Instant?) -> String {
                instant.map { instant in zone?.text(instant) ?? instant.description } ?? ""
            }
            return TextTable(
                columns: ["who", "role", "act", "since", "delivered", "read", "due", "overdue", "task"],
                rows: why.waits.map { wait in
                    [
                        [wait.name, wait.person].compactMap(\.self).joined(separator: ", "), wait.role.rawValue,
                        wait.act,
                        time(wait.since), time(wait.delivered), time(wait.registered), time(wait.due),
                        wait.overdue ? "overdue" : "", wait.task,
                    ]
                })
        }
    }

    struct Remarks: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remarks", abstract: "List the remarks and their answers: the table of remarks.")
        @Argument(help: "Its number, id or the id's last 5 or more characters.") var approval: String
        @Flag(help: "Only those without an answer.") var open = false
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let session = try Session(global)
            let found = try await session.client.get("/v1/approvals/\(Percent.encoded(approval))")
            let remarks = (found["remarks"]?.items ?? []).filter { !open || $0["state"] == .string("OPEN") }
            try session.output.list(
                remarks, as: ApprovalRemark.self,
                [
                    Column("n") { .number($0.number) },
                    Column("from") { .text($0.organisation) },
                    Column("point") { .optional($0.point) },
                    Column("remark") { .text($0.text) },
                    Column("state") { .text($0.state.rawValue) },
                    Column("answer") { .optional($0.reply) },
                    .time("answered") { $0.repliedAt },
                ], zone: try await session.zone())
        }
    }

    struct Log: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "log", abstract: "List the messages of its case that are yours to read.")
        @Argument(help: "Its number, id or the id's last 5 or more characters.") var approval: String
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).log(of: "/v1/approvals/\(Percent.encoded(approval))", list)
        }
    }

    struct AllowedActions: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "allowed-actions", abstract: "List the acts, and whether you may do each now.")
        @Argument(help: "Its number, id or the id's last 5 or more characters.") var approval: String
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).allowedActs(in: "/v1/approvals/\(Percent.encoded(approval))", list)
        }
    }
}
