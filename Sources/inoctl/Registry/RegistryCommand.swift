// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Foundation
import Wire

/// The registry of the programme as files.
struct RegistryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry", abstract: "The registry: organisations, instruments, roadmap and all the rest.",
        subcommands: [Import.self])

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import", abstract: "Load the CSV files of a folder as a whole.",
            discussion: "All files are checked first; while one fault is left, nothing is loaded.")
        @Argument(help: "The folder.") var folder: String
        @OptionGroup var write: WriteOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let session = try Session(global)
            try session.announce(write)
            let body = ImportRequest(files: try ImportFiles.read(folder: folder))
            let size = body.files.reduce(0) { $0 + $1.base64.utf8.count }
            if session.surroundings.isTerminal {
                session.note("sending \(body.files.count) files, \(size / 1024) KiB …")
            }
            let answer = try await session.client.write(
                "/v1/registry/import", body: body, options: write, seconds: 600)
            try session.printImport(answer)
        }
    }
}

/// The files of a folder that make up a registry.
enum ImportFiles {
    static func read(folder: String) throws -> [ImportFile] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".csv") }.sorted()
        } catch {
            throw Failure(
                exit: Exit.usage, "the folder \(folder) cannot be read", next: "name a folder with the CSV files")
        }
        // The working calendar lies in the same folder but belongs to no programme: 'calendar import' loads it.
        let registry = names.filter { !$0.hasPrefix("working_calendar") }
        guard !registry.isEmpty else {
            throw Failure(
                exit: Exit.usage, "there is no CSV file in \(folder)", next: "name a folder with the CSV files")
        }
        return try registry.map { try file($0, at: folder + "/" + $0) }
    }

    static func file(_ name: String, at path: String) throws -> ImportFile {
        guard let bytes = try Surroundings.current.read(path) else {
            throw Failure(exit: Exit.usage, "there is no file \(path)")
        }
        return ImportFile(name: name, base64: Data(bytes).base64EncodedString())
    }
}

extension Session {
    /// Prints what an import did, file by file, and what a person should read.
    func printImport(_ answer: JSON) throws {
        let summary = try answer.decoded(as: ImportSummary.self)
        if try output.document(answer) { return }
        try output.table(
            TextTable(
                columns: ["file", "rows", "added", "changed", "unchanged", "no-longer-present"],
                rows: summary.files.map { file in
                    [file.file]
                        + [file.rows, file.added.count, file.changed.count, file.unchanged, file.noLongerPresent.count]
                        .map { String($0) }
                }))
        for warning in summary.warnings { note("warning: \(warning.place): \(warning.sentence) (\(warning.trap))") }
        for file in summary.files where !file.changed.isEmpty || !file.noLongerPresent.isEmpty {
            if !file.changed.isEmpty { note("\(file.file) changed: \(Self.some(file.changed))") }
            if !file.noLongerPresent.isEmpty {
                note("\(file.file) no longer present: \(Self.some(file.noLongerPresent))")
            }
        }
        let did = summary.dryRun ? "would be " : ""
        let message = summary.messageID.map { ", message \($0)" } ?? ""
        note(
            summary.hasChanges
                ? "\(did)loaded\(message); files \(summary.filesHash)" : "nothing changed; files \(summary.filesHash)")
    }

    private static func some(_ codes: [String]) -> String {
        codes.prefix(10).joined(separator: ", ") + (codes.count > 10 ? " and \(codes.count - 10) more" : "")
    }
}
