// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Postgres
import Store
import TestDatabase
import Testing

@testable import inod

/// `inod reader add`: what it refuses, and that what it prints makes a reader.
@Suite(.database) struct ReaderCommandTests {
    @Test(arguments: [
        ["tsu'; drop role x; --"], ["--kind", "all", "ino_owner"], ["--kind", "all", "postgres"],
        ["--kind", "all", "pg_monitor"], [String(repeating: "x", count: 60)], ["--kind", "everything", "grafana"], [""],
    ])
    func aNameThatIsNobodysIsRefused(_ arguments: [String]) {
        #expect(throws: (any Error).self) { try ReaderCommand.Add.parse(arguments) }
    }

    @Test func anOrganisationsLoginIsNamedAfterIt() throws {
        let printed = try ReaderCommand.Add.parse(["tsu"]).sql
        #expect(printed == Migrator.readerSQL(login: "ino_org_tsu", kind: .organisation("tsu")))
    }

    @Test(arguments: [("all", "ino_reader_all"), ("public", "ino_reader_public"), ("auditor", "ino_auditor")])
    func aToolsLoginJoinsTheGroupOfItsKindAndGetsItsSettings(_ kind: String, _ group: String) async throws {
        let database = try TestDatabase.current
        let login = "tool_\(database.name)"
        let admin = try await database.connection()
        try await admin.script(
            """
            insert into core.programme (code, name_en, name_ru, zone, imported_by)
            values ('p', 'P', 'П', 'Asia/Tomsk', 'test')
            """)
        // Twice: it can be run again.
        for _ in 1...2 { try await admin.script(ReaderCommand.Add.parse(["--kind", kind, login]).sql) }
        let made = try await admin.query(
            """
            select r.rolconnlimit || ' ' || array_to_string(r.rolconfig, ' ') || ' '
                   || (select string_agg(m.roleid::regrole::text, ' ') from pg_auth_members m where m.member = r.oid)
              from pg_roles r where r.rolname = \(login)
            """, as: String.self)
        try await admin.script("drop role \(login)")
        #expect(
            made == [
                "10 default_transaction_read_only=on statement_timeout=60s idle_in_transaction_session_timeout=60s "
                    + "search_path=report_v1 TimeZone=Asia/Tomsk \(group)"
            ])
    }
}
