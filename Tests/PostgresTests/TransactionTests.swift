// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Logging
@testable import Postgres
import Synchronization
import TestDatabase
import Testing

/// Transactions: what is kept, what is thrown, what is run again.
@Suite(.bareDatabase)
struct TransactionTests {
    @Test func aTransactionIsKeptWhenItsClosureReturnsAndDroppedWhenItThrows() async throws {
        struct Stop: Error {}
        let db = try await TestDatabase.current.connectionWithItems()
        try await db.transact { db in try db.execute("insert into item values (1, 'kept')") }
        await #expect(throws: Stop.self) {
            try await db.transact { db in
                try db.execute("insert into item values (2, 'dropped')")
                throw Stop()
            }
        }
        #expect(try await db.query("select id from item", as: Int.self) == [1])
    }

    @Test func howATransactionIsPlannedEndsWithIt() async throws {
        let db = try await TestDatabase.current.connectionWithItems()
        let shown: Statement =
            "select concat_ws(' ', current_setting('plan_cache_mode'), current_setting('enable_seqscan'))"
        try await db.transact(planning: .onceByKeys) { db in
            #expect(try db.one(shown, as: String.self) == "force_generic_plan off")
            try db.execute("insert into item values (1, 'kept')")
        }
        #expect(try await db.one(shown, as: String.self) == "auto on")
        #expect(try await db.query("select id from item", as: Int.self) == [1])
    }

    /// COMMIT after a failure succeeds, with the tag ROLLBACK.
    @Test func commitOfAFailedTransactionThrows() async throws {
        let pool = try TestDatabase.current.pool()
        try await pool.withConnection { db in try db.script("create table item (id int primary key)") }
        let error = await failure {
            try await pool.transaction { db in
                try db.execute("insert into item values (1)")
                _ = try? db.execute("insert into item values (1)")
            }
        }
        #expect(error?.code == .rolledBack)
        #expect((error?.cause as? PostgresError)?.sqlState == "23505")
        #expect((error?.cause as? PostgresError)?.constraintName == "item_pkey")
        #expect(try await pool.withConnection { db in try db.one("select count(*) from item", as: Int.self) } == 0)
    }

    /// A sequence keeps its value through a rollback, so it tells the first run from the second.
    @Test(arguments: ["40001", "40P01"])
    func aTransactionThatLostARaceIsRunAgain(sqlState: String) async throws {
        let pool = try TestDatabase.current.pool()
        try await pool.withConnection { db in
            try db.script(
                """
                create sequence run;
                create function lose_once(state text) returns void language plpgsql as $$
                begin if nextval('run') = 1 then raise exception using errcode = state; end if; end $$
                """)
        }
        let runs = Mutex(0)
        let answer = try await pool.transaction { db in
            runs.withLock { $0 += 1 }
            try db.execute("select lose_once(\(sqlState))")
            return "done"
        }
        #expect(answer == "done")
        #expect(runs.withLock { $0 } == 2)
    }

    @Test func aTransactionThatAlwaysLosesIsGivenUp() async throws {
        let database = try TestDatabase.current
        let configuration = PoolConfiguration(connection: database.configuration(), attempts: 3)
        let pool = Pool(configuration, logger: Logger(label: "test"))
        let runs = Mutex(0)
        let error = await failure {
            try await pool.transaction { db in
                runs.withLock { $0 += 1 }
                try db.script("do $$ begin raise exception using errcode = '40001'; end $$")
            }
        }
        #expect(error?.code == .server(sqlState: "40001"))
        #expect(runs.withLock { $0 } == 3)
    }

    @Test func serializableTransactionsThatCrossAreBothKept() async throws {
        let pool = try TestDatabase.current.pool()
        try await pool.withConnection { db in try db.script("create table item (id int); insert into item values (0)") }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try await pool.transaction(isolation: .serializable) { db in
                        let last = try db.one("select max(id) from item", as: Int.self)
                        try db.execute("insert into item values (\(last + 1))")
                    }
                }
            }
            try await group.waitForAll()
        }
        let ids = try await pool.withConnection { db in try db.query("select id from item order by 1", as: Int.self) }
        #expect(ids == Array(0...8))
    }

    /// A deferred trigger ends the session while COMMIT is at work.
    @Test func aConnectionLostWhileCommittingLeavesTheOutcomeUnknown() async throws {
        let pool = try TestDatabase.current.pool()
        try await pool.withConnection { db in
            try db.script(
                """
                create table item (id int);
                create function die() returns trigger language plpgsql as $$
                begin perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(10); return null; end $$;
                create constraint trigger die after insert on item deferrable initially deferred
                    for each row execute function die();
                """)
        }
        let error = await failure {
            try await pool.transaction { db in try db.execute("insert into item values (1)") }
        }
        #expect(error?.code == .outcomeUnknown)
        #expect(try await pool.transaction { db in try db.one("select count(*) from item", as: Int.self) } == 0)
    }

    @Test func aStatementThatIsItsOwnTransactionMayHaveCommittedWhenTheConnectionBreaks() async throws {
        let pool = try TestDatabase.current.pool()
        let error = await failure {
            try await pool.withConnection { db in
                try db.commit("select 1 from pg_terminate_backend(pg_backend_pid()), pg_sleep(10)", as: Int.self)
            }
        }
        #expect(error?.code == .outcomeUnknown)
        let refused = await failure {
            try await pool.withConnection { db in try db.commit("select 1 / 0", as: Int.self) }
        }
        #expect(refused?.code == .server(sqlState: "22012"), "what the server refused did not happen")
        let nested = await failure {
            try await pool.transaction { db in try db.commit("select 1", as: Int.self) }
        }
        #expect(nested?.code == .misuse)
    }

    @Test func aFailureAtCommitIsKnownToBeARollback() async throws {
        let db = try await TestDatabase.current.connection()
        try await db.script("create table item (id int unique deferrable initially deferred)")
        let error = await failure {
            try await db.transact { db in try db.execute("insert into item values (1), (1)") }
        }
        #expect(error?.code == .server(sqlState: "23505"))
        #expect(try await db.one("select count(*) from item", as: Int.self) == 0)
    }

    @Test func aTransactionCannotBeginInsideAnother() async throws {
        let db = try await TestDatabase.current.connection()
        let error = await failure {
            try await db.transact { db in try db.transaction { _ in } }
        }
        #expect(error?.code == .misuse)
    }

    @Test func aReadOnlyTransactionWritesNothing() async throws {
        let db = try await TestDatabase.current.connectionWithItems()
        let error = await failure {
            try await db.transact(readOnly: true) { db in try db.execute("insert into item values (1)") }
        }
        #expect(error?.code == .readOnly)
        #expect(error?.sqlState == "25006")
    }
}
