// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Foundation
import Wire

/// Messages: sent, received, acknowledged, followed.
struct MessageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "message", abstract: "Messages between organisations, and an organisation's inbox.",
        subcommands: [List.self, Send.self, Inbox.self, Ack.self, Show.self, Track.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a message.")
        @Argument(help: "Its id or the id's last 5 or more characters.") var message: String
        @Flag(help: "Print the body alone, as it was sent.") var body = false
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let session = try Session(global)
            guard body else {
                return try await session.show("/v1/messages", message, as: MessageView.self, Self.columns)
            }
            let found = try await session.client.get("/v1/messages/\(Percent.encoded(message))")
            let view = try found.decoded(as: MessageView.self)
            try session.output.refuseAllFormats("--body prints the bytes as they were sent")
            let bytes = view.base64.flatMap { Data(base64Encoded: $0) } ?? Data((view.text ?? "").utf8)
            try session.surroundings.outBytes(Array(bytes))
        }

        private static let columns: [Column<MessageView>] = [
            Column("message") { .text($0.id.description) },
            Column("kind") { .text($0.kind) },
            Column("case") { .optional($0.caseId?.description) },
            Column("programme") { .text($0.programme) },
            Column("sender") { .text($0.sender) },
            Column("sender-key") { .optional($0.senderKey) },
            Column("person") { .optional($0.actor.person) },
            Column("position") { .optional($0.actor.position) },
            Column("capacity") { .text($0.actor.capacity.rawValue) },
            Column("basis") { .optional($0.actor.basis) },
            .time("occurred") { $0.occurredAt },
            .time("known") { $0.knownAt },
            .time("recorded") { $0.recordedAt },
            Column("cause") { .optional($0.cause?.description) },
            .time("expires") { $0.expires },
            Column("to") { .list($0.audience.map(Self.written)) },
            Column("content-type") { .text($0.contentType) },
            Column("hash") { .text($0.hash) },
            Column("attachments") { .list($0.attachments?.map { "\($0.name) \($0.hash)" } ?? []) },
            Column("text") { .optional($0.words) },
        ]

        private static func written(_ recipient: Recipient) -> String {
            recipient.organisation + (recipient.role.map { " (\($0))" } ?? "")
        }
    }

    struct Track: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "track", abstract: "Say how far a message has come with each recipient.")
        @Argument(help: "Its id or the id's last 5 or more characters.") var message: String
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let session = try Session(global)
            let found = try await session.client.get("/v1/messages/\(Percent.encoded(message))/track")
            if session.output.format == .json && session.output.sort.isEmpty {
                _ = try session.output.document(found)
                return
            }
            try session.output.list(
                found["recipients"]?.items ?? [], as: TrackRecipient.self,
                [
                    Column("recipient") { .text($0.organisation) },
                    Column("role") { .optional($0.role) },
                    Column("no") { .number($0.number) },
                    .time("accepted") { $0.accepted },
                    .time("delivered") { $0.delivered },
                    .time("registered") { $0.registered },
                    .time("outcome") { $0.outcome },
                    .time("expired") { $0.expired }.rare,
                ], zone: try await session.zone())
        }
    }
}

extension MessageView {
    /// What it says, also where attachments stand beside that in its body; nil where it is no text.
    var letterText: String? {
        guard LetterDocument.isWritten(as: contentType) else { return contentType.hasPrefix("text/") ? text : nil }
        return document?.text
    }

    /// What it says or is, for who looks at one message.
    fileprivate var words: String? {
        let bytes = "bytes; --body prints them"
        if let document { return document.text ?? document.base64.map { _ in bytes } }
        return text ?? base64.map { _ in bytes }
    }

    private var document: LetterDocument? {
        guard LetterDocument.isWritten(as: contentType), let text else { return nil }
        return try? LetterDocument(json: Array(text.utf8))
    }

    /// The names of its attachments, as a column.
    static let attachmentNames = Column<MessageView>("attachments") { .list($0.attachments?.map(\.name) ?? []) }.rare
}
