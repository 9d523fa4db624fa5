// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres
import Store
import TestDatabase
import Testing

/// What was known when, in a replay programme whose clock an operator moves.
@Suite(.database)
struct ReportsHistoryTests {
    /// Issued on 25 March, registered on 1 April, reported on 8 April, returned on 11 April.
    private func played() async throws -> (Office, Connection) {
        let office = try await Office.open()
        let admin = try await office.database.connection()
        func move(to now: String) async throws {
            try await admin.script("update core.programme set clock_now = '\(now)'")
        }
        let id = try await office.issue()
        try await move(to: "2016-04-01 04:00+00")
        let day = try #require(CalendarDate("2016-04-01"))
        let steps: [(String, InstructionAct, String)] = [
            ("tsu", .register(recipientNumber: "Вх-1", recipientDate: day), "2016-04-08 04:00+00"),
            ("tsu", .assign(person: "clerk-tsu"), "2016-04-08 04:00+00"),
            (
                "tsu", .report(text: "Готово", evidence: ["doc"], waived: ["tpu": "нет предложений"]),
                "2016-04-11 04:00+00"
            ),
            ("minekonom", .return(reason: "неполно", newDate: CalendarDate("2016-05-10")), "2016-04-20 04:00+00"),
        ]
        for (number, step) in steps.enumerated() {
            let answer = try await office.act([step.1], on: id, by: step.0, key: "step-\(number)")
            #expect(answer.status == 201, "\(answer.text)")
            try await move(to: step.2)
        }
        return (office, admin)
    }

    private func states(asOf instant: String, _ connection: Connection) async throws -> [String] {
        try await connection.query(
            """
            select state || ' ' || timeliness || ' ' || return_count
              from report_v1.instruction_state_asof(\(instant)::timestamptz)
            """, as: String.self)
    }

    @Test(
        arguments: [
            ("2016-03-24 18:00+07", []), ("2016-03-25 18:00+07", ["ISSUED ON_TIME 0"]),
            ("2016-04-01 12:00+07", ["REGISTERED ON_TIME 0"]), ("2016-04-07 18:00+07", ["REGISTERED OVERDUE 0"]),
            ("2016-04-08 18:00+07", ["REPORTED DONE_LATE 0"]), ("2016-06-01 18:00+07", ["RETURNED OVERDUE 1"]),
        ] as [(String, [String])])
    func theStateAsOfAMomentIsWhatWasKnownThen(_ instant: String, _ expected: [String]) async throws {
        let (_, admin) = try await played()
        #expect(try await states(asOf: instant, admin) == expected)
    }

    @Test func asOfNowIsWhatTheInstructionShows() async throws {
        let (_, admin) = try await played()
        let differing = try await admin.query(
            """
            select i.instruction_id
              from report_v1.instruction i
              full join report_v1.instruction_state_asof((select now_at from report_v1.programme)) s using (instruction_id)
             where (i.state, i.due_at, i.timeliness, i.days_late, i.return_count, i.message_count, i.reported_at)
                   is distinct from
                   (s.state, s.due_at, s.timeliness, s.days_late, s.return_count, s.message_count, s.reported_at)
            """, as: String.self)
        #expect(differing.isEmpty)
    }

    @Test func everyPartySeesTheSamePast() async throws {
        _ = try await played()
        // The co-executor was told neither of the registration nor of the report; the case is its own all the same.
        for organisation in ["minekonom", "tsu", "tpu", "fano"] {
            try await Reader.reading(as: .organisation(organisation)) { reader in
                let states = try await states(asOf: "2016-04-08 18:00+07", reader)
                #expect(states == ["REPORTED DONE_LATE 0"], "\(organisation)")
            }
        }
    }

    @Test func aDeadlinesHistoryHasOneRowForEachThatWasFixed() async throws {
        let (_, admin) = try await played()
        let rows = try await admin.query(
            "select (rework_due_at is not null)::text from report_v1.instruction_deadline_history order by fixed_at",
            as: String.self)
        #expect(rows == ["false", "true"])
    }

    @Test func aRebuildLeavesTheHistoryAsItWas() async throws {
        let (office, admin) = try await played()
        let history =
            "select count(*)::text || md5(string_agg(s::text, '' order by message)) from core.instruction_step s"
        let before = try await admin.one(Statement(unescaped: history), as: String.self)
        try await admin.script(
            "alter table core.instruction disable trigger user; update core.instruction set text = 'x'")
        try await admin.script("alter table core.instruction enable trigger user")
        #expect(try await office.store.rebuild(repair: true).differing.count == 1)
        let after = try await admin.one(Statement(unescaped: history), as: String.self)
        #expect(after == before)
    }
}
