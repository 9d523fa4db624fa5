// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Wire

/// Messages that endpoints would not take and that wait for a decision.
struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "Messages that a webhook would not take and that were set aside.",
        subcommands: [List.self, Show.self, Requeue.self, Discard.self])

    static let columns: [Column<ParkedInfo>] = [
        Column("id") { .text($0.id.description) },
        .time("parked") { $0.parkedAt },
        Column("organisation") { .text($0.organisation) },
        Column("no") { .number($0.number) },
        Column("kind") { .text($0.kind) },
        Column("message") { .text($0.message.description) },
        Column("attempts") { .number($0.attempts) },
        Column("status") { .number($0.status) },
        Column("reason") { .text($0.reason) },
        Column("webhook") { .text($0.webhook.description) }.wide,
        Column("resolution") { .optional($0.resolution) }.rare,
        Column("resolved-by") { .optional($0.resolvedBy) }.rare,
    ]

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List what was set aside and is not decided.")
        @Option(name: .customLong("org"), help: "Whose; one's own, or an operator's all, when absent.")
        var organisation: String?
        @Option(help: "Only of this webhook.") var webhook: String?
        @Flag(help: "What is decided too.") var decided = false
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).list(
                "/v1/parked",
                [("organisation", organisation), ("webhook", webhook), ("decided", decided ? "true" : nil)],
                list, as: ParkedInfo.self, QueueCommand.columns)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one of them.")
        @Argument(help: "Its id.") var id: Identifier
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).show("/v1/parked", id.description, as: ParkedInfo.self, QueueCommand.columns)
        }
    }

    struct Requeue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "requeue", abstract: "Push it once more, with the id it had.")
        @Argument(help: "Its id.") var id: Identifier
        @OptionGroup var write: WriteOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).decide(id, "requeue", body: nil, write)
        }
    }

    struct Discard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "discard", abstract: "Decide that it is pushed no more; it stays in the inbox.")
        @Argument(help: "Its id.") var id: Identifier
        @Option(help: "Why; it stands in the record.") var reason: String?
        @OptionGroup var write: WriteOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).decide(id, "discard", body: ReasonRequest(reason: reason), write)
        }
    }
}

extension Session {
    /// Decides about what was set aside, and prints it.
    fileprivate func decide(
        _ id: Identifier, _ verb: String, body: (any Encodable)?, _ write: WriteOptions
    ) async throws {
        try announce(write)
        let answer = try await client.write("/v1/parked/\(id)/\(verb)", body: body, options: write)
        try output.record(answer, as: ParkedInfo.self, QueueCommand.columns, zone: try await zone())
    }
}
