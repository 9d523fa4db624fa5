// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import inod

/// The real binary with its private PostgreSQL, in the states a real host brings about.
@Suite(.timeLimit(.minutes(4))) struct EmbeddedDaemonTests {
    @Test func aStateFolderBehindASymbolicLinkIsTheSameFolder() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: "\(folder)/disk", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder)/link", withDestinationPath: "\(folder)/disk")
        let settings = try RealSettings.write(in: folder, state: "\(folder)/link/ino")
        try await serving(settings, in: folder) { daemon, _ in
            let checked = try await RealProgram.run(["check", "--config", settings], in: folder)
            #expect(checked.process.terminationStatus == 0, "\(checked.errors)")
            #expect(checked.output.contains("database: schema "), "\(checked.output)")
            let rebuilt = try await RealProgram.run(["rebuild", "--verify", "--config", settings], in: folder)
            #expect(rebuilt.output == "0 cases, 0 different\n", "\(rebuilt.errors)")

            let cluster = "\(folder)/link/ino/data/cluster"
            let orphan = try #require(Postmaster(runningOn: cluster))
            kill(daemon.process.processIdentifier, SIGKILL)
            _ = await daemon.exited()
            try await serving(settings, in: folder) { next, _ in
                #expect(Postmaster(runningOn: cluster) == orphan)
                next.process.terminate()
                #expect(await next.exited(within: 30) == 0)
            }
            #expect(Postmaster(runningOn: cluster) == nil)
        }
    }

    @Test func aDatabaseThatCannotBePreparedDoesNotHinderTheStop() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let settings = try RealSettings.write(in: folder)
        try await serving(settings, in: folder) { daemon, _ in
            try await edit("update core.schema_version set checksum = 'edited' where number = 2", in: folder)
            daemon.process.terminate()
            #expect(await daemon.exited(within: 60) == 0)
        }
        // More than one try: the stop may find the daemon between its attempts or in the middle of one.
        for pause in [0, 700, 1500, 2300] {
            let receiver = try #require(Receiver(path: "\(folder)/notify-\(pause)"))
            let daemon = try RealProgram(
                ["serve", "--config", settings], environment: ["NOTIFY_SOCKET": "\(folder)/notify-\(pause)"],
                in: folder, log: "log-\(pause)")
            defer {
                if daemon.process.isRunning { kill(daemon.process.processIdentifier, SIGKILL) }
                daemon.end()
            }
            try await receiver.wait(for: "was edited after it was applied")
            try await Task.sleep(for: .milliseconds(pause))
            daemon.process.terminate()
            let code = await daemon.exited(within: 30)
            #expect(code == 0, "\(pause): \(daemon.errors)")
            #expect(Postmaster(runningOn: "\(folder)/state/data/cluster") == nil)
        }
    }

    @Test func aPreparationThatWaitsForALockDoesNotHinderTheStop() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let settings = try RealSettings.write(in: folder)
        try await serving(settings, in: folder) { daemon, _ in
            // The next daemon adopts the server, and its preparation waits for somebody's transaction.
            let holder = try RealProgram(
                [
                    "-X", "-q", "-d", conninfo(in: folder), "-c",
                    "begin; lock table core.schema_version in access exclusive mode; select pg_sleep(600)",
                ], program: "/usr/bin/psql", in: folder, log: "holder")
            defer { holder.end() }
            let locked = "select count(*) from pg_locks where relation = 'core.schema_version'::regclass and granted"
            try await until("\(locked) and mode = 'AccessExclusiveLock'", in: folder)
            kill(daemon.process.processIdentifier, SIGKILL)
            _ = await daemon.exited()
            let next = try RealProgram(["serve", "--config", settings], in: folder, log: "next")
            defer {
                if next.process.isRunning { kill(next.process.processIdentifier, SIGKILL) }
                next.end()
            }
            try await until(
                "select count(*) from pg_stat_activity where application_name = 'inod migrate' "
                    + "and wait_event_type = 'Lock'", in: folder)
            next.process.terminate()
            let code = await next.exited(within: 40)
            #expect(code == 0, "\(next.errors)")
            #expect(Postmaster(runningOn: "\(folder)/state/data/cluster") == nil)
            await Postmaster(runningOn: "\(folder)/state/data/cluster")?.stop()
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root can become an ordinary user to start a daemon as"))
    func anOrdinaryUserServesFromAHomeThatOthersMayNotEnter() async throws {
        let account = try #require(Account(named: "nobody"), "there is no user 'nobody' to start a daemon as")
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        chmod(folder, 0o755)
        let home = "\(folder)/home"
        try FileManager.default.createDirectory(
            atPath: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let settings = try RealSettings.write(in: home, state: "\(home)/.run")
        try #require(chown(home, account.uid, account.gid) == 0)
        // The build may lie in a home of its own that this user may not enter either.
        try FileManager.default.copyItem(atPath: RealProgram.beside("inod"), toPath: "\(folder)/inod")
        let receiver = try #require(Receiver(path: "\(folder)/notify"))
        chmod("\(folder)/notify", 0o777)
        let daemon = try RealProgram(
            ["serve", "--config", settings], program: "\(folder)/inod",
            environment: ["NOTIFY_SOCKET": "\(folder)/notify", "LANG": "C"], as: account, in: folder)
        defer { daemon.end() }
        try await receiver.wait(for: "STATUS=serving")
        let cluster = "\(home)/.run/data/cluster"
        let server = try #require(Postmaster(runningOn: cluster))
        let owner = try FileManager.default.attributesOfItem(atPath: "/proc/\(server.processID)")[.ownerAccountID]
        #expect((owner as? NSNumber)?.uint32Value == account.uid)
        #expect(!daemon.errors.contains("cannot hold the private PostgreSQL"), "\(daemon.errors)")
        // Nobody else gets to the data or the socket.
        for path in [home, "\(home)/.run/data", "\(home)/.run/socket"] {
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
            #expect(mode?.intValue == 0o700, "\(path)")
        }
        daemon.process.terminate()
        #expect(await daemon.exited(within: 60) == 0)
        #expect(!server.isAlive)
    }

    /// A daemon that serves while the closure runs.
    private func serving(
        _ settings: String, in folder: String, _ body: (RealProgram, Receiver) async throws -> Void
    ) async throws {
        let socket = "\(folder)/notify-\(UUID().uuidString.prefix(8))"
        let receiver = try #require(Receiver(path: socket))
        let daemon = try RealProgram(
            ["serve", "--config", settings], environment: ["NOTIFY_SOCKET": socket], in: folder,
            log: "serve-\(UUID().uuidString.prefix(8))")
        defer { daemon.end() }
        try await receiver.wait(for: "STATUS=serving")
        try await body(daemon, receiver)
    }

    /// Changes what no program may change, as the private cluster's superuser.
    private func edit(_ sql: String, in folder: String) async throws {
        let edited = try await RealProgram.run(
            ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", conninfo(in: folder), "-c", sql], program: "/usr/bin/psql",
            in: folder)
        try #require(edited.process.terminationStatus == 0, "\(edited.errors)")
    }

    /// Asks until the count is not 0.
    private func until(_ count: String, in folder: String) async throws {
        for _ in 0..<300 {
            let asked = try await RealProgram.run(
                ["-X", "-A", "-t", "-d", conninfo(in: folder), "-c", count], program: "/usr/bin/psql", in: folder)
            if let found = Int(asked.output.trimmingCharacters(in: .whitespacesAndNewlines)), found > 0 { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("never came true: \(count)")
    }

    private func conninfo(in folder: String) -> String {
        "host='\(folder)/state/socket' port=5432 dbname=ino user=postgres"
    }
}
