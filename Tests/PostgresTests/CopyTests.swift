// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

@testable import Postgres
import TestDatabase
import Testing

/// COPY in.
@Suite(.bareDatabase)
struct CopyTests {
    @Test func everyCharacterArrivesAsSent() async throws {
        let db = try await TestDatabase.current.connectionWithItems()
        let texts: [String?] = ["a\tb", "a\nb\r\n", "\\", "\\N", "\\.", "", nil, "«Томск» 🙂", "N"]
        let rows = texts.enumerated().map { ["\($0.offset)", $0.element] }
        #expect(try await db.copyIn("public.item", columns: ["id", "text"], rows: rows) == texts.count)
        #expect(try await db.query("select text from item order by id", as: String?.self) == texts)
    }

    @Test func manyRowsGoThrough() async throws {
        let db = try await TestDatabase.current.connectionWithItems()
        let text = String(repeating: "x", count: 200)
        let rows = (1...20_000).lazy.map { ["\($0)", text] as [String?] }
        #expect(try await db.copyIn("item", columns: ["id", "text"], rows: rows) == 20_000)
        #expect(try await db.one("select sum(length(text)) from item", as: Int.self) == 4_000_000)
    }

    @Test func aRefusedRowDropsAllAndNamesWhy() async throws {
        let db = try await TestDatabase.current.connectionWithItems()
        let error = await failure { try await db.copyIn("item", columns: ["id"], rows: [["1"], ["1"]]) }
        #expect(error?.sqlState == "23505")
        #expect(await failure { try await db.copyIn("item", columns: ["id"], rows: [["x"]]) }?.sqlState == "22P02")
        #expect(await failure { try await db.copyIn("nothing", columns: ["id"], rows: []) }?.sqlState == "42P01")
        #expect(await failure { try await db.copyIn("item", columns: ["id"], rows: [["1\0"]]) }?.sqlState == "22021")
        #expect(try await db.one("select count(*) from item", as: Int.self) == 0)
    }

    @Test func aRowOfTheWrongLengthDropsAll() async throws {
        let db = try await TestDatabase.current.connectionWithItems()
        let error = await failure { try await db.copyIn("item", columns: ["id"], rows: [["1"], ["2", "3"]]) }
        #expect(error?.code == .misuse)
        #expect(try await db.one("select count(*) from item", as: Int.self) == 0)
    }

    @Test func copyInsideAScriptIsRefusedAndTheConnectionGoesOn() async throws {
        let db = try await TestDatabase.current.connectionWithItems()
        #expect(await failure { try await db.script("copy item from stdin") }?.code == .misuse)
        #expect(try await db.one("select 1", as: Int.self) == 1)
    }
}
