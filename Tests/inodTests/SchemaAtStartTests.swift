// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import Postgres
import Schema
import Store
import TestDatabase
import Testing

@testable import inod

/// What the real binary does with a database whose schema is not its own.
@Suite(.bareDatabase, .timeLimit(.minutes(3))) struct SchemaAtStartTests {
    /// The number of this binary's last step.
    private static let last = Schema.migrations.last?.number ?? 0

    @Test func aSchemaTwoStepsAheadIsRefusedWith78AndSaysWhatToInstall() async throws {
        try await migrated(Schema.migrations)
        try await ahead(by: 2)
        try await withDaemon { daemon, _, folder in
            #expect(await daemon.exited(within: 60) == 78)
            let last = Self.last
            let sentence =
                "schema \(last + 2) is newer than this binary's \(last) by 2 steps: install the newer inod"
            #expect(daemon.errors.contains(sentence))
            for command in [["check"], ["migrate", "status"], ["migrate", "up"]] {
                let asked = try await RealProgram.run(
                    command + ["--config", "\(folder)/inod.toml"], in: folder)
                #expect(asked.process.terminationStatus == 78, "\(command) \(asked.errors)")
                #expect((asked.output + asked.errors).contains(sentence), "\(command)")
            }
        }
    }

    @Test func aSchemaOneStepAheadIsServed() async throws {
        try await migrated(Schema.migrations)
        try await ahead(by: 1)
        try await withDaemon { daemon, receiver, _ in
            try await receiver.wait(for: "STATUS=serving")
            daemon.process.terminate()
            #expect(await daemon.exited() == 0)
        }
    }

    @Test func aSchemaOneStepBehindIsWaitedForAndServedOnceMended() async throws {
        try await migrated(Schema.migrations.dropLast())
        try await withDaemon { daemon, receiver, folder in
            try await receiver.wait(for: "READY=1")
            let before = Schema.migrations.dropLast().last?.number ?? 0
            try await receiver.wait(for: "STATUS=schema \(before), need \(Self.last): run 'inod migrate up'")
            let unready = try await ask("/readyz", in: folder)
            #expect(unready.contains("run 'inod migrate up'") && unready.hasSuffix("503"))
            #expect(try await ask("/livez", in: folder).hasSuffix("200"))
            let mended = try await RealProgram.run(
                ["migrate", "up", "--config", "\(folder)/inod.toml"], in: folder)
            #expect(mended.process.terminationStatus == 0, "\(mended.errors)")
            try await receiver.wait(for: "STATUS=serving")
            #expect(try await ask("/readyz", in: folder).hasSuffix("200"))
            daemon.process.terminate()
            #expect(await daemon.exited() == 0)
        }
    }

    /// The answer's body, then its status.
    private func ask(_ path: String, in folder: String) async throws -> String {
        try await RealProgram.run(
            ["-sS", "-w", "%{http_code}", "--unix-socket", "\(folder)/admin.sock", "http://localhost\(path)"],
            program: "/usr/bin/curl",
            in: folder
        ).output
    }

    private func migrated(_ steps: some Collection<Schema.Step>) async throws {
        let database = try TestDatabase.current
        try await database.cluster.administer { [name = database.name] db in
            try db.script(Schema.roles)
            try db.script("alter database \(name) owner to ino_owner")
        }
        try await Migrator(
            conninfo: database.conninfo(user: "ino_owner"), logger: Logger(label: "test"), steps: Array(steps),
            reports: []
        ).up()
    }

    /// Rows of steps that this binary does not know.
    private func ahead(by count: Int) async throws {
        let database = try TestDatabase.current
        let last = Self.last
        try await database.cluster.administer(database: database.name) { db in
            for number in last + 1...last + count {
                try db.execute(
                    """
                    insert into core.schema_version (number, name, checksum)
                    values (\(Int32(number)), \("step\(number)_of_tomorrow"), \("?"))
                    """)
            }
        }
    }

    /// The daemon on this test's database, as its own login.
    private func withDaemon(_ body: (RealProgram, Receiver, String) async throws -> Void) async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let receiver = try #require(Receiver(path: "\(folder)/notify"))
        let conninfo = try TestDatabase.current.conninfo(user: "ino_daemon")
        let settings = try RealSettings.write(in: folder, conninfo: conninfo)
        let daemon = try RealProgram(
            ["serve", "--config", settings], environment: ["NOTIFY_SOCKET": "\(folder)/notify"], in: folder)
        defer { daemon.end() }
        try await body(daemon, receiver, folder)
    }
}
