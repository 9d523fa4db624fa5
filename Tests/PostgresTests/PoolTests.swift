// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Logging
@testable import Postgres
import ServiceLifecycle
import TestDatabase
import Testing

/// The pool on a real server.
@Suite(.bareDatabase)
struct PoolTests {
    private let pid: Statement = "select pg_backend_pid()"

    @Test func aConnectionAtRestIsUsedAgain() async throws {
        let pool = try TestDatabase.current.pool(size: 1)
        let first = try await pool.withConnection { [pid] db in try db.one(pid, as: Int.self) }
        let second = try await pool.withConnection { [pid] db in try db.one(pid, as: Int.self) }
        #expect(first == second)
    }

    @Test func aConnectionLeftInATransactionIsRolledBackAndUsedAgain() async throws {
        let pool = try TestDatabase.current.pool(size: 1)
        let first = try await pool.withConnection { [pid] db in
            try db.script("begin; create table item (id int)")
            return try db.one(pid, as: Int.self)
        }
        let (second, isThere) = try await pool.withConnection { db in
            try db.one("select pg_backend_pid(), to_regclass('item') is not null", as: (Int, Bool).self)
        }
        #expect(first == second && !isThere)
    }

    @Test func aBrokenConnectionIsReplaced() async throws {
        let pool = try TestDatabase.current.pool(size: 1)
        let error = await failure {
            try await pool.withConnection { db in try db.execute("select pg_terminate_backend(pg_backend_pid())") }
        }
        #expect(error?.code == .connectionLost)
        #expect(try await pool.withConnection { db in try db.one("select 1", as: Int.self) } == 1)
    }

    @Test func connectionsThatDiedWhileIdleAreNoticedBeforeUse() async throws {
        let database = try TestDatabase.current
        let pool = database.pool(size: 4)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask { _ = try await pool.withConnection { db in try db.execute("select pg_sleep(0.05)") } }
            }
            try await group.waitForAll()
        }
        try await database.cluster.administer { [name = database.name] db in
            try db.execute("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = \(name)")
        }
        for _ in 0..<5 { #expect(try await pool.transaction { db in try db.one("select 1", as: Int.self) } == 1) }
    }

    /// After a fail-over the old primary takes no writes: the next transaction asks for a new connection.
    @Test func aConnectionThatTurnedReadOnlyIsReplaced() async throws {
        let pool = try TestDatabase.current.pool(size: 1)
        let first = try await pool.withConnection { [pid] db in
            try db.script("create table item (id int); set default_transaction_read_only = on")
            return try db.one(pid, as: Int.self)
        }
        let error = await failure {
            try await pool.transaction { db in try db.execute("insert into item values (1)") }
        }
        #expect(error?.code == .readOnly)
        let second = try await pool.transaction { [pid] db in
            try db.execute("insert into item values (1)")
            return try db.one(pid, as: Int.self)
        }
        #expect(first != second)
    }

    @Test func moreWorkersThanConnectionsTakeTurns() async throws {
        let pool = try TestDatabase.current.pool(size: 3)
        try await pool.withConnection { db in try db.script("create table item (id int)") }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for id in 0..<200 {
                group.addTask {
                    _ = try await pool.transaction { db in try db.execute("insert into item values (\(id))") }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await pool.withConnection { db in try db.one("select count(*) from item", as: Int.self) } == 200)
        #expect(pool.counts.connections <= 3 && pool.counts.waiting == 0)
    }

    @Test func whoeverWaitsTooLongIsToldSo() async throws {
        let database = try TestDatabase.current
        let pool = Pool(
            PoolConfiguration(connection: database.configuration(), size: 1, waitTimeout: .milliseconds(50)),
            logger: Logger(label: "test"))
        async let slow = pool.withConnection { db in try db.execute("select pg_sleep(0.5)") }
        try await eventually { pool.counts.connections == 1 && pool.counts.idle == 0 }
        #expect(await failure { try await pool.withConnection { _ in } }?.code == .poolExhausted)
        _ = try await slow
        #expect(try await pool.withConnection { db in try db.one("select 1", as: Int.self) } == 1)
    }

    @Test func aCancelledWaiterLeavesTheQueue() async throws {
        let pool = try TestDatabase.current.pool(size: 1)
        async let slow = pool.withConnection { db in try db.execute("select pg_sleep(0.3)") }
        try await eventually { pool.counts.connections == 1 && pool.counts.idle == 0 }
        let waiter = Task { try await pool.withConnection { _ in } }
        try await eventually { pool.counts.waiting == 1 }
        waiter.cancel()
        await #expect(throws: CancellationError.self) { try await waiter.value }
        #expect(pool.counts.waiting == 0)
        _ = try await slow
    }

    @Test func aServerThatIsNotThereIsAnErrorAndNoPlaceIsLost() async throws {
        let configuration = PoolConfiguration(connection: ConnectionConfiguration(conninfo: "host=/nowhere"), size: 1)
        let pool = Pool(configuration, logger: Logger(label: "test"))
        for _ in 0..<3 { #expect(await failure { try await pool.withConnection { _ in } }?.code == .connectionFailed) }
        #expect(pool.counts.connections == 0)
    }

    @Test func aGracefulStopLetsTheWorkInHandFinish() async throws {
        let pool = try TestDatabase.current.pool(size: 2)
        let group = ServiceGroup(services: [pool], logger: Logger(label: "test"))
        async let running: Void = group.run()
        try await eventually { pool.counts.idle == 1 }
        async let slow = pool.transaction { db in try db.one("select pg_sleep(0.2)::text, 7", as: (String, Int).self).1
        }
        try await eventually { pool.counts.idle == 0 }
        await group.triggerGracefulShutdown()
        #expect(try await slow == 7)
        try await running
        #expect(await failure { try await pool.withConnection { _ in } }?.code == .poolClosed)
        #expect(pool.counts.connections == 0)
    }

    @Test func aForcedStopEndsTheStatementsThatRun() async throws {
        let pool = try TestDatabase.current.pool(size: 2)
        let running = Task { try await pool.run() }
        try await eventually { pool.counts.idle == 1 }
        async let slow = failure { try await pool.withConnection { db in try db.execute("select pg_sleep(300)") } }
        try await eventually { pool.counts.idle == 0 }
        running.cancel()
        #expect(await slow?.code == .interrupted)
        _ = await running.result
    }
}
