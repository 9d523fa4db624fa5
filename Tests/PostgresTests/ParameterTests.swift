// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

@testable import Postgres
import TestDatabase
import Testing

/// How values travel.
@Suite(.bareDatabase)
struct ParameterTests {
    @Test func aTextWithANulIsRefusedInsteadOfCut() async throws {
        let db = try await TestDatabase.current.connection()
        let error = await failure { try await db.one("select \("ab\0cd")", as: String.self) }
        #expect(error?.sqlState == "22021")
        let json = await failure { try await db.one("select \(JSONText("\"ab\0cd\""))", as: JSONText.self) }
        #expect(json?.sqlState == "22021" || json?.sqlState == "22P02")
    }

    @Test func aLargeIntegerFitsASmallColumnWhenItsTypeIsSaid() async throws {
        let db = try await TestDatabase.current.connection()
        try await db.script("create table item (small int2, middle int4, large int8)")
        try await db.execute("insert into item values (\(Int64(1)), \(Int64(2)), \(Int64(3)))")
        let row = try await db.one("select small, middle, large from item", as: (Int64, Int, Int64).self)
        #expect(row == (1, 2, 3))
        let error = await failure { try await db.execute("update item set small = \(1 << 40)") }
        #expect(error?.sqlState == "22003")
    }

    @Test func jsonComesBackWithoutItsVersionByte() async throws {
        let db = try await TestDatabase.current.connection()
        let sent = JSONText(#"{"имя": "ТГУ", "n": [1, null]}"#)
        #expect(try await db.one("select \(sent)", as: JSONText.self) == JSONText(#"{"n": [1, null], "имя": "ТГУ"}"#))
        #expect(try await db.one("select '{\"a\":1}'::json", as: JSONText.self) == JSONText(#"{"a":1}"#))
        #expect(try await db.one("select \(sent) ->> 'имя'", as: String.self) == "ТГУ")
        #expect(try await db.one("select \([sent, sent])", as: [JSONText].self).count == 2)
    }

    @Test func numericIsRefusedWithAdvice() async throws {
        let db = try await TestDatabase.current.connection()
        let error = await failure { try await db.one("select 1.5 as amount", as: Int.self) }
        #expect(error?.code == .decoding)
        #expect(error?.sentence.contains("amount") == true)
        #expect(error?.sentence.contains("cast numeric") == true)
    }

    @Test func whatAStrangerReadsHoldsNoSQLAndNoData() async throws {
        let db = try await TestDatabase.current.connectionWithItems()
        try await db.execute("insert into item values (4711)")
        let error = try #require(await failure { try await db.execute("insert into item values (4711)") })
        #expect("\(error)" == "PostgreSQL refused a statement (23505).")
        #expect(String(reflecting: error).contains("4711"))
        #expect(error.fileID.hasSuffix("ParameterTests.swift"))
    }

    @Test func wrongCountsOfRowsAndColumnsAreFaults() async throws {
        let db = try await TestDatabase.current.connection()
        #expect(await failure { try await db.one("select 1 where false", as: Int.self) }?.code == .rowCount)
        let two: Statement = "select generate_series(1, 2)"
        #expect(await failure { try await db.one(two, as: Int.self) }?.code == .rowCount)
        #expect(await failure { try await db.optional(two, as: Int.self) }?.code == .rowCount)
        #expect(await failure { try await db.one("select 1, 2", as: Int.self) }?.code == .decoding)
        #expect(await failure { try await db.one("select null::int", as: Int.self) }?.code == .decoding)
    }

    @Test func aStatementInsideAnotherKeepsItsValues() async throws {
        let db = try await TestDatabase.current.connection()
        let part: Statement = "x between \(2) and \(4)"
        let whole: Statement = "select x from generate_series(1, \(9)) as x where \(part) and x <> \(3)"
        #expect(whole.sql == "select x from generate_series(1, $1) as x where x between $2 and $3 and x <> $4")
        #expect(try await db.query("\(whole)", as: Int.self) == [2, 4])
    }

    @Test func rawRepresentableTypesTravelAsTheirRawValues() async throws {
        let db = try await TestDatabase.current.connection()
        let colour = try await db.one("select \(Colour.red)", as: Colour.self)
        #expect(colour == .red)
        #expect(await failure { try await db.one("select 'blue'::text", as: Colour.self) }?.code == .decoding)
    }

    enum Colour: String, PostgresEncodable, PostgresDecodable { case red }

    @Test func aTableOfTextsKnowsItsColumns() async throws {
        let db = try await TestDatabase.current.connection()
        let table = try await db.table("select \(1) as number, null::timestamptz as at, array['a'] as texts")
        #expect(table.columns.map(\.name) == ["number", "at", "texts"])
        #expect(table.columns.map(\.typeName) == ["bigint", "timestamp with time zone", "text[]"])
        #expect(table.rows == [["1", nil, "{a}"]])
    }

    /// No pointer into an answer outlives it.
    @Test func valuesOutliveTheirAnswerAndTheirConnection() async throws {
        var db: Connection? = try await TestDatabase.current.connection()
        let rows = try await db?.query("select repeat(x::text, 1000) from generate_series(1, 9) as x", as: String.self)
        await db?.close()
        db = nil
        #expect(rows?.map(\.count) == Array(repeating: 1000, count: 9))
    }
}
