// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres
import Store
import TestDatabase
import Testing

/// What a reader tries, and what comes of it.
struct Attack: Sendable, CustomTestStringConvertible {
    enum Outcome: Sendable {
        /// PostgreSQL refuses, with one of these codes.
        case refused(Set<String>)
        /// It runs, and the query after it shows no more than this.
        case shows(String)
    }

    let title: String
    let script: String
    let outcome: Outcome

    var testDescription: String { title }

    static func refused(_ title: String, _ script: String, _ codes: String...) -> Attack {
        Attack(title: title, script: script, outcome: .refused(Set(codes)))
    }

    /// Runs `script`, of which the part after `;;` answers one value.
    static func shows(_ title: String, _ script: String, _ value: String) -> Attack {
        Attack(title: title, script: script, outcome: .shows(value))
    }
}

extension Attack {
    /// Not permitted; no such schema or function in reach.
    static let denied = "42501"

    /// Every way we know to get at more than one's rows, tried as the reader of fano: it has the one letter it got; the
    /// other two letters, both to tsu, hold the word SECRET.
    static let table: [Attack] = [
        .refused("set role to a wider reader", "set role ino_reader_all", denied),
        .refused("set role to the owner of the views", "set role ino_report_owner", denied),
        .refused("set role to the owner of the tables", "set role ino_owner", denied),
        .refused("set session authorization", "set session authorization ino_owner", denied),
        .shows(
            "set role to one's own group", "set role ino_reader_org;; select count(*) from report_v1.message", "0"),
        .refused("join a wider group", "grant ino_reader_all to current_user", denied, "25006"),
        .refused(
            "join a wider group, writing allowed",
            "set transaction_read_only = off; set default_transaction_read_only = off; grant "
                + "ino_reader_all to current_user",
            denied, "0A000"),
        .shows(
            "settings of our own making",
            "set app.org = 'tsu'; set ino.organisation = 'tsu';; select count(*) from report_v1.message", "1"),
        .refused(
            "switch row security off", "set row_security = off; select count(*) from report_v1.message", denied),
        .shows(
            "a schema before ours in the search path",
            "set search_path = pg_temp, pg_catalog;; select count(*) from report_v1.message", "1"),
        .refused("read a table of core", "select count(*) from core.message", denied),
        .refused("read a partition of core", "select count(*) from core.message_2026_11", denied, "42P01"),
        .refused("ask the policies' function", "select core.orgs_of_role('ino_reader_all')", denied),
        .refused("ask the clock's function", "select core.programme_now(1::smallint)", denied),
        .refused("ask the dictionary's function", "select core.in_russian('x')", denied),
        .refused("append a message", "select core.append()", denied),
        .refused(
            "name oneself in the table of readers",
            "insert into core.reader_organisation values ('x', 1)", denied),
        .refused(
            "read the table of readers", "select role_name, organisation from core.reader_organisation", denied),
        .shows(
            "divide by zero on hidden rows",
            "select count(*) from report_v1.message where 1 / (case when sender_key like '%SECRET%' "
                + "then 0 else 1 end) = 1",
            "1"),
        .shows(
            "cast hidden rows into an error",
            "select count(*) from report_v1.message where case when sender_org_code = 'tpu' then "
                + "sender_key::int > 0 else true end",
            "1"),
        .shows(
            "a regular expression over hidden rows",
            "select count(*) from report_v1.message where sender_key ~ 'SECRET'", "0"),
        .shows(
            "an id made by hand",
            "select count(*) from report_v1.message m where m.message_id in (select message_id from "
                + "report_v1.message_receipt where recipient_org_code = 'tsu')",
            "0"),
        .refused(
            "a cheap function that tells what it is given",
            "create function pg_temp.tell(text) returns bool language plpgsql cost 0.0000001 as "
                + "'begin raise notice ''%'', $1; return true; end'",
            denied, "25006"),
        .refused(
            "the same, writing allowed",
            "set transaction_read_only = off; create function pg_temp.tell(text) returns bool "
                + "language sql as 'select true'",
            denied),
        .refused(
            "a function in public",
            "set transaction_read_only = off; create function public.tell(text) returns bool language "
                + "sql as 'select true'",
            denied),
        .refused(
            "a table of one's own", "set transaction_read_only = off; create table public.mine (id int)", denied),
        .refused(
            "a temporary table", "set transaction_read_only = off; create temporary table mine (id int)", denied),
        .refused(
            "a view over the tables in our schema",
            "set transaction_read_only = off; create view report_v1.mine as select 1", denied),
        .refused(
            "an operator in our schema",
            "set transaction_read_only = off; create operator report_v1.=== (function = int4eq, "
                + "leftarg = int, rightarg = int)",
            denied),
        .shows(
            "a block of code with the reader's rights",
            "do $$ begin perform count(*) from report_v1.message; end $$;; select count(*) from "
                + "report_v1.message", "1"),
        .refused("a block of code into core", "do $$ begin perform count(*) from core.message; end $$", denied),
        .refused("write a view", "set transaction_read_only = off; delete from report_v1.message", denied, "55000"),
        .refused("copy to a program", "copy (select 1) to program 'id'", denied),
        .refused("copy to a file", "copy (select 1) to '/tmp/ino-reader'", denied),
        .refused("copy a table out", "copy core.message to stdout", denied),
        .refused("read a file", "select pg_read_file('/etc/passwd')", denied),
        .refused("list a folder", "select pg_ls_dir('.')", denied),
        .refused("import a file", "set transaction_read_only = off; select lo_import('/etc/passwd')", denied),
        .refused("make a large object", "set transaction_read_only = off; select lo_create(0)", denied),
        .refused(
            "fill a large object", "set transaction_read_only = off; select lo_from_bytea(0, 'x'::bytea)", denied),
        .shows("large objects there are", "select count(*) from pg_largeobject_metadata", "0"),
        .refused("bytes of large objects", "select count(*) from pg_largeobject", denied),
        .shows(
            "most common values of our tables",
            "select count(*) from pg_stats where schemaname in ('core', 'report_v1')", "0"),
        .refused("the statistics themselves", "select count(*) from pg_statistic", denied),
        .shows(
            "extended statistics", "select count(*) from pg_stats_ext where schemaname = 'core'", "0"),
        .refused("what others run", "select count(*) from pg_stat_activity", denied),
        .refused("passwords", "select count(*) from pg_authid", denied),
        .refused("other databases' settings", "select count(*) from pg_hba_file_rules", denied),
        .refused("settings of the server's place", "show data_directory", denied),
        .refused(
            "end another's session",
            "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'postgres'", denied),
        .refused("the value of a sequence", "select last_value from core.id_sequence", denied),
        .shows(
            "a query as XML",
            "select query_to_xml('select * from report_v1.message', true, false, '')::text like '%SECRET%'", "f"),
        .refused("a table as XML", "select table_to_xml('core.message', true, false, '')", denied),
        .refused(
            "a schema as XML",
            "select schema_to_xml('core', true, false, '') is not null and core.new_id() > 0", denied),
        .refused("describe by error", "select count(*) from core.no_such_table", denied),
        .refused(
            "a foreign server",
            "set transaction_read_only = off; create server s foreign data wrapper postgres_fdw", denied, "42704"),
        .refused("an extension", "set transaction_read_only = off; create extension dblink", denied, "0A000", "58P01"),
        .refused("change another role", "set transaction_read_only = off; alter role ino_reader_all login", denied),
        .refused(
            "a role that bypasses policies",
            "set transaction_read_only = off; alter role current_user bypassrls", denied),
        .refused("drop the policy", "set transaction_read_only = off; drop policy reports on core.message", denied),
        .refused(
            "a trigger of one's own",
            "set transaction_read_only = off; create trigger t after insert on core.message execute "
                + "function suppress_redundant_updates_trigger()", denied),
        .refused("lock a table", "lock table report_v1.message in access exclusive mode", denied, "25P01"),
    ]
}

