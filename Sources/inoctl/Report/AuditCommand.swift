// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Wire

/// Who did what when.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Who did what when; for auditors and operators.", subcommands: [Log.self])

    struct Log: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "log", abstract: "List every act, and every token made or revoked, the newest first.",
            discussion: "An act is a message of its case; nothing else changes a case, so nothing else is to be listed."
        )
        @Option(name: .customLong("org"), help: "Only what this organisation did.") var organisation: String?
        @Option(help: "Only what this person did.") var person: String?
        @Option(help: "Only this kind, such as token, instruction or instruction.issue.") var kind: String?
        @Option(name: .customLong("case"), help: "Only this case.") var caseID: Identifier?
        @Option(help: "Not before this moment, such as 2016-03-25T12:00:00+06:00.") var since: Instant?
        @Option(help: "Before this moment.") var until: Instant?
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).list(
                "/v1/audit",
                [
                    ("organisation", organisation), ("person", person), ("kind", kind),
                    ("case", caseID?.description), ("since", since?.description), ("until", until?.description),
                ], list, as: AuditEntry.self,
                [
                    .time("recorded") { $0.at },
                    Column("kind") { .text($0.kind) },
                    Column("by") { .text($0.organisation ?? $0.by ?? "") },
                    Column("person") { .optional($0.person) },
                    Column("capacity") { .optional($0.capacity) },
                    Column("what") { .text($0.detail) },
                    Column("subject") { .text($0.subject.description) },
                    .time("occurred") { $0.occurredAt }.wide,
                    Column("position") { .optional($0.position) }.wide,
                    Column("basis") { .optional($0.basis) }.wide,
                    Column("case") { .optional($0.caseId?.description) }.wide,
                ])
        }
    }
}
