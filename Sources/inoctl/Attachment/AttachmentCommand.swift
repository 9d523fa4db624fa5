// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Evidence
import Wire

/// Attachments: content that messages name by its hash.
struct AttachmentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attachment", abstract: "Files that messages name: upload, list and fetch them.",
        subcommands: [Add.self, List.self, Get.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Upload files, to be named in a message.",
            discussion: """
                'message send --attach FILE' and the acts that take --attach upload and name a file in one go. What no message
                names is removed a day after it was uploaded.
                """)
        @Argument(help: "The files.") var files: [String]
        @Option(help: "Their media type; by the ending of the name when absent.") var contentType: String?
        @OptionGroup var actor: ActorOptions
        @OptionGroup var write: WriteOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let session = try Session(global)
            try session.announce(write)
            var answers: [JSON] = []
            for file in files {
                let (answer, _) = try await session.upload(
                    file, contentType: contentType, as: actor.acting, dryRun: write.dryRun)
                answers.append(answer)
            }
            let names = files.map(FileName.of)
            let kept = try answers.map { try $0.decoded(as: AttachmentAnswer.self) }
            if session.output.format.isJSON { return try session.output.array(answers) }
            let rows = zip(names, kept).map { name, kept in [kept.hash, "\(kept.size)", kept.mediaType, name] }
            try session.output.table(TextTable(columns: ["hash", "bytes", "content-type", "file"], rows: rows))
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List what a message names.")
        @Argument(help: "The message's id or the id's last 5 or more characters.") var message: String
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).list(
                "/v1/messages/\(Percent.encoded(message))/attachments", [], list, as: AttachmentView.self,
                [
                    Column("name") { .text($0.name) },
                    Column("bytes") { .number($0.size) },
                    Column("content-type") { .text($0.mediaType) },
                    Column("hash") { .text($0.hash) },
                ])
        }
    }

    struct Get: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "get", abstract: "Fetch an attachment into a file, and compare its hash.",
            discussion: "The file appears under its name when all is there and the hash is the one that was asked for.")
        @Argument(help: "The hash, as 'attachment list' shows it.") var hash: String
        @Option(help: ArgumentHelp("The file to write.", valueName: "path")) var to: String
        @OptionGroup var global: GlobalOptions

        func validate() throws {
            guard Hexadecimal.bytes(hash)?.count == 32 else {
                throw ValidationError("'\(hash)' is no hash: it has 64 hexadecimal digits.")
            }
        }

        func run() async throws {
            let session = try Session(global)
            let size = try await session.download(hash.lowercased(), to: to)
            let kept: [JSON.Member] = [
                JSON.Member(name: "file", value: .string(to)), JSON.Member(name: "bytes", value: .number("\(size)")),
                JSON.Member(name: "hash", value: .string(hash.lowercased())),
            ]
            if try session.output.document(.object(kept)) { return }
            try session.output.fields(kept.map { ($0.name, $0.value.scalarText ?? "") })
        }
    }
}

/// Files to upload and to name in the message that a command sends.
struct AttachOptions: ParsableArguments {
    @Option(
        name: .customLong("attach"),
        help: ArgumentHelp("A file to upload and to name in the message; repeat it for more.", valueName: "path"))
    var files: [String] = []
}
