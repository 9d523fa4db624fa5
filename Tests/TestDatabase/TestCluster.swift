// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
public import Postgres

/// A private PostgreSQL cluster in a folder of its own, reached by a unix socket only. It dies with the test process.
public final class TestCluster: Sendable {
    /// The folder, which is where the socket is too.
    public let folder: String
    private let keeper: ClusterGuard

    /// Makes and starts a cluster. A durable one syncs to disk as a real one does: for tests that kill it. Others are
    /// faster. More settings win over the usual ones.
    public init(durable: Bool = false, settings more: [String] = []) async throws {
        folder = try Self.makeFolder()
        var settings = [
            "listen_addresses = ''", "unix_socket_directories = '\(folder)'", "max_connections = 300", "jit = off",
            "shared_buffers = 64MB", "log_min_messages = warning", "autovacuum = off",
        ]
        if !durable { settings += ["fsync = off", "synchronous_commit = off", "full_page_writes = off"] }
        keeper = try ClusterGuard(folder: folder, binaries: Self.binaries(), settings: settings + more)
        try await keeper.command("initialise")
        try await keeper.command("start")
    }

    deinit { keeper.end() }

    private static let sharedCluster = Task { try await TestCluster() }

    /// The cluster all tests of the process share.
    public static func shared() async throws -> TestCluster { try await sharedCluster.value }

    /// How to reach a database of it.
    public func conninfo(database: String = "postgres", user: String = "postgres") -> String {
        "host=\(folder) port=5432 dbname=\(database) user=\(user)"
    }

    /// Runs something as superuser.
    @discardableResult
    public func administer<Result: Sendable>(
        database: String = "postgres", _ body: @Sendable (isolated Connection) throws -> Result
    ) async throws -> Result {
        let configuration = ConnectionConfiguration(
            conninfo: conninfo(database: database), applicationName: "test administration",
            statementTimeout: .seconds(60), lockTimeout: .zero)
        return try await Connection.with(configuration, body)
    }

    /// Starts it after a stop or a kill.
    public func start() async throws { try await keeper.command("start") }

    /// Stops it as an administrator would, ending all sessions.
    public func stop() async throws { try await keeper.command("stop") }

    /// Stops and starts it.
    public func restart() async throws { try await keeper.command("restart") }

    /// Starts it anew as a standby, which answers queries and takes no writes.
    public func becomeStandby() async throws {
        try await stop()
        try await keeper.command("standby")
        try await start()
    }

    /// Kills the postmaster with SIGKILL: its children go when they notice.
    public func kill() async throws { try await keeper.command("kill") }
}

extension TestCluster {
    /// A fresh folder that the server's user can use.
    private static func makeFolder() throws -> String {
        let folder = try TemporaryFolder.make("ino-test")
        if getuid() == 0 {
            guard let user = getpwnam("postgres"), chown(folder, user.pointee.pw_uid, user.pointee.pw_gid) == 0 else {
                throw ClusterFailure(sentence: "Root needs the user postgres to run PostgreSQL as; install it.")
            }
        }
        return folder
    }

    /// Where initdb and pg_ctl are.
    private static func binaries() throws -> String {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        let folders = versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map { "/usr/lib/postgresql/\($0)/bin" }
        let others = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":").map(String.init) ?? []
        guard
            let found = (folders + others).first(where: { FileManager.default.isExecutableFile(atPath: $0 + "/initdb") }
            )
        else { throw ClusterFailure(sentence: "PostgreSQL's programs are not here; install the package postgresql.") }
        return found
    }
}
