// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestDatabase
import Testing

@testable import inod

/// The way of an administrator who has a PostgreSQL already, by the printed commands themselves.
@Suite(.timeLimit(.minutes(4))) struct OwnServerTests {
    @Test func whatIsPrintedLeadsFromAnEmptyServerToAWorkingToken() async throws {
        let cluster = try await TestCluster()
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let port = try RealSettings.freePort()
        let settings = try RealSettings.write(
            in: folder, listen: "127.0.0.1:\(port)", conninfo: cluster.conninfo(database: "ino", user: "ino_daemon"))
        let pipe = "'\(RealProgram.beside("inod"))' db-setup | psql -X -q -v ON_ERROR_STOP=1 -d '\(cluster.conninfo())'"
        for _ in 1...2 {  // printed SQL may be run again
            let setUp = try await bash(pipe, in: folder)
            try #require(setUp.process.terminationStatus == 0, "\(setUp.errors)")
        }
        let migrated = try await RealProgram.run(["migrate", "up", "--config", settings], in: folder)
        try #require(migrated.process.terminationStatus == 0, "\(migrated.errors)")

        let receiver = try #require(Receiver(path: "\(folder)/notify"))
        let daemon = try RealProgram(
            ["serve", "--config", settings], environment: ["NOTIFY_SOCKET": "\(folder)/notify"], in: folder)
        defer { daemon.end() }
        try await receiver.wait(for: "STATUS=serving")

        let admin = try await RealProgram.run(
            ["admin", "create", "i.ivanova", "--config", settings], in: folder)
        try #require(admin.process.terminationStatus == 0, "\(admin.errors)")
        try await useVerbatim(admin, in: folder)

        let token = try await RealProgram.run(
            [
                "token", "create", "--name", "reader", "--scope", "read", "--server", "http://127.0.0.1:\(port)",
                "--token-file", "\(folder)/FILE", "--secret-file", "\(folder)/second",
            ], program: RealProgram.beside("inoctl"), in: folder)
        try #require(token.process.terminationStatus == 0, "\(token.errors)")
        let line = try #require(token.errors.split(separator: "\n").first { $0.hasPrefix("try it: ") })
        try await expect200(String(line.dropFirst("try it: ".count)), in: folder)
        let shown = try await RealProgram.run(
            [
                "token", "create", "--name", "shown", "--scope", "read", "--server", "http://127.0.0.1:\(port)",
                "--token-file", "\(folder)/FILE",
            ], program: RealProgram.beside("inoctl"), in: folder)
        let other = try #require(shown.errors.split(separator: "\n").first { $0.hasPrefix("try it: ") })
        try await expect200(String(other.dropFirst("try it: ".count)), in: folder)
    }

    /// Keeps the secret as the advice says, then runs both lines of it.
    private func useVerbatim(_ admin: RealProgram, in folder: String) async throws {
        try admin.output.write(toFile: "\(folder)/FILE", atomically: true, encoding: .utf8)
        chmod("\(folder)/FILE", 0o600)
        let lines = admin.errors.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        try await expect200(#require(lines.first { $0.hasPrefix("curl ") }), in: folder)
        let inoctl = try #require(lines.first { $0.hasPrefix("inoctl ") })
        let ran = try await bash(inoctl, in: folder)
        #expect(ran.process.terminationStatus == 0, "\(ran.errors)")
    }

    /// Runs a printed curl line as it stands; curl's own settings file adds the status to what it prints.
    private func expect200(_ line: String, in folder: String) async throws {
        try "write-out = \"\\nstatus %{http_code}\\n\"\n"
            .write(toFile: "\(folder)/.curlrc", atomically: true, encoding: .utf8)
        let ran = try await bash(line, in: folder)
        #expect(ran.output.hasSuffix("\nstatus 200\n"), "\(line)\n\(ran.output)\(ran.errors)")
    }

    private func bash(_ line: String, in folder: String) async throws -> RealProgram {
        let tools = URL(fileURLWithPath: RealProgram.beside("inoctl")).deletingLastPathComponent().path
        return try await RealProgram.run(
            ["-c", "set -o pipefail; " + line], program: "/bin/bash",
            environment: ["PATH": "\(tools):/usr/local/bin:/usr/bin:/bin"], in: folder)
    }
}
