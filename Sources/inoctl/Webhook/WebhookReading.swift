// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Wire

extension WebhookCommand {
    struct Log: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "log", abstract: "Show what happened to a webhook, the newest first.")
        @Argument(help: "The webhook's id.") var webhook: String
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).list(
                "/v1/webhooks/\(Percent.encoded(webhook))/events", [], list, as: WebhookEventInfo.self,
                [
                    .time("at") { $0.at },
                    Column("what") { .text($0.kind) },
                    Column("by") { .text($0.actor) },
                    Column("detail") { .optional($0.detail) },
                ])
        }
    }

    struct Deliveries: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "deliveries", abstract: "Show what was tried and answered, the newest first.")
        @Argument(help: "The webhook's id.") var webhook: String
        @Option(help: "Only this number of the inbox.") var number: Int64?
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).list(
                "/v1/webhooks/\(Percent.encoded(webhook))/deliveries", [("number", number.map(String.init))], list,
                as: WebhookAttempt.self,
                [
                    .time("at") { $0.at },
                    Column("no") { .number($0.number) },
                    Column("message") { .text($0.message.description) },
                    Column("attempt") { .number($0.attempt) },
                    Column("result") { .text($0.result) },
                    Column("status") { .number($0.status) },
                    Column("ms") { .number($0.milliseconds) },
                    Column("detail") { .text($0.detail) },
                    Column("replay") { .text($0.isReplay ? "yes" : "") }.rare,
                    Column("answer") { .optional($0.answer) }.wide,
                ])
        }
    }

    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "replay", abstract: "Push messages once more, with the ids they had.",
            discussion: "Name messages, or numbers of the inbox by --from and --to, or a time by --since.")
        @Argument(help: "The webhook's id.") var webhook: String
        @Argument(help: "Ids of messages.") var messages: [Identifier] = []
        @Option(help: "From this number of the inbox.") var from: Int64?
        @Option(help: "Up to this number; --from alone when absent.") var to: Int64?
        @Option(help: "All since this moment, such as 2016-03-25T00:00:00Z.") var since: Instant?
        @OptionGroup var write: WriteOptions
        @OptionGroup var global: GlobalOptions

        func validate() throws {
            guard [!messages.isEmpty, from != nil, since != nil].count(where: { $0 }) == 1, to == nil || from != nil
            else {
                throw ValidationError("Name messages, or --from with or without --to, or --since.")
            }
        }

        func run() async throws {
            let session = try Session(global)
            try session.announce(write)
            let body = ReplayRequest(ids: messages.isEmpty ? nil : messages, from: from, to: to, since: since)
            let answer = try await session.client.write(
                "/v1/webhooks/\(Percent.encoded(webhook))/replay", body: body, options: write)
            try session.output.record(
                answer, as: ReplayAnswer.self,
                [
                    Column("webhook") { .text($0.webhook.description) },
                    Column("messages") { .number($0.count) },
                ], zone: nil)
        }
    }
}
