// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Coordination
import Wire

/// Webhooks: where an organisation's messages are pushed to.
struct WebhookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhook", abstract: "Webhooks: where an organisation's messages are pushed to.",
        subcommands: [
            List.self, Show.self, Add.self, Edit.self, Remove.self, Test.self, Pause.self, Resume.self, Rotate.self,
            Log.self, Deliveries.self, Replay.self,
        ])

    static let columns: [Column<WebhookInfo>] = [
        Column("id") { .text($0.id.description) },
        Column("organisation") { .text($0.organisation) },
        Column("url") { .text($0.url) },
        Column("state") { .text($0.state.rawValue) },
        Column("policy") { .text($0.policy.rawValue) },
        Column("waiting") { .number($0.waiting) },
        Column("parked") { .number($0.parked) },
        .time("failing-since") { $0.failingSince }.rare,
        Column("attempts") { .number($0.attempts) }.rare,
        .time("next-attempt") { $0.nextAttemptAt }.rare,
        Column("last-detail") { .optional($0.lastDetail) }.rare,
        Column("reason") { .optional($0.reason) }.rare,
        Column("kinds") { .list($0.kinds) }.wide,
        Column("programmes") { .list($0.programmes) }.wide,
        Column("description") { .optional($0.description) }.wide,
        Column("position") { .number($0.position) }.wide,
        Column("replays") { .number($0.replays) }.wide,
        Column("revision") { .text($0.revision) }.wide,
        .time("created") { $0.createdAt }.wide,
        Column("created-by") { .text($0.createdBy) }.wide,
    ]

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List webhooks and how they do.")
        @Option(name: .customLong("org"), help: "Whose; one's own, or an operator's all, when absent.")
        var organisation: String?
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).list(
                "/v1/webhooks", [("organisation", organisation)], list, as: WebhookInfo.self, WebhookCommand.columns)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a webhook.")
        @Argument(help: "Its id, or the last 5 or more characters of it.") var webhook: String
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).show("/v1/webhooks", webhook, as: WebhookInfo.self, WebhookCommand.columns)
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rm", abstract: "Remove a webhook; what was tried stays in the record.")
        @Argument(help: "Its id.") var webhook: String
        @OptionGroup var write: WriteOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).webhook(webhook, "", method: "DELETE", body: nil, write)
        }
    }
}

extension Session {
    /// A write to a webhook that answers with the webhook.
    func webhook(
        _ webhook: String, _ verb: String, method: String = "POST", body: (any Encodable)?, _ write: WriteOptions,
        ifMatch: String? = nil
    ) async throws {
        try announce(write)
        let answer = try await client.write(
            "/v1/webhooks/\(Percent.encoded(webhook))\(verb)", method: method, body: body, options: write,
            ifMatch: ifMatch)
        try output.record(answer, as: WebhookInfo.self, WebhookCommand.columns, zone: try await zone())
    }

    /// A webhook whose secret is shown this once, and the lines that say so.
    func createdWebhook(_ answer: JSON, secretFile: String?) async throws {
        let secret = try answer.decoded(as: WebhookCreated.self).secret
        if let secret, let secretFile {
            try surroundings.write(secretFile, Array((secret + "\n").utf8))
            return try output.record(
                answer["webhook"] ?? .null, as: WebhookInfo.self, WebhookCommand.columns, zone: try await zone())
        }
        let columns =
            [Column<WebhookCreated>("secret") { .optional($0.secret) }]
            + WebhookCommand.columns.map { column in
                var same = Column<WebhookCreated>(column.name) { column.cell($0.webhook) }
                (same.isTime, same.isWide, same.isRare) = (column.isTime, column.isWide, column.isRare)
                return same
            }
        try output.record(answer, as: WebhookCreated.self, columns, zone: try await zone())
        if secret != nil { note("the secret is not shown again; a Standard Webhooks library verifies with it") }
    }
}

extension HeadOfLinePolicy: ExpressibleByArgument {
    /// Reads its text form.
    public init?(argument: String) { self.init(rawValue: argument) }
}