/// A reader gets no more than its rows, whatever it tries; the tables are the list of what was tried.
@Suite(.database)
struct ReportsAttackTests {
    private func furnished() async throws {
        let office = try await Office.open()
        try await office.commit(office.letter(from: "minekonom", to: ["fano"], key: "open"))
        for sender in ["minekonom", "tpu"] {
            try await office.commit(office.letter(from: sender, to: ["tsu"], key: "SECRET-\(sender)"))
        }
    }

    @Test(arguments: Attack.table + Attack.sideways + Attack.known)
    func anAttackShowsNothingMore(_ attack: Attack) async throws {
        try await furnished()
        try await Reader.reading(as: .organisation("fano")) { reader in
            let statements = attack.script.split(separator: ";; ").map(String.init)
            switch attack.outcome {
            case .refused(let codes):
                let error = try await #require(throws: PostgresError.self) { try await reader.script(attack.script) }
                #expect(codes.contains(error.sqlState ?? ""), "\(error)")
                for text in [error.serverMessage ?? "", "\(error)"] { #expect(!text.contains("SECRET-")) }
            case .shows(let value):
                for statement in statements.dropLast() { try await reader.script(statement) }
                let table = try await reader.table(Statement(unescaped: statements.last ?? ""))
                #expect(table.rows.first?.first == value)
            }
        }
    }

    @Test func aWiderLoginThatIsAlsoAnOrganisationsStaysInItsOwnHands() async throws {
        try await furnished()
        try await Reader.reading(as: .auditor) { reader in
            try await reader.script("set role ino_reader_all")
            let count = try await reader.one("select count(*) from report_v1.message", as: Int64.self)
            #expect(count == 3)
            let error = try await #require(throws: PostgresError.self) {
                try await reader.script("set role ino_daemon")
            }
            #expect(error.sqlState == "42501")
        }
    }

