// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres
import TestDatabase
import Testing

/// The tests' own tools.
struct TestDatabaseTests {
    @Test(.database) func aMigratedDatabaseHasTheSchema() async throws {
        let db = try await TestDatabase.current.connection(user: "ino_daemon")
        #expect(try await db.one("select count(*) > 0 from core.schema_version", as: Bool.self))
    }

    @Test(.bareDatabase) func aBareDatabaseIsEmpty() async throws {
        let db = try await TestDatabase.current.connection()
        #expect(try await db.one("select to_regclass('core.schema_version') is null", as: Bool.self))
    }
}
