// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres
import Store
import TestDatabase
import Testing

/// Discipline, and where the time went, as of any day, in a replay programme whose clock an operator moves.
@Suite(.database, .timeLimit(.minutes(5)))
struct ReportsDisciplineTests {
    /// Issued on 25 March, due on 4 April: fetched late, asked for more time, a late part, reported, returned, closed.
    private static let story: [(at: String, by: String, act: InstructionAct)] = [
        ("2016-03-28 04:00+00", "tsu", .register(recipientNumber: "Вх-1", recipientDate: nil)),
        ("2016-03-28 04:00+00", "tsu", .assign(person: "clerk-tsu")),
        ("2016-03-31 04:00+00", "tsu", Office.request), ("2016-04-01 04:00+00", "minekonom", grant),
        ("2016-04-04 04:00+00", "tpu", .contribute(text: "Наше предложение")),
        ("2016-04-08 04:00+00", "tsu", .report(text: "Готово", evidence: ["doc"], waived: [:])),
        ("2016-04-11 04:00+00", "minekonom", .return(reason: "неполно", newDate: CalendarDate("2016-05-10"))),
        ("2016-04-20 04:00+00", "tsu", .report(text: "Готово", evidence: ["doc"], waived: [:])),
        ("2016-04-22 04:00+00", "minekonom", .accept(comment: nil)),
        ("2016-04-25 04:00+00", "minekonom", .removeFromControl(answer: "Письмо № 5")),
    ]
    private static let grant = InstructionAct.grantExtension(newDate: nil, comment: nil)

    private static let functions = [
        "discipline_asof", "instruction_blame_asof", "blame_by_organisation_asof", "open_by_age_asof",
        "instruction_state_time_asof", "refusal_by_reason_asof", "instruction_phase_asof",
    ]

    private func move(to now: String, _ admin: Connection) async throws {
        try await admin.script("update core.programme set clock_now = '\(now)'")
    }

    private func played() async throws -> Connection {
        let office = try await Office.open()
        let admin = try await office.database.connection()
        let id = try await office.issue()
        try await admin.script(
            """
            insert into core.receipt (recipient, level, from_seq, upto_seq, message_id, known_at, actor)
            select d.recipient, 'delivered', 1, d.seq, d.message_id, '2016-03-26 04:00+00', 'test'
              from core.delivery d join core.organisation o on o.id = d.recipient where o.code = 'tsu'
            """)
        for (number, step) in Self.story.enumerated() {
            try await move(to: step.at, admin)
            let answer = try await office.act([step.act], on: id, by: step.by, key: "step-\(number)")
            #expect(answer.status == 201, "\(answer.text)")
        }
        try await move(to: "2016-06-01 04:00+00", admin)
        return admin
    }

    private func row(_ columns: String, of function: String, asOf moment: String, _ admin: Connection) async throws
        -> String
    {
        try await admin.one(
            "select concat_ws(' ', \(unescaped: columns)) from report_v1.\(unescaped: function)(\(moment)::timestamptz)",
            as: String.self)
    }

