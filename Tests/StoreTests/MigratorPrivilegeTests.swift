// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres
import TestDatabase
import Testing

/// What the roles may do in a migrated database, asked of the catalogue and tried.
@Suite(.database)
struct MigratorPrivilegeTests {
    @Test func everyTableOfCoreHasRowPolicies() async throws {
        let open = try await texts(
            """
            select oid::regclass::text from pg_class
             where relnamespace = 'core'::regnamespace and relkind in ('r', 'p') and not relrowsecurity
               and not exists (select from pg_inherits where inhrelid = pg_class.oid)
            """)
        #expect(open.isEmpty)
    }

    @Test func theDaemonOwnsNothingAndIsNobodySpecial() async throws {
        let faults = try await texts(
            """
            select oid::regclass::text from pg_class where relowner = 'ino_daemon'::regrole
            union all
            select rolname::text from pg_roles
             where rolname in ('ino_daemon', 'ino_owner')
               and (rolsuper or rolcreaterole or rolcreatedb or rolbypassrls or rolreplication)
            union all
            select 'member of ino_owner' where pg_has_role('ino_daemon', 'ino_owner', 'member')
            union all
            select nspname::text from pg_namespace where has_schema_privilege('ino_daemon', oid, 'create')
               and nspname in ('core', 'report_v1', 'public')
            """)
        #expect(faults.isEmpty)
    }

    @Test func theDaemonMayOnlyAddToAppendOnlyTables() async throws {
        let logs = try await texts("\(unescaped: Self.appendOnly)")
        #expect(logs.count >= 6)
        for log in ["core.message", "core.delivery", "core.receipt", "core.attempt", "core.token_event"] {
            #expect(logs.contains(log))
        }
        let tooMuch = try await texts(
            """
            select t from (\(unescaped: Self.appendOnly)) logs (t)
             where has_any_column_privilege('ino_daemon', t, 'update') or has_table_privilege('ino_daemon', t, 'delete')
                or has_table_privilege('ino_daemon', t, 'truncate') or has_table_privilege('ino_daemon', t, 'trigger')
            """)
        #expect(tooMuch.isEmpty)
    }

    @Test func theDaemonMayTruncateNothingAndTouchNoPartitionDirectly() async throws {
        let tooMuch = try await texts(
            """
            select oid::regclass::text from pg_class
             where relnamespace = 'core'::regnamespace and relkind in ('r', 'p')
               and (has_table_privilege('ino_daemon', oid, 'truncate, references, trigger')
                    or relispartition and has_table_privilege('ino_daemon', oid, 'insert, update, delete'))
            """)
        #expect(tooMuch.isEmpty)
    }

    @Test func everyPartitionOfALogRefusesToBeEmptied() async throws {
        let bare = try await texts(
            """
            select i.inhrelid::regclass::text
              from pg_inherits i
              join (\(unescaped: Self.appendOnly)) logs (t) on logs.t::regclass = i.inhparent
             where (select count(*) from pg_trigger
                     where tgrelid = i.inhrelid and tgfoid = 'core.refuse_change'::regproc) < 2
            """)
        #expect(bare.isEmpty)
    }

    @Test func aLogRefusesChangeFromOwnerAndSuperuserAlike() async throws {
        let office = try await Office.open()
        try await office.commit(office.letter(to: ["tsu"], key: "1"))
        let month = try #require(await office.value("select tableoid::regclass::text from core.message limit 1"))
        for user in ["ino_owner", "postgres"] {
            let connection = try await office.database.connection(user: user)
            for change in [
                "update core.message set kind = 'x'", "delete from core.delivery", "truncate core.message",
                "truncate \(month)", "delete from \(month)",
            ] {
                let error = try await #require(throws: PostgresError.self) { try await connection.script(change) }
                #expect(error.sqlState == "23001", "\(user): \(change)")
            }
        }
    }

    @Test(arguments: [
        "update core.message set kind = 'x'", "delete from core.message", "truncate core.delivery",
        "alter table core.message disable trigger all", "drop table core.attempt", "create table core.mine (id int)",
        "insert into core.schema_version (number, name, checksum) values (900, 'x', 'x')", "set role ino_owner",
        "update core.token set hash = ''", "delete from core.token",
        "insert into core.reader_organisation values ('x', 1)",
        "set session_replication_role = replica",
    ])
    func theDaemonIsRefused(_ statement: String) async throws {
        let daemon = try await TestDatabase.current.connection(user: "ino_daemon")
        let error = try await #require(throws: PostgresError.self) { try await daemon.script(statement) }
        #expect(error.sqlState == "42501")
    }

    @Test func anIdSurvivesItsTextAndLiesAboveItsFloor() async throws {
        let (text, back, typed) = try await TestDatabase.current.connection().one(
            """
            select core.external_id(123456789012345678), core.internal_id('03dmv9ek31wte'),
                   core.internal_id('O3DMV9EK3IWTE')
            """, as: (String, Int64, Int64).self)
        #expect(text == "03dmv9ek31wte")
        #expect(back == 123_456_789_012_345_678)
        #expect(typed == back)
        let (above, apart, garbage) = try await TestDatabase.current.connection().one(
            """
            select core.new_id(8000000000000000000) > 8000000000000000000,
                   core.new_id(8000000000000000000) <> core.new_id(8000000000000000000),
                   core.internal_id('not an id') is null
            """, as: (Bool, Bool, Bool).self)
        #expect(above && apart && garbage)
    }

    /// The tables that carry the trigger, without their partitions.
    private static let appendOnly = """
        select distinct c.oid::regclass::text
          from pg_class c
          join pg_trigger t on t.tgrelid = c.oid and t.tgfoid = 'core.refuse_change'::regproc
         where not c.relispartition
        """

    private func texts(_ statement: Statement) async throws -> [String] {
        try await TestDatabase.current.connection().query(statement, as: String.self)
    }
}
