// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Foundation
import Testing
import Wire

@testable import inoctl

/// What every command prints in every format, compared whole with `Golden/Output`.
///
/// A new command needs a line in `OutputCase.all` and an answer of the daemon in `Recorded`, which the story in
/// `RecordedStory` of inodTests gives. What a command writes has an answer of its own under the command's name; what it
/// reads lies under its path. Then `INOCTL_GOLDEN=write swift test --filter OutputGoldenTests` writes its files, which a person reads
/// before they go in.
@Suite struct OutputGoldenTests {
    @Test(arguments: OutputCase.all, OutputFormat.allCases)
    func everyCommandPrintsEveryFormatAsWritten(_ given: OutputCase, _ format: OutputFormat) async throws {
        let run = await given.run(format)
        let printed = "exit \(run.exit)\n--- stdout\n\(run.out.prefix(given.keeps))--- stderr\n\(run.err)"
        let file = OutputCase.folder.appending(path: "Golden/Output/\(given.name).\(format.rawValue).txt")
        if ProcessInfo.processInfo.environment["INOCTL_GOLDEN"] == "write" {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(printed.utf8).write(to: file)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == printed)
        #expect([given.exit, Exit.usage].contains(run.exit), "\(given.name): \(run.err)")
        if format == .table { #expect(run.exit == given.exit, "\(given.name): \(run.err)") }
        if format == .json, run.exit == Exit.done, !run.out.isEmpty {
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(run.out.utf8)) }
        }
    }

    /// A command without golden output fails here.
    @Test func everyLeafOfTheTreeIsInTheTable() {
        let leaves = HelpTests.commands(under: Inoctl.self, path: [])
            .filter { $0.type.configuration.subcommands.isEmpty }.map { $0.path.joined(separator: " ") }
        let covered = Set(OutputCase.all.map(\.command))
        #expect(leaves.filter { !covered.contains($0) } == [])
        #expect(covered.subtracting(leaves) == [])
    }

    /// A command that writes is shown with what the daemon answered to that very request, not to another's.
    @Test func noTwoCommandsShareARecordedAnswer() throws {
        let folder = OutputCase.folder.appending(path: "Recorded")
        let names = Set(OutputCase.all.map { "\($0.name).json" })
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
        let writes = files.filter { !$0.hasPrefix("GET.") }
        #expect(Set(writes).subtracting(names) == [])
        let answers = try writes.map { try OutputCase.recorded($0)["answer"]?.compact ?? $0 }
        #expect(Set(answers).count == writes.count)
    }

    @Test func noGoldenFileIsLeftOver() throws {
        let wanted = Set(
            OutputCase.all.flatMap { given in OutputFormat.allCases.map { "\(given.name).\($0.rawValue).txt" } })
        let found = try FileManager.default.contentsOfDirectory(
            atPath: OutputCase.folder.appending(path: "Golden/Output").path(percentEncoded: false))
        #expect(Set(found).subtracting(wanted) == [])
    }
}

/// A command line whose output is kept in every format.
struct OutputCase: Sendable, CustomTestStringConvertible {
    /// The command's words, such as `org list`.
    let command: String
    var arguments: [String]
    var files: [String: String] = [:]
    var environment: [String: String] = [:]
    /// How many characters of a long text are kept: the completion script has the whole tree in it.
    var keeps = Int.max
    /// What tells it from another line of the same command.
    var variant = ""
    /// The exit code in the table format; others may refuse a format by 64.
    var exit = Exit.done

    /// A command and what follows its words.
    init(
        _ command: String, _ arguments: String..., files: [String: String] = [:], environment: [String: String] = [:],
        keeps: Int = .max, variant: String = "", exit: Int32 = Exit.done
    ) {
        self.command = command
        self.arguments = arguments
        self.files = files
        self.environment = environment
        self.keeps = keeps
        self.variant = variant
        self.exit = exit
    }

    var name: String { command.replacing(" ", with: "-") + (variant.isEmpty ? "" : ".\(variant)") }
    var testDescription: String { name }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()

    func run(_ format: OutputFormat) async -> Run {
        let standard = ["INOCTL_SOCKET": Run.socket, "HOME": "/home/i"]
        return await Run.tool(
            arguments: command.split(separator: " ").map(String.init) + arguments + ["-o", format.rawValue],
            environment: environment.merging(standard) { first, _ in first }, files: files,
            send: { request, _ in
                guard let answer = try? request.method == "GET" ? Self.read(request) : written(request) else {
                    return Answer(status: 404, body: Array(Recorded.notFound.utf8))
                }
                return Answer(status: 200, body: answer)
            },
            stream: { _, _, take in
                for byte in Self.attachment.utf8 { try await take([byte]) }
                return Answer(status: 200, body: [])
            })
    }

    /// What was read: in `GET.organisations.tsu` for `/v1/organisations/tsu`.
    private static func read(_ request: Request) throws -> [UInt8] {
        let name = request.path.replacing("/v1/", with: ".", maxReplacements: 1).replacing("/", with: ".")
        return try Array(Data(contentsOf: folder.appending(path: "Recorded/GET\(name).json")))
    }

    /// What was answered to the command, which must be asked for as it was recorded.
    private func written(_ request: Request) throws -> [UInt8] {
        let record = try Self.recorded("\(name).json")
        #expect(record["method"]?.scalarText == request.method)
        #expect(
            record["path"]?.scalarText.map(Self.withoutID) == request.path.removingPercentEncoding.map(Self.withoutID))
        if let body = record["body"] {
            let (asked, sent) = try (Self.sorted(body.compact.utf8), Self.sorted(request.body ?? []))
            #expect(asked == sent)
        }
        return Array((record["answer"] ?? .null).compact.utf8)
    }

    /// A recorded write: `method`, `path`, `body` unless it is a file, and `answer`.
    static func recorded(_ file: String) throws -> JSON {
        try StrictJSON.parse(Array(Data(contentsOf: folder.appending(path: "Recorded/\(file)"))))
    }

    /// A JSON document with its members in the order of their names.
    private static func sorted(_ bytes: some Sequence<UInt8>) throws -> String {
        let value = try JSONSerialization.jsonObject(with: Data(Array(bytes)))
        return try String(
            decoding: JSONSerialization.data(withJSONObject: value, options: .sortedKeys), as: UTF8.self)
    }

    /// A path whose ids are all the same: they change whenever it is recorded.
    private static func withoutID(_ path: String) -> String {
        path.split(separator: "/").map { Identifier(String($0)) == nil ? String($0) : "ID" }.joined(separator: "/")
    }
}
