// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres
import Store
import TestDatabase
import Testing

/// A probe of each class of reader sees of every view exactly its rows: the table says which they are.
@Suite(.database)
struct ReportsProbeTests {
    /// Letters, an issued instruction that is registered, one that is late and one refused, a draft, an attempt and a receipt.
    private func furnished() async throws -> Connection {
        let office = try await Office.open()
        for (sender, recipient) in [("minekonom", "tsu"), ("minekonom", "fano"), ("tpu", "tsu")] {
            try await office.commit(office.letter(from: sender, to: [recipient], key: "\(sender)-\(recipient)"))
        }
        let asked = try await office.issue()
        try await office.act([.register(recipientNumber: "1", recipientDate: nil)], on: asked, by: "tsu", key: "reg")
        let request = try await office.act([Office.request], on: asked, by: "tsu", key: "ask")
        let denial = try await office.act([.denyExtension(reason: "Нет")], on: asked, by: "minekonom", key: "deny")
        #expect(request.status == 201 && denial.status == 201, "\(request.text) \(denial.text)")
        let alone = InstructionDraft(responsible: "fano", text: "Отчёт", mark: .prompt, basis: "Протокол № 2")
        let issued = try await office.act([.create(alone), .issue], on: nil, by: "minekonom", key: "late")
        let drafted = try await office.act([.create(alone)], on: nil, by: "tpu", key: "draft")
        #expect(issued.status == 201 && drafted.status == 201, "\(issued.text) \(drafted.text)")
        let refused = try await office.issue(key: "refused")
        try await office.act([.refuse(reason: "no-text", comment: "Пусто")], on: refused, by: "tsu", key: "refuse")
        let admin = try await office.database.connection()
        try await admin.script(
            """
            insert into core.attempt (recipient, seq, message_id, n, channel)
            select recipient, seq, message_id, 1, 'webhook' from core.delivery where seq = 1;
            insert into core.receipt (recipient, level, from_seq, upto_seq, message_id, known_at, actor)
            select recipient, 'delivered', 1, 2, message_id, '2016-03-25 04:00+00', 'test'
              from core.delivery where seq = 2;
            insert into core.webhook (id, organisation, url, kinds, programmes, policy, state, secret, start_seq, start_id,
                                      created_by)
            select core.new_id(), organisation, 'https://x.example/?secret', '{}', '{}', 'hold', 'active', '', 0, 0, 'test'
              from core.inbox;
            insert into core.webhook_retry (webhook, seq, attempts, failing_since, next_at, last_detail)
            select id, 1, 3, now(), now(), 'failed' from core.webhook;
            insert into core.webhook_event (webhook, at, kind, actor, detail)
            select id, now(), 'made', 'test', 'https://x.example/?secret' from core.webhook;
            insert into core.flow_event (flow, kind, at, since, reason, actor)
            values ('webhook', 'paused', now(), now(), 'перенос', 'root');
            insert into core.parked (webhook, recipient, seq, message_id, at, attempts, reason)
            select id, organisation, 1, 1, now(), 1, 'refused' from core.webhook;
            insert into core.attachment (hash, size, content)
            select sha256(organisation::text::bytea), 1, organisation from core.inbox;
            insert into core.message_attachment (message_id, place, hash, name)
            select m.id, 1, sha256(m.sender::text::bytea), 'a.pdf' from core.message m;
            update core.instruction set original_due_at = '2016-03-20 11:00+00', current_due_at = '2016-03-20 11:00+00'
             where text = 'Отчёт' and state <> 'DRAFT';
            insert into core.instruction_notice (instruction, place, parties, kind, days, due_at, fired_at, told, norm)
            select id, 1, parties, 'overdue', 0, current_due_at, now(), true, 'I24'
              from core.instruction where state <> 'DRAFT';
            """)
        try await office.register()
        try await office.uses()
        try await office.approvals()
        return admin
    }

    private func views(_ admin: Connection) async throws -> [String] {
        try await admin.query(
            """
            select relname::text from pg_class
             where relnamespace = 'report_v1'::regnamespace and relkind = 'v' order by 1
            """, as: String.self)
    }

    /// Every row of a view as text, without the seconds that pass between two readings.
    private func rows(of view: String, _ reader: Connection) async throws -> [String] {
        try await reader.query(
            """
            select (to_jsonb(r) - '{as_of_at,oldest_waiting_seconds,failing_seconds}'::text[])::text
              from report_v1.\(unescaped: view) r order by 1
            """, as: String.self)
    }