    @Test func eachSegmentOfALifeIsTheDaysItsHolderHadIt() async throws {
        let admin = try await played()
        let due = try await admin.query(
            "select distinct contributions_due_at::text from report_v1.instruction_phase where state = 'REGISTERED'",
            as: String.self)
        #expect(due == ["2016-03-30 12:00:00+00"])
        let days = try await admin.query(
            """
            select concat_ws(' ', life_time, 'dispatch', dispatch_time, 'registration', registration_time, 'responsible',
                             responsible_time, 'co-executor', co_executor_time, 'extension', extension_time,
                             'controller', controller_time, 'issuer', issuer_time, 'closed', closed_time)
              from report_v1.instruction_blame
            """, as: String.self)
        #expect(
            days == [
                """
                31 days dispatch 1 day registration 2 days responsible 15 days 08:00:00 co-executor 3 days 16:00:00 \
                extension 1 day controller 8 days issuer 00:00:00 closed 00:00:00
                """
            ])
    }

    @Test(
        arguments: [
            ("2016-03-25 10:00+00", "dispatch"), ("2016-03-27 00:00+00", "registration"),
            ("2016-03-29 00:00+00", "responsible"), ("2016-03-31 00:00+00", "co-executor"),
            ("2016-03-31 10:00+00", "extension"), ("2016-04-02 00:00+00", "co-executor"),
            ("2016-04-05 00:00+00", "responsible"), ("2016-04-09 00:00+00", "controller"),
            ("2016-04-12 00:00+00", "responsible"), ("2016-04-23 00:00+00", "controller"),
            ("2016-04-26 00:00+00", ""),
        ])
    func whoseTurnItWasIsToldForEachDay(_ moment: String, _ segment: String) async throws {
        let admin = try await played()
        #expect(try await row("segment", of: "instruction_blame_asof", asOf: moment, admin) == segment)
    }

    /// The extension of eleven days makes the report timely by the deadline that stands, and late by the first one.
    @Test(
        arguments: [
            ("2016-03-30 00:00+00", "1 open, 0 overdue, 0 of 0, 0 of 0, Directum 100, 0 asked 0 days 0 late parts"),
            ("2016-04-05 00:00+00", "1 open, 0 overdue, 0 of 1, 0 of 0, Directum 100, 1 asked 11 days 1 late parts"),
            ("2016-04-09 00:00+00", "1 open, 0 overdue, 0 of 1, 1 of 1, Directum 100, 1 asked 11 days 1 late parts"),
            ("2016-05-20 00:00+00", "0 open, 0 overdue, 0 of 1, 1 of 1, Directum 100, 1 asked 11 days 1 late parts"),
        ])
    func disciplineIsCountedByBothDeadlines(_ moment: String, _ expected: String) async throws {
        let admin = try await played()
        let said = try await admin.one(
            """
            select format('%s open, %s overdue, %s of %s, %s of %s, Directum %s, %s asked %s days %s late parts', open_count,
                          overdue_count, on_time_original_count, due_original_count, on_time_current_count,
                          due_current_count, directum_pct, extension_request_count, extension_days_gained,
                          late_contribution_count)
              from report_v1.discipline_asof(\(moment)::timestamptz)
            """, as: String.self)
        #expect(said == expected)
    }

    @Test func aRequestThatNobodyDecidedByTheDeadlineIsTheIssuersUntilThenAndTheResponsiblesAfter() async throws {
        let office = try await Office.open()
        let admin = try await office.database.connection()
        let id = try await office.issue()
        for (number, act) in [
            InstructionAct.register(recipientNumber: "1", recipientDate: nil), .assign(person: "clerk-tsu"),
            .contribute(text: "x"), Office.request,
        ].enumerated() {
            try await office.act([act], on: id, by: number == 2 ? "tpu" : "tsu", key: "\(number)")
        }
        let undecided = "extension_waiting_count, extension_undecided_count, overdue_count"
        #expect(try await row(undecided, of: "discipline_asof", asOf: "2016-04-04 10:00+00", admin) == "1 0 0")
        #expect(try await row(undecided, of: "discipline_asof", asOf: "2016-04-05 10:00+00", admin) == "0 1 1")
        let times = "segment, extension_time, responsible_time"
        #expect(
            try await row(times, of: "instruction_blame_asof", asOf: "2016-04-04 12:00+00", admin)
                == "extension 10 days 08:00:00 00:00:00")
        #expect(
            try await row(times, of: "instruction_blame_asof", asOf: "2016-04-06 12:00+00", admin)
                == "responsible 10 days 08:00:00 2 days")
    }

    @Test func aRefusalIsCountedByItsReasonAlsoOnceItsIssuerHasTakenItBack() async throws {
        let office = try await Office.open()
        let admin = try await office.database.connection()
        let id = try await office.issue()
        try await move(to: "2016-03-26 04:00+00", admin)
        try await office.act([.refuse(reason: "no-text", comment: "Пусто")], on: id, by: "tsu", key: "refuse")
        try await move(to: "2016-03-28 04:00+00", admin)
        try await office.act([.withdraw(reason: "Ошибка")], on: id, by: "minekonom", key: "withdraw")
        let refusals = "refusal_reason, refusal_count, waiting_count"
        #expect(
            try await row(refusals, of: "refusal_by_reason_asof", asOf: "2016-03-27 04:00+00", admin) == "no-text 1 1")
        #expect(
            try await row(refusals, of: "refusal_by_reason_asof", asOf: "2016-04-27 04:00+00", admin) == "no-text 1 0")
        #expect(
            try await row("issuer_time, life_time", of: "instruction_blame_asof", asOf: "2016-04-27 04:00+00", admin)
                == "2 days 3 days")
        let word = try await admin.one("select refusal_reason_ru from report_v1.refusal_by_reason", as: String.self)
        #expect(word == "Отсутствует текст")
    }

    /// Whatever was done after it, and however late it was entered.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func whatWasAnsweredForADayIsAnsweredAgainAndTheSegmentsSumUp(_ seed: UInt64) async throws {
        let office = try await Office.open()
        let admin = try await office.database.connection()
        var play = InstructionPlay(office, seed: seed)
        var answers: [(moment: String, function: String, rows: [String])] = []
        for number in 1...12 {
            let id = try await office.issue(key: "issue-\(number)")
            try await play.one(id, number, admin)
            let now = try await admin.one("select clock_now::text from core.programme", as: String.self)
            for function in Self.functions {
                answers.append((now, function, try await rows(of: function, asOf: now, admin)))
            }
            // Nothing is entered at the very moment that was asked about.
            try await admin.script("update core.programme set clock_now = clock_now + interval '1 minute'")
        }
        for answer in answers {
            let again = try await rows(of: answer.function, asOf: answer.moment, admin)
            #expect(again == answer.rows, "\(answer.function) as of \(answer.moment), seed \(seed)")
            guard answer.function == "instruction_blame_asof" else { continue }
            let wrong = try await admin.query(
                """
                select instruction_no
                  from report_v1.instruction_blame_asof(\(answer.moment)::timestamptz)
                 where life_time <> dispatch_time + registration_time + responsible_time + co_executor_time
                                    + extension_time + controller_time + issuer_time + closed_time
                    or least(dispatch_time, registration_time, responsible_time, co_executor_time, extension_time,
                             controller_time, issuer_time, closed_time) < '0'
                """, as: String.self)
            #expect(wrong.isEmpty)
        }
        #expect(play.done.count > 8, "\(play.done)")
        let now = try await admin.query(
            """
            select coalesce(i.instruction_no, h.instruction_no)
              from report_v1.instruction i
              full join (select * from report_v1.instruction_phase where known_to_at is null) h using (instruction_id)
             where (i.state, i.extension_state, i.extension_request_count, i.extension_days_gained, i.return_count)
                   is distinct from
                   (h.state, case when h.extension_state = 'REQUESTED' and h.due_at < (select now_at from report_v1.programme)
                                  then 'LAPSED' else h.extension_state end,
                    h.extension_request_count, h.extension_days_gained, h.return_count)
            """, as: String.self)
        #expect(now.isEmpty)
        let verified = try await office.store.rebuild(repair: false)
        #expect(verified.cases == 12 && verified.differing.isEmpty)
    }

    private func rows(of function: String, asOf moment: String, _ admin: Connection) async throws -> [String] {
        try await admin.query(
            "select r::text from report_v1.\(unescaped: function)(\(moment)::timestamptz) r order by 1",
            as: String.self)
    }
}

