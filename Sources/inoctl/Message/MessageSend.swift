// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Foundation
import Wire

extension MessageCommand {
    struct Send: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "send", abstract: "Send a message.")
        @Option(
            name: .customLong("to"),
            help: """
                A recipient, as ORG or ORG:ROLE, or a group: cluster:C, area:C, kind:K, instrument:C, case:NUMBER, all; \
                repeat it for more.
                """)
        var recipients: [RecipientArgument] = []
        @Option(help: "The sending organisation, when it is not the token's own.") var from: String?
        @Option(help: "Your own key: the same key with the same content is sent once, for ever.") var key: String?
        @Option(help: "The kind.") var kind = "letter"
        @Option(help: "The message it answers.") var cause: Identifier?
        @Option(
            help: ArgumentHelp(
                "Until when it is worth anything; who has not acknowledged it by then is named to you.",
                valueName: "time"))
        var expires: Instant?
        @Option(help: ArgumentHelp("A YAML file with the whole of it; - is stdin.", valueName: "path"))
        var file: String?
        @Flag(help: "Print such a file, with every key explained.") var example = false
        @Option(
            help: ArgumentHelp(
                "A file with a message a line, as JSON, sent as one stream; - is stdin.", valueName: "path"))
        var stream: String?
        @Option(help: ArgumentHelp("A file to send as it is, instead of a text.", valueName: "path"))
        var bodyFile: String?
        @Option(help: "The media type of what is sent.") var contentType: String?
        @OptionGroup var text: OptionalText
        @OptionGroup var files: AttachOptions
        @OptionGroup var actor: ActorOptions
        @OptionGroup var write: WriteOptions
        @OptionGroup var global: GlobalOptions

        func validate() throws {
            if file != nil || example || stream != nil {
                let isGiven =
                    !recipients.isEmpty || from != nil || key != nil || kind != "letter" || cause != nil
                    || expires != nil || contentType != nil || bodyFile != nil || text.isGiven || !files.files.isEmpty
                let sources = [file != nil, example, stream != nil].count { $0 }
                guard isGiven || sources > 1 else { return }
                throw ValidationError(
                    "--file, --stream and --example stand alone: what the message says is in the file.")
            }
            if recipients.isEmpty { throw ValidationError("--to is missing: name who gets it.") }
            // A message may be its attachments alone.
            if bodyFile != nil && text.isGiven || bodyFile == nil && !text.isGiven && files.files.isEmpty {
                throw ValidationError("give one of --text, --text-file and --body-file.")
            }
        }

        func run() async throws {
            if example { return try OfflineOutput(global).output.text(MessageFile.example, named: "example") }
            let session = try Session(global)
            if let stream { return try await send(stream: stream, in: session) }
            if let file {
                let given = try MessageFile(path: file)
                try session.announce(write)
                let acting = Acting(onBehalf: actor.onBehalf ?? given.from, basis: actor.basis ?? given.basis)
                return try await send(given.request, acting, in: session)
            }
            try session.announce(write)
            var body = SendRequest(
                recipients: recipients.map { RecipientRequest($0.recipient) }, key: key, kind: kind,
                contentType: contentType, text: try text.read(), cause: cause, expires: expires)
            if let bodyFile {
                guard let bytes = try session.surroundings.read(bodyFile) else {
                    throw Failure(exit: Exit.usage, "there is no file \(bodyFile)")
                }
                body.base64 = Data(bytes).base64EncodedString()
                body.contentType = contentType ?? "application/octet-stream"
            }
            let acting = Acting(onBehalf: actor.onBehalf ?? from, basis: actor.basis)
            let named = try await session.upload(files.files, as: acting, dryRun: write.dryRun)
            if write.dryRun {
                // A trial uploads nothing that could be named.
                if body.text == nil, body.base64 == nil { body.text = "" }
            } else if !named.isEmpty {
                body.attachments = named
            }
            try await send(body, acting, in: session)
        }

        private func send(_ body: SendRequest, _ acting: Acting, in session: Session) async throws {
            let answer = try await session.client.write("/v1/messages", body: body, options: write, acting: acting)
            try session.output.record(
                answer, as: SendAnswer.self,
                [
                    Column("message") { .text($0.id.description) },
                    Column("hash") { .text($0.hash) },
                    .time("recorded") { $0.recordedAt },
                    Column("delivered") { .list($0.deliveries.map { "\($0.organisation) #\($0.number)" }) },
                ], zone: try await session.zone())
        }
    }
}

/// A recipient on the command line: `tsu`, `tsu:responsible` or a group.
struct RecipientArgument: ExpressibleByArgument {
    let recipient: Recipient

    init?(argument: String) {
        guard let recipient = Recipient(written: argument) else { return nil }
        self.recipient = recipient
    }
}
