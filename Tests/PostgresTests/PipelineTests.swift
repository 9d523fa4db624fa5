// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

@testable import Postgres
import TestDatabase
import Testing

/// Statements sent together.
@Suite(.bareDatabase)
struct PipelineTests {
    @Test func allStatementsOfAPipelineAreRunInOrder() async throws {
        let db = try await TestDatabase.current.connectionWithItems()
        try await db.pipeline { p in
            for id in 1...3 { p.send("insert into item values (\(id), \("n\(id)"))") }
            p.send("update item set text = text || '!'")
        }
        #expect(try await db.query("select text from item order by id", as: String.self) == ["n1!", "n2!", "n3!"])
    }

    @Test func theFirstErrorOfAPipelineIsReportedAndTheTransactionDropped() async throws {
        let db = try await TestDatabase.current.connectionWithItems()
        let error = await failure {
            try await db.transact { db in
                try db.pipeline { p in
                    p.send("insert into item values (1)")
                    p.send("insert into item values (1)", fileID: "here", line: 42)
                    p.send("insert into nothing values (1)")
                }
            }
        }
        #expect(error?.sqlState == "23505")
        #expect(error?.fileID == "here" && error?.line == 42)
        #expect(try await db.one("select count(*) from item", as: Int.self) == 0)
    }

    @Test func aPipelineOutsideATransactionIsOneTransaction() async throws {
        let db = try await TestDatabase.current.connectionWithItems()
        // More than may be on the way at once, so that answers are read in between.
        let error = await failure {
            try await db.pipeline { p in
                for id in 1...1000 { p.send("insert into item values (\(id))") }
                p.send("insert into item values (1)")
            }
        }
        #expect(error?.sqlState == "23505")
        #expect(try await db.one("select count(*) from item", as: Int.self) == 0)
    }

    @Test func aPipelineWhoseClosureThrowsIsDropped() async throws {
        struct Stop: Error {}
        let db = try await TestDatabase.current.connectionWithItems()
        await #expect(throws: Stop.self) {
            try await db.pipeline { p in
                p.send("insert into item values (1)")
                throw Stop()
            }
        }
        #expect(try await db.one("select count(*) from item", as: Int.self) == 0)
    }

    @Test func aLongPipelineOfLargeValuesGoesThrough() async throws {
        let db = try await TestDatabase.current.connectionWithItems()
        let text = String(repeating: "я", count: 10_000)
        try await db.pipeline { p in
            for id in 1...1000 { p.send("insert into item values (\(id), \(text)) returning text") }
        }
        let row = try await db.one("select count(*), sum(length(text)) from item", as: (Int, Int).self)
        #expect(row == (1000, 10_000_000))
    }

    @Test func noOtherStatementRunsInsideAPipeline() async throws {
        let db = try await TestDatabase.current.connectionWithItems()
        try await db.transact { db in
            try db.execute("select 1")
            let error = #expect(throws: PostgresError.self) {
                try db.pipeline { p in
                    p.send("insert into item values (1)")
                    try db.execute("select 1")
                }
            }
            #expect(error?.code == .misuse)
            #expect(throws: PostgresError.self) { try db.pipeline { _ in try db.script("select 1") } }
            #expect(throws: PostgresError.self) { try db.pipeline { _ in try db.pipeline { _ in } } }
        }
    }

    @Test func copyIsRefusedInAPipeline() async throws {
        let db = try await TestDatabase.current.connectionWithItems()
        let error = await failure {
            try await db.pipeline { p in p.send("copy item from stdin") }
        }
        #expect(error != nil)
    }

    @Test func anEmptyPipelineDoesNothing() async throws {
        let db = try await TestDatabase.current.connection()
        try await db.pipeline { _ in }
        #expect(try await db.one("select 1", as: Int.self) == 1)
    }

    @Test func aPrepareInAnAbortedPipelineIsNotRemembered() async throws {
        let db = try await TestDatabase.current.connectionWithItems()
        let error = await failure {
            try await db.pipeline { p in
                p.send("insert into nothing values (1)")
                p.send("insert into item values (\(7))")
            }
        }
        #expect(error?.sqlState == "42P01")
        #expect(await db.cache.count == 0)
        try await db.pipeline { p in p.send("insert into item values (\(7))") }
        #expect(try await db.query("select id from item", as: Int.self) == [7])
    }
}
