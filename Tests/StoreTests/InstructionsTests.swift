// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres
import Store
import TestDatabase
import Testing

@Suite(.database) struct InstructionsTests {
    @Test func anInstructionGoesFromIssueToRemovedFromControl() async throws {
        let office = try await Office.open()
        let id = try await office.issue()
        let way: [(String, InstructionAct, InstructionState)] = [
            ("tsu", .register(recipientNumber: "1-05/77", recipientDate: nil), .registered),
            ("tsu", .assign(person: "clerk-tsu"), .inExecution),
            ("tpu", .contribute(text: "Часть ТПУ"), .inExecution),
            ("tsu", .report(text: "Готово", evidence: ["отчёт.pdf"], waived: [:]), .reported),
            ("minekonom", .return(reason: "Нет расчёта", newDate: nil), .returned),
            ("tsu", .report(text: "С расчётом", evidence: ["отчёт-2.pdf"], waived: [:]), .reported),
            ("minekonom", .accept(comment: nil), .executed),
            ("minekonom", .removeFromControl(answer: "Ответ дан"), .closed),
        ]
        for (step, (organisation, act, state)) in way.enumerated() {
            let answer = try await office.act([act], on: id, by: organisation, key: "step\(step)")
            #expect(answer.status == 201, "\(answer.text)")
            #expect(try await office.store.instruction(id).instruction.state == state)
        }
        #expect(try await office.store.log(of: id).count == 10)
        #expect(try await office.value("select state from core.instruction") == "CLOSED")
        let rebuilt = try await office.store.rebuild(repair: false)
        #expect(rebuilt.cases == 1 && rebuilt.differing.isEmpty)
    }

    @Test func numbersAreGaplessAndFoundInEitherAlphabet() async throws {
        let office = try await Office.open()
        let first = try await office.issue(key: "a")
        let refused = try await office.act(
            [.create(InstructionDraft(responsible: "nobody", text: "x")), .issue], on: nil, by: "minekonom", key: "b")
        #expect(refused.status == 409)
        let second = try await office.issue(key: "c")
        #expect(try await office.store.instruction(first).instruction.number == "П-2016-0001")
        #expect(try await office.store.instruction(second).instruction.number == "П-2016-0002")
        #expect(try await office.store.caseReference(.instruction, "p-2016-0002").id == second)
        #expect(try await office.store.caseReference(.instruction, "п-2016-0001", programme: "demo").id == first)
    }

    @Test func aRefusalIsKeptUnderItsKey() async throws {
        let office = try await Office.open()
        let id = try await office.issue()
        let first = try await office.act([.accept(comment: nil)], on: id, by: "minekonom", key: "early")
        let second = try await office.act([.accept(comment: nil)], on: id, by: "minekonom", key: "early")
        #expect(first.status == 409 && second.text == first.text && second.replayed)
        #expect(try await office.store.log(of: id).count == 2)
    }

    @Test func twoActsOnOneCaseInABatchAreDecidedOneAfterTheOther() async throws {
        let office = try await Office.open()
        let id = try await office.issue()
        let results = try await office.store.commit(
            ["one", "two"].map { key in
                office.submission(
                    by: office.clerk(of: "tsu"), key: key, digest: key,
                    .acts(case: id, [.instruction(.refuse(reason: "wrong-addressee", comment: "Не наша тема"))]))
            }, decide: CaseState.decide)
        let answers = try results.map { try $0.get().answer.status }
        #expect(answers == [201, 409])
    }

    @Test func registeringAndReportingAreReceiptsForTheIssue() async throws {
        let office = try await Office.open()
        let id = try await office.issue()
        try await office.act([.register(recipientNumber: "7", recipientDate: nil)], on: id, by: "tsu", key: "r")
        let issue = try #require(try await office.store.log(of: id).last { $0.message.kind == "instruction.issue" })
        let track = try await office.store.track(issue.id.description)
        let levels = Dictionary(uniqueKeysWithValues: track.recipients.map { ($0.recipient.organisation, $0) })
        #expect(levels["tsu"]?.registered != nil && levels["tsu"]?.outcome == nil)
        #expect(levels["tpu"]?.registered == nil)
    }

