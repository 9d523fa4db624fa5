// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Wire

extension MessageCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List what was sent, the newest first.",
            discussion: """
                A body sees what it sent itself; 'message inbox' has what it received. Operators and auditors see all.
                """)
        @Option(help: "Only what this organisation sent.") var from: String?
        @Option(help: "Only what went to this organisation.") var to: String?
        @Option(help: "Only this kind, such as letter, instruction or instruction.issue.") var kind: String?
        @Option(name: .customLong("case"), help: "Only this case.") var caseID: Identifier?
        @Option(help: "Only what was stored since this moment, such as 2016-03-25T12:00:00+06:00.") var since: Instant?
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).list(
                "/v1/messages",
                [
                    ("sender", from), ("recipient", to), ("kind", kind), ("case", caseID?.description),
                    ("since", since?.description),
                ], list, as: MessageView.self,
                [
                    .time("recorded") { $0.recordedAt },
                    Column("kind") { .text($0.kind) },
                    Column("from") { .text($0.sender) },
                    Column("to") { .list($0.audience.map(\.organisation)) },
                    Column("case") { .optional($0.caseId?.description) },
                    Column("message") { .text($0.id.description) },
                    Column("text") { .optional($0.letterText) },
                    MessageView.attachmentNames,
                    .time("occurred") { $0.occurredAt }.wide,
                    Column("person") { .optional($0.actor.person) }.wide,
                    Column("capacity") { .text($0.actor.capacity.rawValue) }.wide,
                    Column("hash") { .text($0.hash) }.wide,
                ])
        }
    }
}