/// Acts as people might try them on one instruction after the other, while the clock moves; what is refused is left.
private struct InstructionPlay {
    private let office: Office
    private var draw: Draw
    /// The acts that were done.
    private(set) var done: Set<String> = []

    init(_ office: Office, seed: UInt64) {
        self.office = office
        draw = Draw(seed: seed)
    }

    mutating func one(_ id: Identifier, _ number: Int, _ admin: Connection) async throws {
        for step in 0..<(6 + draw(16)) {
            let hours = draw(40)
            try await admin.script("update core.programme set clock_now = clock_now + interval '\(hours) hours'")
            if draw(5) == 0 { try await fetch(admin) }
            let (act, body) = try await next(on: id)
            let answer = try await office.act([act], on: id, by: body, key: "\(number)-\(step)")
            if answer.status == 201 { done.insert(act.name) }
        }
    }

    /// tsu fetches what is there.
    private func fetch(_ admin: Connection) async throws {
        try await admin.script(
            """
            insert into core.receipt (recipient, level, from_seq, upto_seq, message_id, known_at, actor)
            select d.recipient, 'delivered', coalesce(max(r.upto_seq), 0) + 1, d.seq, d.message_id, p.clock_now, 'test'
              from core.programme p
              join core.organisation o on o.code = 'tsu'
              join lateral (select * from core.delivery d where d.recipient = o.id order by d.seq desc limit 1) d on true
              left join core.receipt r on r.recipient = d.recipient and r.level = 'delivered'
             group by d.recipient, d.seq, d.message_id, p.clock_now
            having coalesce(max(r.upto_seq), 0) < d.seq
            """)
    }

    private mutating func next(on id: Identifier) async throws -> (InstructionAct, String) {
        let day = CalendarDate("2016-04-15")
        let rare: [(InstructionAct, String)] = [
            (.contribute(text: "x"), "tpu"), (.interimReport(text: "x"), "tsu"), (Office.request, "tsu"),
            (.withdrawExtension(comment: nil), "tsu"), (.grantExtension(newDate: day, comment: nil), "minekonom"),
            (.denyExtension(reason: "x"), "minekonom"), (.register(recipientNumber: "2", recipientDate: nil), "tpu"),
            (.refuse(reason: "no-text", comment: "x"), "tpu"),
        ]
        if draw(2) == 0 { return rare[draw(rare.count)] }
        switch try await office.store.instruction(id).instruction.state {
        case .issued where draw(6) == 0: return (.refuse(reason: "no-signature", comment: "x"), "tsu")
        case .issued: return (.register(recipientNumber: "1", recipientDate: nil), "tsu")
        case .registered: return (.assign(person: "clerk-tsu"), "tsu")
        case .reported where draw(2) == 0: return (.return(reason: "x", newDate: nil), "minekonom")
        case .reported: return (.accept(comment: nil), "minekonom")
        case .executed: return (.removeFromControl(answer: "x"), "minekonom")
        case .refused: return (.withdraw(reason: "x"), "minekonom")
        default:
            if draw(12) == 0 { return (.removeUnexecuted(reason: "x", basis: "y"), "minekonom") }
            return (.report(text: "x", evidence: ["doc"], waived: draw(2) == 0 ? ["tpu": "x"] : [:]), "tsu")
        }
    }
}
