// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Wire

extension MessageCommand {
    struct Inbox: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "inbox", abstract: "Read an organisation's inbox in the order of its numbers.")
        @Option(name: .customLong("org"), help: "Whose inbox; the token's own organisation when absent.")
        var organisation: String?
        @Option(help: "Start behind this number.") var after: Int64 = 0
        @Option(help: "Wait so many seconds for a new message, at most 30.") var wait: Int?
        @Flag(help: "Go on printing what comes, a line each, until Ctrl-C.") var follow = false
        @Option(
            help: ArgumentHelp(
                "With --follow: hold the inbox's session under this name, so that no other reader does.",
                valueName: "name"))
        var session: String?
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func validate() throws {
            if session != nil && !follow { throw ValidationError("--session goes with --follow.") }
            if follow && (wait != nil || list.all || list.limit != ListOptions.standardLimit) {
                throw ValidationError("--follow goes on without an end: leave out --wait, --limit and --all.")
            }
        }

        func run() async throws {
            let session = try Session(global)
            if follow { return try await follow(in: session) }
            var items: [JSON] = []
            var cursor: String? = String(after)
            var last = "0"
            while let position = cursor, list.all || items.count < list.limit {
                let size = list.all ? 500 : min(500, list.limit - items.count)
                let page = try await session.client.get(
                    "/v1/inbox",
                    [
                        ("organisation", organisation), ("after", position), ("limit", String(size)),
                        ("wait", items.isEmpty ? wait.map(String.init) : nil),
                    ], seconds: 30 + (wait ?? 0))
                items += page["items"]?.items ?? []
                last = page["last"]?.scalarText ?? last
                cursor = page["next"]?.scalarText
                if page["items"]?.items.isEmpty ?? true { break }
            }
            let zone = try await session.zone()
            try session.output.list(items, as: InboxItem.self, Self.columns, zone: zone)
            if session.output.format.isForPeople {
                session.note(
                    items.isEmpty
                        ? "nothing after \(after); the last number is \(last)"
                        : "the last number is \(last) · next: inoctl message ack"
                            + (organisation.map { " --org \($0)" } ?? "")
                            + " --up-to \(items.last?["number"]?.scalarText ?? last) --level registered")
            }
        }

        private func follow(in session: Session) async throws {
            var held: HeldSession?
            if let name = self.session {
                held = try await HeldSession.take(as: name, organisation: organisation, in: session)
            }
            try await InboxFollower(session, organisation: organisation, after: after, held: held).run()
        }

        static let columns: [Column<InboxItem>] = [
            Column("no") { .number($0.number) },
            .time("recorded") { $0.message.recordedAt },
            Column("kind") { .text($0.message.kind) },
            Column("from") { .text($0.message.sender) },
            Column("case") { .optional($0.message.caseId?.description) },
            Column("message") { .text($0.message.id.description) },
            Column("text") { .optional($0.message.letterText) },
            .time("expired") { $0.expired }.rare,
            MessageView.attachmentNames.of(\.message),
        ]
    }

    struct Ack: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ack", abstract: "Say how far an organisation has come with its inbox.")
        @Option(help: "The last number.") var upTo: Int64
        @Option(help: "delivered or registered.") var level: ReceiptLevel = .delivered
        @Option(help: "The first number; the one after the highest with this receipt when absent.") var from: Int64?
        @Option(name: .customLong("org"), help: "Whose inbox; the token's own organisation when absent.")
        var organisation: String?
        @Option(help: "The number of the inbox's session, while one is held.") var session: Int64?
        @OptionGroup var actor: ActorOptions
        @OptionGroup var write: WriteOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let number = session
            let session = try Session(global)
            try session.announce(write)
            let body = ReceiptRequest(
                organisation: organisation, from: from, upTo: upTo, level: level, session: number)
            let answer = try await session.client.write(
                "/v1/inbox/receipts", body: body, options: write, acting: actor.acting)
            try session.output.record(
                answer, as: ReceiptAnswer.self,
                [
                    Column("organisation") { .text($0.organisation) },
                    Column("level") { .text($0.level.rawValue) },
                    Column("up-to") { .number($0.upTo) },
                    Column("new") { .number($0.count) },
                ], zone: nil)
        }
    }
}