    @Test func theTableSpeaksOfEveryView() async throws {
        let admin = try await TestDatabase.current.connection()
        #expect(
            try await Set(views(admin)) == Set(ReportsProbe.views.keys),
            "say in ReportsProbe who sees which rows of it, and whether the public does")
    }

    @Test(arguments: [Migrator.ReaderKind.all, .auditor])
    func theReadersOfAllSeeEveryRowThereIs(_ kind: Migrator.ReaderKind) async throws {
        let admin = try await furnished()
        let views = try await views(admin)
        let empty = Set([
            "action_lineage", "calendar_day", "indicator", "indicator_value", "instrument_budget", "instrument_window",
            "meeting", "meeting_decision", "organisation", "organisation_name_history", "registry_history",
        ])
        try await Reader.reading(as: kind) { reader in
            for view in views {
                let seen = try await rows(of: view, reader)
                #expect(try await seen == rows(of: view, admin), "\(view)")
                #expect(!seen.isEmpty || empty.contains(view), "\(view) has no row that could be hidden")
            }
        }
    }

    @Test(arguments: Office.bodies)
    func anOrganisationSeesExactlyItsRowsOfEveryView(_ organisation: String) async throws {
        let admin = try await furnished()
        let id = try await admin.one(
            "select id::text from core.organisation where code = \(organisation)", as: String.self)
        try await Reader.reading(as: .organisation(organisation)) { reader in
            for (view, probe) in ReportsProbe.views.sorted(by: { $0.key < $1.key }) {
                let key: String
                let expected: [String]
                switch probe.rows {
                case .everybodys:
                    #expect(try await rows(of: view, reader) == rows(of: view, admin), "\(view)")
                    continue
                case .one: (key, expected) = ("count(*)", ["1"])
                case .named(let column, let rows): (key, expected) = (column, rows[organisation] ?? [])
                case .own(let column, let sql):
                    key = column
                    let truth = sql.replacing("$1", with: id)
                    expected = try await admin.query("\(unescaped: truth)", as: String.self)
                }
                let seen = try await reader.query(
                    "select (\(unescaped: key))::text from report_v1.\(unescaped: view)", as: String.self)
                #expect(seen.sorted() == expected.sorted(), "\(view)")
            }
        }
    }

    @Test func figuresOfTheBrokerAreOfWhatItsReaderMaySee() async throws {
        _ = try await furnished()
        try await Reader.reading(as: .organisation("fano")) { reader in
            let (inboxes, messages) = try await reader.one(
                "select inbox_count, messages_last_day_count from broker_status", as: (Int64, Int64).self)
            #expect(inboxes == 1)
            let visible = try await reader.one("select count(*) from message", as: Int64.self)
            #expect(messages == visible)
        }
    }

    @Test func thePublicSeesFactsAloneAndNoNameOfAPerson() async throws {
        let admin = try await furnished()
        try await Reader.reading(as: .publicFacts) { reader in
            for (view, probe) in ReportsProbe.views.sorted(by: { $0.key < $1.key }) {
                guard case .open = probe.publicly else {
                    let error = try await #require(throws: PostgresError.self, "\(view)") {
                        try await reader.table("select count(*) from report_v1.\(unescaped: view)")
                    }
                    #expect(error.sqlState == "42501", "\(view)")
                    continue
                }
                let hidden = try await reader.query(
                    """
                    select attname::text from pg_attribute
                     where attrelid = \("report_v1.\(view)")::regclass and attnum > 0
                       and not has_column_privilege(attrelid, attnum, 'select')
                    """, as: String.self)
                #expect(hidden.allSatisfy { $0 == "imported_by" }, "\(view)")
                var key = "count(*)"
                var expected = try await admin.query(
                    "select count(*)::text from report_v1.\(unescaped: view)", as: String.self)
                if case .named(let column, let rows) = probe.rows {
                    (key, expected) = (column, rows[ReportsProbe.nobody] ?? [])
                }
                let seen = try await reader.query(
                    "select (\(unescaped: key))::text from report_v1.\(unescaped: view)", as: String.self)
                #expect(seen.sorted() == expected.sorted(), "\(view)")
            }
        }
    }

    @Test func aLoginWithoutARoleOfOursDoesNotEvenConnect() async throws {
        let database = try TestDatabase.current
        let admin = try await database.connection()
        try await admin.script("create role nobody_\(database.name) login")
        let connects = try await admin.one(
            "select has_database_privilege(\("nobody_\(database.name)"), current_database(), 'connect')", as: Bool.self)
        let error = await #expect(throws: PostgresError.self) {
            _ = try await database.connection(user: "nobody_\(database.name)")
        }
        try await admin.script("drop role nobody_\(database.name)")
        #expect(error != nil && !connects)
    }

    @Test func aLoginThatIsGivenAnotherKindLosesTheOneBefore() async throws {
        let admin = try await furnished()
        let login = "reader_\(try TestDatabase.current.name)"
        try await Reader.reading(as: .all) { reader in
            try await admin.script(Migrator.readerSQL(login: login, kind: .organisation("fano")))
            let instructions = try await reader.query("select instruction_id from instruction", as: String.self)
            let own = try await admin.query(
                """
                select core.external_id(i.id) from core.instruction i
                  join core.organisation o on o.id = any (i.parties)
                 where o.code = 'fano' and i.state <> 'DRAFT'
                """, as: String.self)
            #expect(instructions.sorted() == own.sorted() && !own.isEmpty)
        }
    }

    @Test func aReaderOfAnOrganisationThatIsNotThereIsRefusedAndNothingIsLeft() async throws {
        let admin = try await furnished()
        let error = try await #require(throws: PostgresError.self) {
            try await admin.script(Migrator.readerSQL(login: "ino_org_nowhere", kind: .organisation("nowhere")))
        }
        #expect(error.serverMessage == "no organisation has the code nowhere")
        try await admin.script("rollback")
        #expect(try await admin.one("select to_regrole('ino_org_nowhere') is null", as: Bool.self))
    }
}
