// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres
import Store
import TestDatabase
import Testing

/// Who sees which rows of report_v1, asked as the readers themselves.
@Suite(.database)
struct ReportsReaderTests {
    private func visible(_ view: String, to kind: Migrator.ReaderKind) async throws -> Int64 {
        try await Reader.reading(as: kind) { reader in
            try await reader.one("select count(*) from \(unescaped: view)", as: Int64.self)
        }
    }

    /// Three letters: minekonom to tsu, minekonom to fano, tpu to tsu.
    private func officeWithLetters() async throws -> Office {
        let office = try await Office.open()
        for (sender, recipient) in [("minekonom", "tsu"), ("minekonom", "fano"), ("tpu", "tsu")] {
            try await office.commit(office.letter(from: sender, to: [recipient], key: "\(sender)-\(recipient)"))
        }
        let admin = try await office.database.connection()
        try await admin.script(
            """
            set role ino_report_owner;
            create view report_v1.probe with (security_barrier) as select id, sender from core.message;
            grant select on report_v1.probe to ino_reader_all, ino_reader_org;
            """)
        return office
    }

    @Test func aReaderOfAllSeesEveryRow() async throws {
        _ = try await officeWithLetters()
        #expect(try await visible("report_v1.probe", to: .all) == 3)
        #expect(try await visible("report_v1.probe", to: .auditor) == 3)
    }

    @Test(arguments: [("tsu", 2), ("fano", 1), ("minekonom", 2), ("tpu", 1)] as [(String, Int64)])
    func anOrganisationsReaderSeesItsOwnRowsAlone(_ organisation: String, _ rows: Int64) async throws {
        _ = try await officeWithLetters()
        #expect(try await visible("report_v1.probe", to: .organisation(organisation)) == rows)
    }

    @Test func aSettingOpensNobodyElsesRows() async throws {
        _ = try await officeWithLetters()
        let rows = try await Reader.reading(as: .organisation("tpu")) { reader in
            try await reader.script("set app.org = 'tsu'; set row_security = off")
            return try? await reader.one("select count(*) from report_v1.probe", as: Int64.self)
        }
        #expect(rows == nil || rows == 1)
    }

    @Test(arguments: [Migrator.ReaderKind.all, .organisation("tsu"), .publicFacts, .auditor])
    func aReaderReadsEveryViewThatIsGrantedAndNothingOfCore(_ kind: Migrator.ReaderKind) async throws {
        _ = try await Office.open()
        try await Reader.reading(as: kind) { reader in
            let views = try await reader.query(
                """
                select format('%I.%I', 'report_v1', c.relname), string_agg(quote_ident(a.attname), ', ' order by a.attnum)
                  from pg_class c
                  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
                 where c.relnamespace = 'report_v1'::regnamespace
                   and has_column_privilege(c.oid, a.attnum, 'select')
                 group by c.oid, c.relname
                """, as: (String, String).self)
            #expect(!views.isEmpty)
            for (view, columns) in views {
                await #expect(throws: Never.self, "\(view)") {
                    try await reader.table("select \(unescaped: columns) from \(unescaped: view)")
                }
            }
            for forbidden in [
                "select count(*) from core.organisation", "select core.orgs_of_role('postgres')",
                "create table report_v1.mine (id int)", "set role ino_owner",
            ] {
                let error = try await #require(throws: PostgresError.self) { try await reader.script(forbidden) }
                #expect(["42501", "25006"].contains(error.sqlState), "\(forbidden)")
            }
        }
    }

    @Test func thePublicSeesNoPersonAndNoCorrespondence() async throws {
        _ = try await Office.open()
        try await Reader.reading(as: .publicFacts) { reader in
            for view in ["person_position", "meeting", "registry_history"] {
                let error = try await #require(throws: PostgresError.self) {
                    try await reader.script("select 1 from report_v1.\(view)")
                }
                #expect(error.sqlState == "42501")
            }
            let error = try await #require(throws: PostgresError.self) {
                try await reader.script("select imported_by from report_v1.organisation")
            }
            #expect(error.sqlState == "42501")
        }
    }

    @Test func aReadersSessionIsReadOnlyAndBounded() async throws {
        _ = try await Office.open()
        try await Reader.reading(as: .all) { reader in
            let (readOnly, path) = try await reader.one(
                "select current_setting('default_transaction_read_only'), current_setting('search_path')",
                as: (String, String).self)
            #expect(readOnly == "on")
            #expect(path == "report_v1")
        }
    }
}
