// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres
import TestDatabase
import Testing

/// Values there and back.
@Suite(.bareDatabase)
struct ValueTests {
    @Test func oneColumnIsAPlainValue() async throws {
        let db = try await TestDatabase.current.connection()
        #expect(try await db.one("select \(Int64(7))", as: Int64.self) == 7)
        #expect(try await db.query("select x from unnest(\([1, 2])) as x", as: Int.self) == [1, 2])
        #expect(try await db.optional("select 1 where false", as: Int.self) == nil)
        let null = try await db.optional("select null::text", as: String?.self)
        #expect(null != nil && null == .some(.none))
    }

    @Test func severalColumnsAreATuple() async throws {
        let db = try await TestDatabase.current.connection()
        let row = try await db.one(
            "select \(1), \("Томск"), \(nil as String?), \(true), \(2.5)",
            as: (Int64, String, String?, Bool, Double).self)
        #expect(row == (1, "Томск", nil, true, 2.5))
    }

    @Test(arguments: [0, 1, -1, 1_458_907_200_000_000, Int64.max, Int64.min, -62_135_596_800_000_000])
    func timestampComesBackAsSent(microseconds: Int64) async throws {
        let db = try await TestDatabase.current.connection()
        let sent = PostgresTimestamp(microsecondsSince1970: microseconds)
        #expect(try await db.one("select \(sent)", as: PostgresTimestamp.self) == sent)
    }

    @Test func timestampMeansTheMomentPostgresMeans() async throws {
        let db = try await TestDatabase.current.connection()
        let moment = PostgresTimestamp(microsecondsSince1970: 1_458_907_200_123_456)
        #expect(try await db.one("select \(moment)::text", as: String.self) == "2016-03-25 12:00:00.123456+00")
        #expect(try await db.one("select \(PostgresTimestamp.infinity)::text", as: String.self) == "infinity")
        #expect(try await db.one("select \(PostgresTimestamp.minusInfinity)::text", as: String.self) == "-infinity")
    }

    @Test(arguments: [(0, "1970-01-01"), (16_885, "2016-03-25"), (-719_162, "0001-01-01"), (Int.max, "infinity")])
    func dateMeansTheDayPostgresMeans(days: Int, text: String) async throws {
        let db = try await TestDatabase.current.connection()
        let date = PostgresDate(daysSince1970: days)
        let row = try await db.one("select \(date), \(date)::text", as: (PostgresDate, String).self)
        #expect(row == (date, text))
    }

    @Test func arraysComeBackAsSent() async throws {
        let db = try await TestDatabase.current.connection()
        let row = try await db.one(
            "select \([1, -2] as [Int64]), \(["a", "", "\"{,}\\"]), \([[1, 0], []] as [[UInt8]]), \([true, false])",
            as: ([Int64], [String], [[UInt8]], [Bool]).self)
        #expect(row == ([1, -2], ["a", "", "\"{,}\\"], [[1, 0], []], [true, false]))
        #expect(try await db.one("select \([] as [String])", as: [String].self) == [])
        let numbers: [Int32] = [3, 4]
        #expect(try await db.one("select \(numbers)", as: [Int32].self) == numbers)
        let moments = [PostgresTimestamp(microsecondsSince1970: 5), .infinity]
        #expect(try await db.one("select \(moments)", as: [PostgresTimestamp].self) == moments)
    }

    @Test func arraysOfOptionalsComeBackAsSent() async throws {
        let db = try await TestDatabase.current.connection()
        let row = try await db.one(
            """
            select \([1, nil] as [Int64?]), \([nil, "x"] as [String?]), \([nil, [0, 255]] as [[UInt8]?]),
                \([nil] as [PostgresTimestamp?])
            """,
            as: ([Int64?], [String?], [[UInt8]?], [PostgresTimestamp?]).self)
        #expect(row == ([1, nil], [nil, "x"], [nil, [0, 255]], [nil]))
    }

    @Test func aNullInAnArrayOfPlainValuesIsAFault() async throws {
        let db = try await TestDatabase.current.connection()
        await #expect { try await db.one("select array[1, null]::int8[]", as: [Int64].self) } throws: {
            ($0 as? PostgresError)?.code == .decoding
        }
    }

    @Test func emptyBytesAndTextsAreNotNull() async throws {
        let db = try await TestDatabase.current.connection()
        let row = try await db.one("select \([] as [UInt8]), \("")", as: ([UInt8]?, String?).self)
        #expect(row == ([], ""))
    }
}
