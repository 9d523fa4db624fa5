// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import CLibPQ
import Foundation
@testable import Postgres
import TestDatabase
import Testing

/// Connecting, losing the connection, and the thread it lives on.
@Suite(.bareDatabase)
struct ConnectionTests {
    @Test func aLostConnectionIsNamedSo() async throws {
        let database = try TestDatabase.current
        let db = try await database.connectionWithItems()
        try await database.terminate(db)
        #expect(await failure { try await db.execute("insert into item values (1)") }?.code == .connectionLost)
        #expect(await failure { try await db.execute("select 1") }?.code == .connectionLost)
        #expect(await failure { try await db.script("select 1") }?.code == .connectionLost)
        #expect(await failure { try await db.pipeline { p in p.send("select 1") } }?.code == .connectionLost)
        #expect(await failure { try await db.copyIn("item", columns: ["id"], rows: [["1"]]) }?.code == .connectionLost)
    }

    @Test func aConnectionLostBeforeCommitIsNoUnknownOutcome() async throws {
        let database = try TestDatabase.current
        let db = try await database.connectionWithItems()
        let error = await failure {
            try await db.transact { db in
                try db.execute("insert into item values (1)")
                _ = try? db.execute("select pg_terminate_backend(pg_backend_pid())")
            }
        }
        #expect(error?.code == .connectionLost)
    }

    /// The socket that is looked at first belongs to a host that is not there.
    @Test func aDeadFirstHostIsPassedOver() async throws {
        let database = try TestDatabase.current
        var configuration = database.configuration()
        configuration.conninfo =
            "host=/nowhere,\(database.cluster.folder) port=5432 user=postgres dbname=\(database.name)"
        let db = try await Connection.open(configuration)
        #expect(try await db.one("select current_database()::text", as: String.self) == database.name)
    }

    /// A server that takes the call and never answers costs its own time only.
    @Test func aSilentFirstHostIsPassedOver() async throws {
        let database = try TestDatabase.current
        let silent = try SilentServer()
        defer { silent.close() }
        var configuration = database.configuration()
        configuration.connectTimeout = .seconds(3)
        configuration.conninfo =
            "host=\(silent.folder),\(database.cluster.folder) port=5432 user=postgres dbname=\(database.name)"
        let db = try await Connection.open(configuration)
        #expect(try await db.one("select 1", as: Int.self) == 1)
    }

    @Test func whoeverCannotBeReachedIsNamedSoWithoutTheAddress() async throws {
        let error = await failure { try await Connection.open(ConnectionConfiguration(conninfo: "host=/nowhere")) }
        #expect(error?.code == .connectionFailed)
        #expect(error?.sentence.contains("nowhere") == false)
        #expect(error?.serverMessage?.contains("nowhere") == true)
        let misspelt = await failure { try await Connection.open(ConnectionConfiguration(conninfo: "hots=x")) }
        #expect(misspelt?.code == .misuse)
    }

    @Test func theSessionHasItsSettings() async throws {
        var configuration = try TestDatabase.current.configuration()
        configuration.statementTimeout = .milliseconds(1500)
        configuration.role = "pg_monitor"
        configuration.conninfo += " options='-c search_path=pg_temp'"
        let db = try await Connection.open(configuration)
        let names = ["statement_timeout", "lock_timeout", "TimeZone", "role", "search_path", "client_encoding"]
        let values = try await db.query(
            "select current_setting(name) from unnest(\(names)) with ordinality as t (name, n) order by n",
            as: String.self)
        #expect(values == ["1500ms", "5s", "UTC", "pg_monitor", "pg_temp", "UTF8"])
    }

    @Test func aStatementEndsAtTheServersDeadline() async throws {
        var configuration = try TestDatabase.current.configuration()
        configuration.statementTimeout = .milliseconds(50)
        let db = try await Connection.open(configuration)
        let error = await failure { try await db.execute("select pg_sleep(30)") }
        #expect(error?.code == .server(sqlState: "57014"))
        #expect(try await db.one("select 1", as: Int.self) == 1)
    }

    @Test func aServerThatGoesSilentEndsAtOurOwnDeadline() async throws {
        var configuration = try TestDatabase.current.configuration()
        configuration.statementTimeout = .milliseconds(100)
        configuration.silenceTimeout = .milliseconds(100)
        let db = try await Connection.open(configuration)
        try await db.execute("set statement_timeout = 0")
        let start = ContinuousClock.now
        let error = await failure { try await db.execute("select pg_sleep(5)") }
        #expect(error?.code == .deadline)
        #expect(ContinuousClock.now - start < .seconds(4))
        #expect(await failure { try await db.execute("select 1") }?.code == .connectionLost)
    }

    /// One eventfd for new jobs, another to end a wait: a queued statement leaves the running one alone.
    @Test func statementsThatQueueUpDoNotDisturbTheRunningOne() async throws {
        let db = try await TestDatabase.current.connection()
        async let slow = db.one("select pg_sleep(0.2)::text, 0", as: (String, Int).self).1
        let sum = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 1...50 { group.addTask { try await db.one("select \(number)", as: Int.self) } }
            var sum = 0
            for try await number in group { sum += number }
            return sum
        }
        #expect(try await slow == 0)
        #expect(sum == 1275)
    }

    @Test func anInterruptedStatementEndsHereAndOnTheServer() async throws {
        let database = try TestDatabase.current
        let db = try await database.connection()
        async let error = failure { try await db.execute("select pg_sleep(300) /* long */") }
        let active: Statement = """
            select count(*) from pg_stat_activity
            where datname = \(database.name) and state = 'active' and query like '%/* long */%'
                and pid <> pg_backend_pid()
            """
        try await eventually { try await database.cluster.administer { db in try db.one(active, as: Int.self) } == 1 }
        db.interrupt()
        #expect(await error?.code == .interrupted)
        try await eventually { try await database.cluster.administer { db in try db.one(active, as: Int.self) } == 0 }
    }

    @Test func theThreadOfAConnectionThatIsLetGoEnds() async throws {
        weak var thread: ConnectionThread?
        do {
            let db = try await TestDatabase.current.connection()
            thread = await db.thread
            #expect(thread != nil)
        }
        try await eventually { thread == nil }
    }

    @Test func theSocketIsNotGivenToChildren() async throws {
        let db = try await TestDatabase.current.connection()
        #expect(await db.closesSocketOnExec())
    }

    /// The library at hand is older than several calls that would be tempting.
    @Test func theLibraryKnowsPipelines() {
        #expect(PQlibVersion() >= 140_000)
    }
}

extension Connection {
    fileprivate func closesSocketOnExec() -> Bool {
        fcntl(PQsocket(session.handle), F_GETFD) & FD_CLOEXEC != 0
    }
}

/// Takes calls on a unix socket and says nothing.
private struct SilentServer {
    let folder: String
    private let descriptor: Int32

    init() throws {
        folder = try TemporaryFolder.make("ino-silent")
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array((folder + "/.s.PGSQL.5432").utf8)) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(bound == 0 && listen(descriptor, 5) == 0)
    }

    func close() {
        _ = Foundation.close(descriptor)
        try? FileManager.default.removeItem(atPath: folder)
    }
}
