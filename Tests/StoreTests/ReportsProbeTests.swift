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
    /// Who sees which rows of a view.
    enum Rows {
        /// Every reader sees all of them: facts of the register.
        case everybodys
        /// Built of rows of other views here, filtered where those are; here it is only asked to answer.
        case built
        /// One row for everybody, with figures of what the reader may see.
        case one
        /// An organisation sees those whose key is among these; SQL over core, with $1 for its id.
        case own(key: String, sql: String)
    }

    private static let parties = """
        select core.external_id(i.id) from core.instruction i
         where i.issuer = $1 or (i.state <> 'DRAFT' and $1 = any (i.parties))
        """
    private static let states = """
        select core.external_id(s.message) from core.instruction_step s
         where (s.issuer = $1 or (s.state <> 'DRAFT' and $1 = any (s.parties)))
        """
    private static let messages =
        "select core.external_id(m.id) from core.message m where (m.sender = $1 or $1 = any (m.audience))"

    static let table: [String: Rows] = [
        "action_lineage": .everybodys, "broker_status": .one, "calendar_day": .everybodys, "indicator": .everybodys,
        "indicator_value": .everybodys, "instrument": .everybodys, "instrument_budget": .everybodys,
        "instrument_coverage": .everybodys, "instrument_recipient": .everybodys, "instrument_window": .everybodys,
        "meeting": .everybodys, "meeting_decision": .everybodys, "organisation": .everybodys,
        "organisation_name_history": .everybodys, "person_position": .everybodys, "programme": .everybodys,
        "project": .everybodys, "registry_history": .everybodys, "roadmap_action": .everybodys,
        "roadmap_completion": .everybodys, "roadmap_version": .everybodys,
        "delivery_attempt": .own(
            key: "message_id", sql: "select core.external_id(message_id) from core.attempt where recipient = $1"),
        "discipline_by_quarter": .own(
            key: "programme || quarter || responsible_org_code || instruction_count",
            sql: """
                select 'demo' || '2016-Q1' || o.code || count(*) from core.instruction i
                  join core.organisation o on o.id = i.responsible
                 where i.state <> 'DRAFT' and $1 = any (i.parties)
                   and (i.reported_at is not null or i.current_due_at < '2016-03-25 04:00+00')
                 group by o.code
                """),
        "approval": .own(
            key: "approval_id",
            sql: "select core.external_id(id) from core.approval where $1 = any (readers)"),
        "approval_stage": .own(
            key: "approval_id",
            sql: "select core.external_id(approval) from core.approval_stage where $1 = any (readers)"),
        "approval_vote": .own(
            key: "approval_id",
            sql: "select core.external_id(approval) from core.approval_vote where $1 = any (readers)"),
        "approval_remark": .own(
            key: "approval_id",
            sql: "select core.external_id(approval) from core.approval_remark where $1 = any (readers)"),
        "instrument_application": .own(
            key: "use_no || application",
            sql: """
                select u.number || a.place from core.instrument_application a
                  join core.instrument_use u on u.id = a.use where $1 = any (a.parties)
                """),
        "instrument_collision": .built, "project_portfolio": .built,
        "instrument_use": .own(
            key: "use_id", sql: "select core.external_id(id) from core.instrument_use where $1 = any (parties)"),
        "instruction": .own(key: "instruction_id", sql: parties),
        "instruction_deadline_history": .own(key: "message_id", sql: states + " and s.due_changed"),
        "instruction_event": .own(
            key: "message_id", sql: messages + " and m.kind like 'instruction.%'"),
        "instruction_state_history": .own(key: "message_id", sql: states),
        "message": .own(key: "message_id", sql: messages),
        "message_receipt": .own(
            key: "message_id || recipient_org_code || coalesce(delivered_at::text, '')",
            sql: """
                select core.external_id(m.id) || o.code
                       || coalesce((select min(r.known_at) from core.receipt r
                                     where r.recipient = a.recipient and r.level = 'delivered'
                                       and a.seq between r.from_seq and r.upto_seq)::text, '')
                  from core.message m
                 cross join unnest(m.audience, m.seqs) a (recipient, seq)
                  join core.organisation o on o.id = a.recipient
                 where m.sender = $1 or a.recipient = $1
                """),
        "overdue_by_organisation": .own(
            key: "responsible_org_code || open_count",
            sql: """
                select o.code || count(*) from core.instruction i
                  join core.organisation o on o.id = i.responsible
                 where i.issued_at is not null and $1 = any (i.parties)
                 group by o.code
                """),
        "queue_depth": .own(key: "organisation_code", sql: "select code from core.organisation where id = $1"),
    ]

    /// The views the public reads, without the name of who imported a row.
    static let public_: Set<String> = [
        "action_lineage", "calendar_day", "indicator", "indicator_value", "instrument", "instrument_budget",
        "instrument_coverage", "instrument_recipient", "instrument_window", "organisation",
        "organisation_name_history", "programme", "project", "roadmap_action", "roadmap_completion", "roadmap_version",
    ]

    /// Letters, an issued instruction that is registered and one that is late, a draft, an attempt and a receipt.
    private func furnished() async throws -> Connection {
        let office = try await Office.open()
        for (sender, recipient) in [("minekonom", "tsu"), ("minekonom", "fano"), ("tpu", "tsu")] {
            try await office.commit(office.letter(from: sender, to: [recipient], key: "\(sender)-\(recipient)"))
        }
        _ = try await office.issue()
        let alone = InstructionDraft(responsible: "fano", text: "Отчёт", mark: .prompt, basis: "Протокол № 2")
        let issued = try await office.act([.create(alone), .issue], on: nil, by: "minekonom", key: "late")
        let drafted = try await office.act([.create(alone)], on: nil, by: "tpu", key: "draft")
        #expect(issued.status == 201 && drafted.status == 201, "\(issued.text) \(drafted.text)")
        let admin = try await office.database.connection()
        try await admin.script(
            """
            insert into core.attempt (recipient, seq, message_id, n, channel)
            select recipient, seq, message_id, 1, 'webhook' from core.delivery where seq = 1;
            insert into core.receipt (recipient, level, from_seq, upto_seq, message_id, known_at, actor)
            select recipient, 'delivered', 1, 2, message_id, '2016-03-25 04:00+00', 'test'
              from core.delivery where seq = 2;
            update core.instruction set original_due_at = '2016-03-20 11:00+00', current_due_at = '2016-03-20 11:00+00'
             where text = 'Отчёт' and state <> 'DRAFT';
            """)
        return admin
    }

    private func views(_ admin: Connection) async throws -> [String] {
        try await admin.query(
            """
            select relname::text from pg_class
             where relnamespace = 'report_v1'::regnamespace and relkind = 'v' order by 1
            """, as: String.self)
    }

    @Test func theTableSpeaksOfEveryView() async throws {
        let admin = try await TestDatabase.current.connection()
        #expect(try await Set(views(admin)) == Set(Self.table.keys), "say in the table who sees which rows of it")
    }

    @Test(arguments: [Migrator.ReaderKind.all, .auditor])
    func theReadersOfAllSeeEveryRowThereIs(_ kind: Migrator.ReaderKind) async throws {
        let admin = try await furnished()
        let views = try await views(admin)
        try await Reader.reading(as: kind) { reader in
            for view in views {
                let count: Statement = "select count(*) from report_v1.\(unescaped: view)"
                let (seen, there) = (
                    try await reader.one(count, as: Int64.self), try await admin.one(count, as: Int64.self)
                )
                #expect(seen == there, "\(view)")
            }
            #expect(try await reader.one("select count(*) > 6 from message", as: Bool.self))
        }
    }

    @Test(arguments: ["tsu", "fano", "minekonom", "tpu"])
    func anOrganisationSeesExactlyItsRowsOfEveryView(_ organisation: String) async throws {
        let admin = try await furnished()
        let id = try await admin.one(
            "select id::text from core.organisation where code = \(organisation)", as: String.self)
        try await Reader.reading(as: .organisation(organisation)) { reader in
            for (view, rows) in Self.table.sorted(by: { $0.key < $1.key }) {
                let key: String
                let truth: String
                switch rows {
                case .everybodys: (key, truth) = ("count(*)", "select count(*)::text from report_v1.\(view)")
                case .built:
                    _ = try await reader.table("select count(*) from report_v1.\(unescaped: view)")
                    continue
                case .one: (key, truth) = ("count(*)", "select '1'")
                case .own(let column, let sql): (key, truth) = (column, sql.replacing("$1", with: id))
                }
                let seen = try await reader.query(
                    "select (\(unescaped: key))::text from report_v1.\(unescaped: view)", as: String.self)
                let expected = try await admin.query("\(unescaped: truth)", as: String.self)
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
        let views = try await views(admin)
        try await Reader.reading(as: .publicFacts) { reader in
            for view in views {
                let count: Statement = "select count(*) from report_v1.\(unescaped: view)"
                if Self.public_.contains(view) {
                    let (seen, there) = (
                        try await reader.one(count, as: Int64.self), try await admin.one(count, as: Int64.self)
                    )
                    #expect(seen == there, "\(view)")
                } else {
                    let error = try await #require(throws: PostgresError.self, "\(view)") {
                        try await reader.table(count)
                    }
                    #expect(error.sqlState == "42501", "\(view)")
                }
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
            let messages = try await reader.query("select sender_org_code from message", as: String.self)
            #expect(messages.allSatisfy { $0 == "minekonom" } && !messages.isEmpty)
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