    /// Explaining shows how many rows a filter dropped, as PostgreSQL does everywhere; never what is in them. It cannot be
    /// taken from a login, and a plan that did not filter would have to hold every view's rows behind a function, which
    /// no index reaches: the comment on ino_reader_org says so.
    @Test func anExplanationHoldsNoValueOfAHiddenRow() async throws {
        try await furnished()
        try await Reader.reading(as: .organisation("fano")) { reader in
            let plan = try await reader.table("explain (analyze, verbose) select * from report_v1.message")
            let text = plan.rows.joined().compactMap(\.self).joined(separator: "\n")
            #expect(text.contains("Rows Removed by Filter: 2") && !text.contains("SECRET"))
        }
    }

    /// The planner expects rows by the values it has gathered, of hidden rows too: asked about texts of the reader's own
    /// choice, one after the other, it would spell them out. So it has gathered no words.
    @Test func anExplanationExpectsTheSameOfEveryWord() async throws {
        let admin = try await TestDatabase.current.connection()
        try await ReportData(instructions: 400, events: 4_000).fill(admin)
        // As an older schema left it: what making a reader has to forget.
        try await admin.script(
            """
            alter table core.instruction alter column text set statistics 100;
            analyze core.instruction;
            alter table core.instruction alter column text set statistics 0
            """)
        // What cases are looked up by: codes, states, numbers that are given without gaps; titles of the register.
        let lookedUp =
            /_(code|name|no|id|ru|capacity|title)$|^(programme|kind|state|control|timeliness|rule|vote|outcome|provenance)$/
        let columns = try await admin.query(
            """
            select c.relname::text, a.attname::text
              from pg_class c
              join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and a.atttypid = 'text'::regtype
             where c.relnamespace = 'report_v1'::regnamespace
               and c.relname in ('instruction', 'approval', 'approval_stage', 'approval_vote', 'approval_remark',
                                 'instrument_use', 'instrument_application', 'message', 'message_receipt',
                                 'message_attachment')
             order by 1, 2
            """, as: (String, String).self
        ).filter { $0.1.firstMatch(of: lookedUp) == nil }
        #expect(columns.count > 20)
        try await Reader.reading(as: .organisation("body_20")) { reader in
            for (view, column) in columns {
                var expected: Set<String> = []
                for word in ["!", "Представить сведения", "Прошу согласовать", "Учтено", "яяя"] {
                    for comparison in ["=", "<"] {
                        let plan = try await reader.query(
                            """
                            explain select 1 from report_v1.\(unescaped: view)
                             where \(unescaped: column) \(unescaped: comparison) '\(unescaped: word)'
                            """, as: String.self
                        ).joined()
                        let rows = plan.matches(of: /rows=([0-9]+)/).map { String($0.output.1) }
                        expected.insert(comparison + rows.joined(separator: " "))
                    }
                }
                #expect(expected.count == 2, "\(view).\(column): \(expected)")
            }
        }
    }

    /// A notification names the inboxes that got something; its channel's name is told to the daemon alone.
    @Test func aReaderCannotFindTheChannelThatWakesDaemons() async throws {
        try await furnished()
        let office = try await TestDatabase.current.connection()
        let channel = try await office.one("select name from core.wake_channel", as: String.self)
        #expect(channel.count > 30)
        try await Reader.reading(as: .all) { reader in
            let count = try await reader.one("select count(*) from pg_listening_channels()", as: Int64.self)
            #expect(count == 0)
            let error = try await #require(throws: PostgresError.self) {
                try await reader.script("select name from core.wake_channel")
            }
            #expect(error.sqlState == "42501")
        }
    }
}
