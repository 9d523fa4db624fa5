// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import ServiceLifecycle
import Testing

@testable import inod

@Suite struct EmbeddedTests {
    @Test func aLongPathFallsBackToTheSystemsFolderAndSaysSo() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let settings = EmbeddedSettings(
            folder: folder + "/" + String(repeating: "x", count: 90), user: "postgres", binaries: "")
        let chosen = try await StateFolder.prepare(settings, system: "\(folder)/system")
        #expect(chosen.path == "\(folder)/system")
        #expect(chosen.refused?.contains("bytes, more than 100") == true)
    }

    @Test(.enabled(if: geteuid() == 0)) func aFolderTheDatabaseUserCannotEnterIsNotTaken() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        chmod(folder, 0o755)
        try FileManager.default.createDirectory(
            atPath: "\(folder)/home", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let settings = EmbeddedSettings(folder: "\(folder)/home/ino", user: "postgres", binaries: "")
        let chosen = try await StateFolder.prepare(settings, system: "\(folder)/system")
        #expect(chosen.path == "\(folder)/system")
        #expect(chosen.refused?.contains("user 'postgres' cannot reach it") == true)
    }

    @Test func anUnknownUserIsNamed() async throws {
        guard geteuid() == 0 else { return }
        let settings = EmbeddedSettings(folder: "/tmp/none", user: "nosuchuser", binaries: "")
        await #expect(throws: EmbeddedError.self) { try await StateFolder.prepare(settings) }
    }

    @Test func missingBinariesAreNamed() async throws {
        let error = await #expect(throws: EmbeddedError.self) {
            try await PostgresBinaries.find(named: "/nowhere", clusterVersion: nil)
        }
        #expect(error?.code == .binariesNotFound)
        #expect(error?.description.contains("/nowhere") == true)
    }

    @Test(.timeLimit(.minutes(3))) func theClusterStartsIsRestartedAndStopsClean() async throws {
        try await withCluster { cluster in
            let last = try await running(cluster) { ready in
                let first = try #require(Postmaster(runningOn: cluster.folder.cluster))
                try await cluster.must("create table kept (n int); insert into kept values (1)")
                kill(first.processID, SIGKILL)
                await ready()
                let second = try #require(Postmaster(runningOn: cluster.folder.cluster))
                #expect(second != first)
                let kept = try await cluster.must("select n from kept")
                #expect(kept == "1")
                return second
            }
            #expect(!last.isAlive)
            #expect(Postmaster(runningOn: cluster.folder.cluster) == nil)
            #expect(!FileManager.default.fileExists(atPath: "\(cluster.folder.cluster)/postmaster.pid"))
        }
    }

    @Test(.timeLimit(.minutes(3))) func anOrphanIsAdoptedAndNeverDoubled() async throws {
        try await withCluster { cluster in
            try await cluster.initialise()
            try cluster.writeAccess()
            // What a killed daemon leaves: a server in a session of its own, with nobody above it.
            let started = try await cluster.tool.run(
                "pg_ctl",
                [
                    "-D", cluster.folder.cluster, "-w", "-l", "\(cluster.folder.data)/log", "-o",
                    "-c listen_addresses= -c unix_socket_directories=\(cluster.folder.sockets)", "start",
                ])
            #expect(started.succeeded)
            let orphan = try #require(Postmaster(runningOn: cluster.folder.cluster))
            try await running(cluster) { _ in
                #expect(Postmaster(runningOn: cluster.folder.cluster) == orphan)
                let answer = try await cluster.must("select 1")
                #expect(answer == "1")
            }
            #expect(!orphan.isAlive)
        }
    }

    @Test(.timeLimit(.minutes(1))) func aSecondDaemonOnTheSameFolderIsTurnedAway() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let first = try await FolderLock("\(folder)/inod.lock")
        let error = await #expect(throws: EmbeddedError.self) {
            _ = try await FolderLock("\(folder)/inod.lock", patience: .milliseconds(1))
        }
        #expect(error?.description.contains("process \(getpid())") == true)
        withExtendedLifetime(first) {}
    }

    @Test func aStalePidFileOfAnotherProcessIsNoServer() throws {
        try withFolder { folder in
            try "\(getpid())\n\(folder)\n".write(
                toFile: "\(folder)/postmaster.pid", atomically: true, encoding: .utf8)
            #expect(Postmaster(runningOn: folder) == nil)
        }
    }
}

/// A cluster in a folder of its own, gone afterwards.
private func withCluster(_ body: (Cluster) async throws -> Void) async throws {
    let path = try temporaryFolder()
    let settings = EmbeddedSettings(folder: path, user: "postgres", binaries: "")
    let folder = try await StateFolder.prepare(settings, system: path)
    let binaries = try await PostgresBinaries.find(named: "", clusterVersion: nil)
    let cluster = Cluster(folder: folder, binaries: binaries)
    do {
        try await body(cluster)
    } catch {
        await Postmaster(runningOn: folder.cluster)?.stop()
        throw error
    }
    await Postmaster(runningOn: folder.cluster)?.stop()
    try? FileManager.default.removeItem(atPath: path)
}

/// Runs the service while `body` works with it, then stops it gracefully. `body` is given a wait for the next time
/// that the server is ready.
@discardableResult
private func running<R: Sendable>(
    _ cluster: Cluster, _ body: @Sendable @escaping (@Sendable () async -> Void) async throws -> R
) async throws -> R {
    let ready = Events()
    let service = EmbeddedPostgres(cluster: cluster, logger: Logger(label: "test")) { _ in await ready.happened() }
    let group = ServiceGroup(configuration: .init(services: [service], logger: Logger(label: "test")))
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        await ready.next()
        let result = try await body { await ready.next() }
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
        return result
    }
}

/// Counts what has happened and lets one waiter sleep until the next.
private actor Events {
    private var unseen = 0
    private var waiter: CheckedContinuation<Void, Never>?

    func happened() {
        if let waiter {
            self.waiter = nil
            waiter.resume()
        } else {
            unseen += 1
        }
    }

    func next() async {
        if unseen > 0 {
            unseen -= 1
        } else {
            await withCheckedContinuation { waiter = $0 }
        }
    }
}

extension Cluster {
    /// What psql prints for the statements.
    @discardableResult
    fileprivate func must(_ sql: String) async throws -> String {
        let result = try await tool.run(
            "psql",
            [
                "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", conninfo(user: "postgres", database: "postgres"),
                "-c", sql,
            ])
        guard result.succeeded else { throw EmbeddedError(.startFailed, result.errors) }
        return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
