// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

@testable import Postgres
import Synchronization
import TestDatabase
import Testing

/// Prepared statements.
@Suite(.bareDatabase)
struct StatementCacheTests {
    private func prepared(_ db: Connection) async throws -> Int {
        try await db.one(
            "select count(*) from pg_prepared_statements where statement like '%' || 'mark' || 'ed%'", as: Int.self)
    }

    @Test func aStatementIsPreparedOnceForEachSetOfTypes() async throws {
        let db = try await TestDatabase.current.connection()
        for number in 1...3 { try await db.execute("select \(number) /* marked */") }
        #expect(try await prepared(db) == 1)
        try await db.execute("select \("text") /* marked */")
        #expect(try await prepared(db) == 2)
    }

    @Test func theLeastRecentlyUsedStatementMakesRoom() async throws {
        var configuration = try TestDatabase.current.configuration()
        configuration.cachedStatements = 3
        let db = try await Connection.open(configuration)
        for number in [1, 2, 3, 1, 4] {
            try await db.execute(Statement(unescaped: "select \(number) /* marked */"))
        }
        let kept = try await db.query(
            "select statement from pg_prepared_statements where statement like '%' || 'mark' || 'ed%'",
            as: String.self)
        #expect(kept.map { $0.prefix(8) }.contains("select 1"))
        #expect(kept.count <= 3 && kept.contains { $0.hasPrefix("select 4") })
    }

    @Test func aStatementPreparedInARolledBackTransactionIsStillThere() async throws {
        struct Stop: Error {}
        let db = try await TestDatabase.current.connection()
        await #expect(throws: Stop.self) {
            try await db.transact { db in
                try db.execute("select \(1) + 1")
                throw Stop()
            }
        }
        #expect(await db.cache.count == 1)
        #expect(try await db.one("select \(1) + 1", as: Int.self) == 2)
    }

    @Test func aStalePlanIsDroppedAndTheWholeTransactionRunAgain() async throws {
        let pool = try TestDatabase.current.pool(size: 1)
        try await pool.withConnection { db in
            try db.script("create table item (id int)")
            try db.execute("select * from item")
            try db.script("alter table item add other text")
        }
        let runs = Mutex(0)
        try await pool.transaction { db in
            runs.withLock { $0 += 1 }
            try db.execute("insert into item values (1)")
            try db.execute("select * from item")
        }
        #expect(runs.withLock { $0 } == 2)
        #expect(try await pool.withConnection { db in try db.one("select count(*) from item", as: Int.self) } == 1)
    }

    @Test func aStalePlanInAPipelineIsDroppedToo() async throws {
        let pool = try TestDatabase.current.pool(size: 1)
        try await pool.withConnection { db in
            try db.script("create table item (id int)")
            try db.pipeline { p in p.send("select * from item") }
            try db.script("alter table item add other text")
        }
        try await pool.transaction { db in try db.pipeline { p in p.send("select * from item") } }
    }

    @Test func aStalePlanOutsideATransactionIsNoticedByNobody() async throws {
        let db = try await TestDatabase.current.connection()
        try await db.script("create table item (id int)")
        try await db.execute("select * from item")
        try await db.script("alter table item add other text")
        try await db.execute("select * from item")
    }

    @Test func anotherRefusalWithTheStalePlansCodeIsNoReasonToRunAgain() async throws {
        let db = try await TestDatabase.current.connection()
        let error = await failure {
            try await db.script("do $$ begin raise exception using errcode = '0A000'; end $$")
        }
        #expect(error?.sqlState == "0A000")
        #expect(error?.isRetryable == false)
    }
}
