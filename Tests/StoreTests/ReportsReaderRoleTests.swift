// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres
import Store
import TestDatabase
import Testing

/// What a reader may see keeps to the role that was given it, and to nothing that merely looks like it.
@Suite(.database)
struct ReportsReaderRoleTests {
    /// A letter from minekonom to tsu, and tsu's reader.
    private func reading(_ body: (Connection, String) async throws -> Void) async throws {
        let office = try await Office.open()
        try await office.commit(office.letter(to: ["tsu"], key: "open"))
        let admin = try await office.database.connection()
        let login = "role_\(office.database.name)"
        try await admin.script(Migrator.readerSQL(login: login, kind: .organisation("tsu")))
        do {
            try await body(admin, login)
        } catch {
            try await admin.script("drop role if exists \(login)")
            throw error
        }
        try await admin.script("drop role if exists \(login)")
    }

    private func messages(_ login: String) async throws -> Int64 {
        let reader = try await TestDatabase.current.connection(user: login)
        return try await reader.one("select count(*) from report_v1.message", as: Int64.self)
    }

    @Test func aNewRoleOfADroppedReadersNameInheritsNothing() async throws {
        try await reading { admin, login in
            #expect(try await messages(login) == 1)
            try await admin.script("drop role \(login); create role \(login) login; grant ino_reader_org to \(login)")
            #expect(try await messages(login) == 0)
            try await admin.script(Migrator.readerSQL(login: login, kind: .organisation("tsu")))
            #expect(try await messages(login) == 1)
        }
    }

    @Test func aRoleThatTookAReadersNameOrNumberReadsNothing() async throws {
        try await reading { admin, login in
            for change in ["role_oid = role_oid::int8 + 1", "role_oid = 'ino_daemon'::regrole"] {
                try await admin.script(
                    "update core.reader_organisation set \(change) where role_name = '\(login)'")
                #expect(try await messages(login) == 0)
            }
            try await admin.script("alter role \(login) rename to \(login)_new")
            #expect(try await messages("\(login)_new") == 0)
            try await admin.script("drop role \(login)_new")
        }
    }

    @Test func anOrganisationForARoleThatIsNotThereIsRefused() async throws {
        let admin = try await Office.open().database.connection()
        let error = try await #require(throws: PostgresError.self) {
            try await admin.script(
                "insert into core.reader_organisation (role_name, organisation) select 'no_such_role', min(id) "
                    + "from core.organisation")
        }
        #expect(error.serverMessage == "there is no role no_such_role")
    }
}
