// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Testing

@testable import inoctl

/// What every command prints in every format, compared whole with `Golden/Output`.
///
/// A new command needs a line in `OutputCase.all` and an answer of the daemon in `Recorded`; then
/// `INOCTL_GOLDEN=write swift test --filter OutputGoldenTests` writes its files, which a person reads before they go in.
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
    /// The recorded answer to a request that has none of its own, such as any act.
    var otherwise: String?
    /// How many characters of a long text are kept: the completion script has the whole tree in it.
    var keeps = Int.max
    /// The exit code in the table format; others may refuse a format by 64.
    var exit = Exit.done

    /// A command and what follows its words.
    init(
        _ command: String, _ arguments: String..., files: [String: String] = [:], environment: [String: String] = [:],
        otherwise: String? = nil, keeps: Int = .max, exit: Int32 = Exit.done
    ) {
        self.command = command
        self.arguments = arguments
        self.files = files
        self.environment = environment
        self.otherwise = otherwise
        self.keeps = keeps
        self.exit = exit
    }

    var name: String { command.replacing(" ", with: "-") }
    var testDescription: String { command }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()

    func run(_ format: OutputFormat) async -> Run {
        let standard = ["INOCTL_SOCKET": Run.socket, "HOME": "/home/i"]
        return await Run.tool(
            arguments: command.split(separator: " ").map(String.init) + arguments + ["-o", format.rawValue],
            environment: environment.merging(standard) { first, _ in first }, files: files
        ) { request, _ in
            let names = [Self.recording(of: request), otherwise].compactMap { $0 }
            for name in names {
                let file = Self.folder.appending(path: "Recorded/\(name).json")
                if let data = try? Data(contentsOf: file) { return Answer(status: 200, body: Array(data)) }
            }
            return Answer(status: 404, body: Array(Recorded.notFound.utf8))
        }
    }

    /// The file with the answer to a request: `GET.organisations.tsu` for `GET /v1/organisations/tsu`.
    private static func recording(of request: Request) -> String {
        request.method + request.path.replacing("/v1/", with: ".", maxReplacements: 1).replacing("/", with: ".")
    }
}
