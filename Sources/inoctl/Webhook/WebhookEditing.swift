// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Wire

extension WebhookCommand {
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Have messages pushed to an address; its secret is shown this once.",
            discussion: """
                What comes from now on is pushed as CloudEvents, signed by the Standard Webhooks specification. Before that the
                address is asked: it answers OPTIONS with 'WebHook-Allowed-Origin: *', or a POSTed challenge with the challenge.
                """)
        @Argument(help: "https://…, or http://… for what the operator has listed as inside.") var url: String
        @Option(name: .customLong("org"), help: "Whose messages; the token's own organisation when absent.")
        var organisation: String?
        @Option(help: "What it is for.") var description: String?
        @Option(name: .customLong("kind"), help: "Only this kind, or kinds below it: instruction; repeat it for more.")
        var kinds: [String] = []
        @Option(name: .customLong("only"), help: "Only this programme's; repeat it for more.") var programmes:
            [String] = []
        @Option(help: "hold: nothing overtakes what fails; park: it is set aside after the last attempt.")
        var policy: HeadOfLinePolicy = .hold
        @Option(help: "Write the secret to this new file, which only you may read, and do not print it.")
        var secretFile: String?
        @OptionGroup var write: WriteOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let session = try Session(global)
            try session.announce(write)
            let body = WebhookRequest(
                organisation: organisation, url: url, description: description, kinds: kinds, programmes: programmes,
                policy: policy)
            let answer = try await session.client.write("/v1/webhooks", body: body, options: write)
            try await session.createdWebhook(answer, secretFile: secretFile)
        }
    }

    struct Edit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "edit", abstract: "Change a webhook.",
            discussion: "The edit is refused when somebody else changed the webhook since it was read.")
        @Argument(help: "Its id.") var webhook: String
        @Option(help: "Another address; it is asked whether it wants messages, as at first.") var url: String?
        @Option(help: "What it is for.") var description: String?
        @Option(name: .customLong("kind"), help: "Only this kind, or kinds below it; repeat it for more.")
        var kinds: [String] = []
        @Flag(help: "All kinds.") var allKinds = false
        @Option(name: .customLong("only"), help: "Only this programme's; repeat it for more.") var programmes:
            [String] = []
        @Flag(help: "All programmes.") var allProgrammes = false
        @Option(help: "hold or park.") var policy: HeadOfLinePolicy?
        @Option(help: "The revision you made the edit on; what it has now when absent.") var revision: String?
        @OptionGroup var write: WriteOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let session = try Session(global)
            let path = "/v1/webhooks/\(Percent.encoded(webhook))"
            let match = try await session.revision(revision, of: path, \WebhookInfo.revision)
            let body = WebhookEdit(
                url: url, description: description, kinds: kinds.isEmpty && !allKinds ? nil : kinds,
                programmes: programmes.isEmpty && !allProgrammes ? nil : programmes, policy: policy)
            try await session.webhook(webhook, "", method: "PATCH", body: body, write, ifMatch: match)
        }
    }

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "pause", abstract: "Push nothing more for now; what comes waits.")
        @Argument(help: "Its id.") var webhook: String
        @Option(help: "Why; it stands in the record.") var reason: String?
        @OptionGroup var write: WriteOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).webhook(webhook, "/pause", body: ReasonRequest(reason: reason), write)
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resume", abstract: "Push again, from where it stopped and at once.")
        @Argument(help: "Its id.") var webhook: String
        @OptionGroup var write: WriteOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).webhook(webhook, "/resume", body: nil, write)
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate", abstract: "Give a webhook a new secret; the old one signs beside it for 7 days.")
        @Argument(help: "Its id.") var webhook: String
        @Option(help: "Write the secret to this new file, which only you may read, and do not print it.")
        var secretFile: String?
        @OptionGroup var write: WriteOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let session = try Session(global)
            try session.announce(write)
            let answer = try await session.client.write(
                "/v1/webhooks/\(Percent.encoded(webhook))/rotate-secret", options: write)
            try await session.createdWebhook(answer, secretFile: secretFile)
        }
    }

    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "test", abstract: "Push a test event now and print what the endpoint answered.")
        @Argument(help: "Its id.") var webhook: String
        @OptionGroup var write: WriteOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let session = try Session(global)
            try session.announce(write)
            let answer = try await session.client.write("/v1/webhooks/\(Percent.encoded(webhook))/test", options: write)
            try session.output.record(
                answer, as: WebhookTest.self,
                [
                    Column("status") { .number($0.status) }, Column("detail") { .text($0.detail) },
                    Column("ms") { .number($0.milliseconds) }, Column("answer") { .optional($0.answer) },
                ], zone: nil)
            let status = try answer.decoded(as: WebhookTest.self).status
            if !write.dryRun, !(200...299).contains(status ?? 0) {
                throw Failure(exit: Exit.no, "the endpoint did not take the test event")
            }
        }
    }
}
