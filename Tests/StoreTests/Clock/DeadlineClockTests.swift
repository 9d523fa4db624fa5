// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Logging
import Postgres
import Store
import TestDatabase
import Testing

/// Instructions that are due on Monday, 4 April 2016, at 18:00 in Tomsk, by the clock of a programme that is moved.
@Suite(.database, .timeLimit(.minutes(5))) struct DeadlineClockTests {
    private static let late = "2016-05-20T00:00:00Z"
    private let office: Office

    init() async throws { office = try await Office.open() }

    private func moveClock(to moment: String) async throws {
        try await office.store.setProgrammeClock("demo", to: try #require(Instant(moment)), by: "test")
    }

    private func look() async throws -> ClockRound {
        try await office.store.lookAtDeadlines(decide: CaseState.decide)
    }

    /// `remind overdue 0 2016-04-04 18:00:00`, told or passed over, as the report shows it.
    private func shown() async throws -> [String] {
        let lines = try await office.value(
            """
            select string_agg(concat_ws(' ', kind, level, days, fired_at at time zone 'Asia/Tomsk',
                                        case when not told then 'passed over' end), ';' order by instruction, place)
              from core.instruction_notice
            """)
        return lines?.split(separator: ";").map(String.init) ?? []
    }

    @Test func theLadderIsClimbedOverTheMonths() async throws {
        let admin = try await office.database.connection()
        try await admin.script(
            "update core.programme set office = (select id from core.organisation where code = 'fano')")
        let id = try await office.issue()
        var fired: [String] = []
        var day = try #require(CalendarDate("2016-03-25"))
        while day.month < 7 {
            try await moveClock(to: "\(day)T12:30:00Z")
            for (act, number) in try await look().fired { fired.append("\(day) \(act) \(number)") }
            #expect(try await look() == ClockRound(looked: 0))
            day = day.adding(days: 1)
        }
        #expect(
            fired == [
                "2016-03-30 remind 1", "2016-04-04 remind 1", "2016-04-05 escalate 1", "2016-04-07 escalate 1",
                "2016-04-11 escalate 1",
            ])
        #expect(
            try await shown() == [
                "due-soon 3 2016-03-30 18:30:00", "overdue 0 2016-04-04 18:30:00", "escalation 1 1 2016-04-05 18:30:00",
                "escalation 2 3 2016-04-07 18:30:00", "escalation 3 5 2016-04-11 18:30:00",
            ])
        let log = try await office.store.log(of: id).suffix(5).map { stored in
            let told = stored.message.audience.map { "\($0.organisation):\($0.role ?? "")" }.joined(separator: " ")
            return "\(stored.message.kind) \(stored.message.actor.capacity.rawValue) \(told)"
        }
        #expect(
            log == [
                "instruction.remind system tpu:co-executor tsu:responsible",
                "instruction.remind system minekonom:issuer tpu:co-executor tsu:responsible",
                "instruction.escalate system tsu:responsible", "instruction.escalate system minekonom:issuer",
                "instruction.escalate system fano:office",
            ])
        #expect(try await office.value("select count(*) from core.instruction_due") == "0")
        #expect(try await office.store.rebuild(repair: false).differing.isEmpty)
    }

    @Test func whatCannotBeDoneIsLookedAtAnHourLaterAndHoldsUpNoOther() async throws {
        let stuck = try await office.issue()
        _ = try await office.issue(key: "other")
        try await moveClock(to: Self.late)
        let round = try await office.store.lookAtDeadlines { act, state, actor, instant, context throws(Refusal) in
            if state?.instruction?.id == stuck {
                throw Refusal(code: "rule-refused", sentence: "Not this one.", next: "Wait.")
            }
            return try CaseState.decide(act, on: state, by: actor, at: instant, in: context)
        }
        #expect(round == ClockRound(looked: 2, fired: ["remind": 1, "escalate": 1], refused: [stuck: "Not this one."]))
        #expect(try await look() == ClockRound(looked: 0))
        try await moveClock(to: "2016-05-20T01:00:00Z")
        #expect(try await look() == ClockRound(looked: 1, fired: ["remind": 1, "escalate": 1]))
    }

    @Test func aDaemonThatWasStoppedCatchesUpWithoutDoubling() async throws {
        _ = try await office.issue()
        try await moveClock(to: Self.late)
        #expect(try await office.store.clockBacklog().due == 1)
        #expect(try await office.store.clockBacklog().behind > 86_400)
        #expect(try await look() == ClockRound(looked: 1, fired: ["remind": 1, "escalate": 1]))
        #expect(try await look() == ClockRound(looked: 0))
        #expect(try await office.store.clockBacklog() == ClockBacklog(due: 0, behind: 0))
        let now = "2016-05-20 06:00:00"
        #expect(
            try await shown() == [
                "due-soon 3 \(now) passed over", "overdue 0 \(now)", "escalation 1 1 \(now) passed over",
                "escalation 2 3 \(now)",
            ])
        let inbox = try await office.store.inbox(of: "minekonom", after: 0, limit: 9).items
        #expect(inbox.map(\.message.message.kind) == ["instruction.remind", "instruction.escalate"])
    }

    @Test func whatIsReportedIsLeftAloneUntilItIsReturned() async throws {
        let id = try await office.issue()
        let report = InstructionAct.report(text: "Готово", evidence: ["акт"], waived: ["tpu": "не ответил"])
        for (key, act) in [
            ("r", InstructionAct.register(recipientNumber: "7", recipientDate: nil)),
            ("a", .assign(person: "clerk-tsu")), ("d", report),
        ] {
            #expect(try await office.act([act], on: id, by: "tsu", key: key).status == 201)
        }
        #expect(try await office.value("select count(*) from core.instruction_due") == "0")
        try await moveClock(to: Self.late)
        #expect(try await look() == ClockRound(looked: 0))
        let day = try #require(CalendarDate("2016-05-27"))
        let back = InstructionAct.return(reason: "Нет акта", newDate: day)
        #expect(try await office.act([back], on: id, by: "minekonom", key: "b").status == 201)
        #expect(try await look() == ClockRound(looked: 0))
        try await moveClock(to: "2016-05-24T12:00:00Z")
        #expect(try await look().fired == ["remind": 1], "the rework's date has a ladder of its own")
        #expect(try await shown() == ["due-soon 3 2016-05-24 18:00:00"])
    }

    @Test func anUndecidedRequestLapsesWithTheDeadlineWheneverThatIsSeen() async throws {
        let id = try await office.issue()
        try await office.act([.register(recipientNumber: "7", recipientDate: nil)], on: id, by: "tsu", key: "r")
        #expect(try await office.act([Office.request], on: id, by: "tsu", key: "ask").status == 201)
        try await moveClock(to: Self.late)
        #expect(try await look().fired == ["lapse-extension": 1, "remind": 1, "escalate": 1])
        let log = try await office.store.log(of: id).suffix(3).map(\.message)
        #expect(
            log.map(\.kind) == ["instruction.lapse-extension", "instruction.remind", "instruction.escalate"])
        #expect(
            log.map(\.occurredAt.description) == ["2016-04-04T12:00:00.000001Z", Self.late, Self.late])
        #expect(try await office.value("select state from report_v1.instruction_extension") == "LAPSED")
        // The issuer had decided on paper, in time.
        var paper = office.submission(
            by: Actor(organisation: "minekonom", capacity: .operatorOnBehalf, basis: "письмо 14"), key: "paper",
            .acts(case: id, [.instruction(.grantExtension(newDate: nil, comment: nil))]))
        paper.occurredAt = Instant("2016-03-31T04:00:00Z")
        let decided = try await office.commit(paper)
        #expect(decided.status == 201, "\(decided.text)")
        #expect(try await office.value("select state from report_v1.instruction_extension") == "GRANTED")
        #expect(try await look().fired == ["remind": 1, "escalate": 1], "another deadline, another ladder")
    }

    @Test func whatIsCountedAnewIsLookedAtAnew() async throws {
        let id = try await office.issue()
        func next() async throws -> String? {
            try await office.value("select look_at at time zone 'Asia/Tomsk' from core.instruction_due")
        }
        #expect(try await next() == "2016-03-30 18:00:00")
        let admin = try await office.database.connection()
        // The last of March is a day off now, so the reminder was due a day earlier.
        try await moveClock(to: "2016-03-29T12:00:00Z")
        let csv = "date,kind,moved_from,holiday_ru,holiday_en\n2016-03-31,day_off,,,\n"
        let (data, faults, _) = CalendarValidation.check(file: "working_calendar_ru.csv", bytes: Array(csv.utf8))
        _ = try await office.store.importCalendar(try #require(data, "\(faults)"), calendar: "ru", importer: "test")
        #expect(try await look().fired == ["remind": 1])
        #expect(try await next() == "2016-04-04 18:00:00.000001")
        // A row that was lost is found by maintenance, and by the repair of a case.
        try await admin.script("delete from core.instruction_due")
        _ = try await office.store.maintain()
        #expect(try await look() == ClockRound(looked: 1))
        #expect(try await next() == "2016-04-04 18:00:00.000001")
        try await admin.script("update core.instruction_notice set told = false")
        #expect(try await office.store.rebuild(repair: true).differing == [id])
        #expect(try await look() == ClockRound(looked: 1))
        #expect(try await next() == "2016-04-04 18:00:00.000001")
    }

    @Test func severalDaemonsAtOnceTellNoStepTwice() async throws {
        for n in 0..<60 { _ = try await office.issue(key: "issue-\(n)") }
        let conninfo = office.database.conninfo(user: "ino_daemon")
        var told = 0
        for moment in ["2016-03-30T12:00:00Z", "2016-04-05T12:00:00Z", "2016-04-07T12:00:00Z"] {
            try await moveClock(to: moment)
            let rounds = try await withThrowingTaskGroup(of: [ClockRound].self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let store = Store(
                            StoreConfiguration(conninfo: conninfo, poolSize: 1), logger: Logger(label: "test"))
                        var rounds: [ClockRound] = []
                        repeat {
                            rounds.append(try await store.lookAtDeadlines(limit: 7, decide: CaseState.decide))
                        } while rounds.last.map { $0.looked > 0 } ?? false
                        return rounds
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            told += rounds.reduce(0) { $0 + $1.fired.values.reduce(0, +) }
            #expect(rounds.reduce(0) { $0 + $1.looked } >= 60)
            #expect(try await look() == ClockRound(looked: 0))
        }
        #expect(told == 240)
        let steps = try await office.value(
            """
            select count(*) || ' ' || count(distinct (instruction, kind, level, days, due_at)) || ' '
                   || (select count(*) from core.message where kind in ('instruction.remind', 'instruction.escalate'))
              from core.instruction_notice where told
            """)
        #expect(steps == "240 240 240")
        #expect(try await office.store.rebuild(repair: false).differing.isEmpty)
    }
}