    @Test func requestsForMoreTimeStandInTheirRowsAndAreRebuilt() async throws {
        let office = try await Office.open()
        let id = try await office.issue()
        try await office.act([.register(recipientNumber: "7", recipientDate: nil)], on: id, by: "tsu", key: "r")
        for step in ["1", "2"] {
            let asked = try await office.act([Office.request], on: id, by: "tsu", key: "ask-\(step)")
            #expect(asked.status == 201, "\(asked.text)")
            let decision: InstructionAct =
                step == "1" ? .denyExtension(reason: "Рано") : .grantExtension(newDate: nil, comment: nil)
            #expect(try await office.act([decision], on: id, by: "minekonom", key: "say-\(step)").status == 201)
        }
        let summary = try await office.value(
            """
            select extension_state || ' ' || extension_count || ' ' || extension_days || ' '
                   || (current_due_at at time zone 'Asia/Tomsk')::date || ' '
                   || (original_due_at at time zone 'Asia/Tomsk')::date from core.instruction
            """)
        #expect(summary == "GRANTED 2 11 2016-04-15 2016-04-04")
        let each = try await office.value(
            """
            select string_agg(concat_ws(' ', extension_no, state, state_ru, reason_ru, requested_on, days_gained, decision),
                              '; ' order by extension_no) from report_v1.instruction_extension
            """)
        #expect(
            each
                == "1 DENIED отказано Не получены сведения или документы 2016-04-15 0 Рано; "
                + "2 GRANTED продлено Не получены сведения или документы 2016-04-15 11")
        let moved = try await office.value(
            "select count(*) from report_v1.instruction_deadline_history where current_due_at > original_due_at")
        #expect(moved == "1")
        #expect(try await office.store.rebuild(repair: false).differing.isEmpty)
    }

    @Test func anUpheldDisputeMovesTheRowsToTheNewBodyAndItsRegistrationIsTheReceipt() async throws {
        let office = try await Office.open()
        let id = try await office.issue()
        try await office.act([.register(recipientNumber: "7", recipientDate: nil)], on: id, by: "tsu", key: "r")
        let claim = InstructionAct.disputeExecutor(replacement: "tpu", visa: "Письмо № 5", text: "Площадка ТПУ")
        #expect(try await office.act([claim], on: id, by: "tsu", key: "d").status == 201)
        let decision = InstructionAct.upholdDispute(responsible: nil, restartClock: false, comment: "Согласен")
        let upheld = try await office.act([decision], on: id, by: "minekonom", key: "u")
        #expect(upheld.status == 201, "\(upheld.text)")
        let shown = try await office.value(
            """
            select concat_ws(' ', responsible_org_code, state, dispute_state, dispute_state_ru,
                             dispute_replacement_org_code, dispute_decision)
              from report_v1.instruction
            """)
        #expect(shown == "tpu ISSUED UPHELD исполнитель изменён tpu Согласен")
        try await office.act([.register(recipientNumber: "8", recipientDate: nil)], on: id, by: "tpu", key: "r2")
        let log = try await office.store.log(of: id)
        func registered(_ kind: String, by organisation: String) async throws -> Bool {
            let message = try #require(log.last { $0.message.kind == kind })
            let track = try await office.store.track(message.id.description)
            return track.recipients.first { $0.recipient.organisation == organisation }?.registered != nil
        }
        #expect(try await registered("instruction.uphold-dispute", by: "tpu"))
        #expect(try await registered("instruction.issue", by: "tsu"))
        #expect(try await office.store.rebuild(repair: false).differing.isEmpty)
    }

    @Test func twoInstructionsInOneBatchDoNotComeInEachOthersPlace() async throws {
        let office = try await Office.open()
        let one = try await office.issue(key: "a")
        let other = try await office.issue(key: "b")
        func supersede(_ id: Identifier, by heir: Identifier) -> Submission {
            let act = InstructionAct.supersede(by: heir.description, reason: "Изменены условия")
            return office.submission(
                by: office.clerk(of: "minekonom"), key: "s-\(id)", digest: "\(id)",
                .acts(case: id, [.instruction(act)]))
        }
        let results = try await office.store.commit(
            [supersede(one, by: other), supersede(other, by: one)], decide: CaseState.decide)
        let answers = try results.map { try $0.get().answer }
        #expect(answers.map(\.status) == [201, 409])
        #expect(String(decoding: answers[1].body, as: UTF8.self).hasPrefix("П-2016-0001 is SUPERSEDED"))
    }

    @Test func aCorrectionLeavesNoRowOfWhoIsLeftOutAndASupersededOneKnowsItsHeir() async throws {
        let office = try await Office.open()
        let id = try await office.issue(key: "a")
        let heir = try await office.issue(key: "b")
        var correction = InstructionCorrection(revision: 2, reason: "Ошибка адресации")
        correction.responsible = "tpu"
        correction.coExecutors = []
        correction.observers = []
        let corrected = try await office.act([.correct(correction)], on: id, by: "minekonom", key: "c")
        #expect(corrected.status == 201, "\(corrected.text)")
        let parts = try await office.value(
            """
            select string_agg(o.code || ':' || p.role, ' ' order by p.place)
              from core.instruction_party p join core.organisation o on o.id = p.organisation
             where p.instruction = \(id)
            """)
        #expect(parts == "tpu:responsible")
        try await office.act([.register(recipientNumber: "8", recipientDate: nil)], on: id, by: "tpu", key: "r")
        let message = try #require(
            try await office.store.log(of: id).last { $0.message.kind == "instruction.correct" })
        let track = try await office.store.track(message.id.description)
        #expect(track.recipients.first { $0.recipient.organisation == "tpu" }?.registered != nil)
        let act = InstructionAct.supersede(by: heir.description, reason: "Изменены условия")
        let superseded = try await office.act([act], on: id, by: "minekonom", key: "s")
        #expect(superseded.status == 201, "\(superseded.text)")
        let lineage = try await office.value(
            """
            select string_agg(concat_ws(' ', instruction_no, state, state_ru, is_open, superseded_by_no, supersedes_nos),
                              '; ' order by instruction_no)
              from report_v1.instruction
            """)
        #expect(
            lineage
                == "П-2016-0001 SUPERSEDED заменено другим поручением f П-2016-0002; "
                + "П-2016-0002 ISSUED выдано t {П-2016-0001}")
        #expect(try await office.store.rebuild(repair: false).differing.isEmpty)
    }

    @Test func aRequestThatNobodyDecidedIsReportedAsLapsed() async throws {
        let office = try await Office.open()
        let id = try await office.issue()
        try await office.act([.register(recipientNumber: "7", recipientDate: nil)], on: id, by: "tsu", key: "r")
        #expect(try await office.act([Office.request], on: id, by: "tsu", key: "ask").status == 201)
        func shown() async throws -> String? {
            try await office.value(
                """
                select e.state || ' ' || i.extension_state || ' ' || i.timeliness
                  from report_v1.instruction_extension e join report_v1.instruction i using (instruction_id)
                """)
        }
        #expect(try await shown() == "REQUESTED REQUESTED ON_TIME")
        try await office.store.setProgrammeClock(
            Office.programme, to: #require(Instant("2016-04-05T00:00:00Z")), by: "test")
        #expect(try await shown() == "LAPSED LAPSED OVERDUE")
    }

    @Test func aRebuildFindsAndMendsAProjectionThatWasTamperedWith() async throws {
        let office = try await Office.open()
        let id = try await office.issue()
        let admin = try await office.database.connection()
        try await admin.script(
            "update core.instruction set state = 'CLOSED'; delete from core.instruction_party where place = 1")
        #expect(try await office.store.rebuild(repair: true).differing == [id])
        #expect(try await office.store.rebuild(repair: false).differing.isEmpty)
        #expect(try await office.value("select state from core.instruction") == "ISSUED")
    }

    @Test func listsAreFilteredAndFolded() async throws {
        let office = try await Office.open()
        let id = try await office.issue(key: "a")
        _ = try await office.issue(key: "b")
        try await office.act([.withdraw(reason: "Ошибка")], on: id, by: "minekonom", key: "w")
        #expect(try await office.store.instructions(InstructionFilter(state: .withdrawn)).map(\.id) == [id])
        #expect(try await office.store.instructions(InstructionFilter(party: "fano")).count == 2)
        #expect(try await office.store.instructions(InstructionFilter(responsible: "tpu")).isEmpty)
        #expect(try await office.store.instructions(InstructionFilter(overdue: false, limit: 1)).count == 1)
    }
}
