// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

/// The guards beyond state and part, one fact a test.
@Suite struct InstructionRuleTests {
    private func decide(
        _ act: InstructionAct, on instruction: Instruction?, by actor: Actor, at instant: Instant = Fixture.hour(50),
        in context: CaseContext = Fixture.context
    ) throws -> Decision<InstructionEvent, Instruction> {
        try Instruction.decide(act, on: instruction, by: actor, at: instant, in: context)
    }

    private func refused(_ draft: InstructionDraft) -> Refusal? {
        refusal { try decide(.create(draft), on: nil, by: Fixture.actor("minekonom")) }
    }

    @Test func aDraftThatCouldNeverBeIssuedIsRefused() throws {
        var draft = Fixture.draft
        draft.text = " \n"
        #expect(refused(draft)?.sentence.contains("text is empty") == true)
        draft = Fixture.draft
        draft.responsible = ""
        #expect(refused(draft)?.sentence.contains("exactly one responsible") == true)
        draft = Fixture.draft
        draft.responsible = "minekonom"
        #expect(refused(draft)?.sentence.contains("as issuer and as responsible") == true)
        draft = Fixture.draft
        draft.controller = "tsu"
        #expect(refused(draft)?.sentence.contains("as responsible and as controller") == true)
        draft = Fixture.draft
        draft.withoutDeadline = true
        #expect(refused(draft)?.sentence.contains("оперативно") == true)
        draft = Fixture.draft
        draft.aboutAction = nil
        draft.instruments = []
        #expect(refused(draft)?.sentence.contains("rests on a document") == true)
        draft.basis = "протокол 4"
        #expect(try decide(.create(draft), on: nil, by: Fixture.actor("minekonom")).after.basis == "протокол 4")
    }

    @Test func unknownNamesAreRefusedByName() {
        var draft = Fixture.draft
        draft.observers = ["fano", "atlantis", "mu"]
        let organisations = refused(draft)
        #expect(organisations?.code == "unknown-recipient")
        #expect(organisations?.sentence == "There are no such organisations in the register: atlantis, mu.")
        draft = Fixture.draft
        draft.aboutAction = "v9-99"
        #expect(refused(draft)?.code == "unknown-reference")
        draft = Fixture.draft
        draft.policy = "lunar"
        #expect(refused(draft)?.code == "deadline-policy")
    }

    @Test func theIssuerMayBeItsOwnController() throws {
        var draft = Fixture.draft
        draft.controller = "minekonom"
        let reported = try Fixture.instruction(in: .reported, draft: draft)
        let decision = try decide(Fixture.act(.accept), on: reported, by: Fixture.actor("minekonom"))
        #expect(decision.after.state == .executed)
        #expect(decision.audience.map(\.organisation) == ["fano", "tpu", "tsu"])
    }

    @Test func whoHoldsNoPositionDoesNotSign() throws {
        let draft = try Fixture.instruction(in: .draft)
        let stranger = Fixture.actor("minekonom", person: "ivanov")
        #expect(refusal { try decide(.issue, on: draft, by: stranger) }?.code == "not-authorised")
        let byOperator = Fixture.actor("minekonom", .operatorOnBehalf, person: "ivanov")
        #expect(try decide(.issue, on: draft, by: byOperator).after.state == .issued)
    }

    @Test func theRecipientsBooksLieBetweenIssueAndNow() throws {
        let issued = try Fixture.instruction(in: .issued)
        for day in ["2016-03-24", "2016-03-28"] {
            let act = InstructionAct.register(recipientNumber: "1", recipientDate: Fixture.date(day))
            #expect(
                refusal { try decide(act, on: issued, by: Fixture.actor("tsu"), at: Fixture.hour(24)) }?.rule == "I4")
        }
        let twice = try Fixture.play([("minekonom", .issue), ("tpu", Fixture.act(.register))])
        let again = refusal { try decide(Fixture.act(.register), on: twice, by: Fixture.actor("tpu")) }
        #expect(again?.sentence == "tpu has registered П-2016-0001 under вх-17.")
    }

    @Test func reasonsToRefuseAreThoseOfTheList() throws {
        let issued = try Fixture.instruction(in: .issued)
        let tsu = Fixture.actor("tsu")
        let bad = refusal { try decide(.refuse(reason: "мы заняты", comment: "да"), on: issued, by: tsu) }
        #expect(bad?.next?.contains("wrong-addressee") == true)
        #expect(refusal { try decide(.refuse(reason: "no-text", comment: ""), on: issued, by: tsu) }?.rule == "I5")
        for reason in RefusalReason.allCases {
            let decision = try decide(.refuse(reason: reason.russian, comment: "см. лист 2"), on: issued, by: tsu)
            #expect(decision.after.refusal?.reason == reason)
        }
    }

    @Test func aCoExecutorsRefusalIsItsOwnAlone() throws {
        let decision = try decide(
            Fixture.act(.refuse), on: try Fixture.instruction(in: .inExecution), by: Fixture.actor("tpu"))
        #expect(decision.after.state == .inExecution)
        #expect(decision.after.assignments[1].state == .refused)
        #expect(decision.after.refusal == nil)
        let report = InstructionAct.report(text: "сделано", evidence: ["акт 7"], waived: [:])
        #expect(try decide(report, on: decision.after, by: Fixture.actor("tsu")).after.state == .reported)
        #expect(
            refusal { try decide(Fixture.act(.contribute), on: decision.after, by: Fixture.actor("tpu")) }?.rule == "I9"
        )
    }

    @Test func onlyOwnPeopleAreAssigned() throws {
        let registered = try Fixture.instruction(in: .registered)
        for person in ["petrov", "nobody"] {
            #expect(
                refusal { try decide(.assign(person: person), on: registered, by: Fixture.actor("tsu")) }?.rule == "I6")
        }
        let unregistered = refusal { try decide(.assign(person: "petrov"), on: registered, by: Fixture.actor("tpu")) }
        #expect(unregistered?.next == "Register it first.")
    }

    @Test func aReportWaitsForEveryPartOrAReasonToWaiveIt() throws {
        let working = try Fixture.instruction(in: .inExecution)
        let tsu = Fixture.actor("tsu")
        let missing = refusal { try decide(Fixture.act(.report), on: working, by: tsu) }
        #expect(missing?.sentence == "П-2016-0001 waits for the part of tpu.")
        #expect(missing?.next?.contains("why tpu's part is waived") == true)
        let blank = InstructionAct.report(text: "сделано", evidence: ["акт"], waived: ["tpu": " "])
        #expect(refusal { try decide(blank, on: working, by: tsu) }?.rule == "I14")
        let foreign = InstructionAct.report(text: "сделано", evidence: ["акт"], waived: ["tpu": "нет", "fano": "нет"])
        #expect(refusal { try decide(foreign, on: working, by: tsu) }?.sentence.contains("fano owes no part") == true)
        let waived = InstructionAct.report(text: "сделано", evidence: ["акт"], waived: ["tpu": "не ответил"])
        let after = try decide(waived, on: working, by: tsu).after
        #expect(after.assignments[1].state == .waived && after.assignments[1].waiver == "не ответил")
        let given = try Fixture.play([
            ("minekonom", .issue), ("tpu", Fixture.act(.contribute)), ("tsu", Fixture.act(.register)),
            ("tsu", Fixture.act(.assign)), ("tsu", Fixture.act(.report)),
        ])
        #expect(given.state == .reported && given.assignments[1].state == .given)
    }

    @Test func aReportOnControlNamesItsProof() throws {
        let working = try Fixture.instruction(in: .inExecution)
        let bare = InstructionAct.report(text: "сделано", evidence: [" "], waived: ["tpu": "не ответил"])
        #expect(
            refusal { try decide(bare, on: working, by: Fixture.actor("tsu")) }?.sentence.contains("documentary proof")
                == true)
        var draft = Fixture.draft
        draft.policy = "regional"
        draft.mark = nil
        draft.withoutDeadline = true
        let free = try Fixture.instruction(in: .inExecution, draft: draft)
        #expect(free.control == .none)
        #expect(try decide(bare, on: free, by: Fixture.actor("tsu")).after.state == .reported)
    }

    @Test func nobodyAcceptsTheirOwnReport() throws {
        let acts: [(String, InstructionAct)] = [
            ("minekonom", .issue), ("tsu", Fixture.act(.register)), ("tsu", Fixture.act(.assign)),
            ("tpu", Fixture.act(.contribute)),
        ]
        let working = try Fixture.play(acts)
        let reporter = Fixture.actor("tsu", person: "sidorov")
        let reported = try decide(Fixture.act(.report), on: working, by: reporter).after
        for person in ["ivanov", "sidorov"] {
            let accepter = Fixture.actor("minekonom", person: person)
            #expect(
                refusal { try decide(Fixture.act(.accept), on: reported, by: accepter, at: Fixture.hour(60)) }?.rule
                    == "I16")
        }
        let entered = Fixture.actor("tsu", .operatorOnBehalf, person: "operator")
        let paper = try decide(Fixture.act(.report), on: working, by: entered).after
        let byOperator = Fixture.actor("minekonom", .operatorOnBehalf, person: "operator")
        #expect(try decide(Fixture.act(.accept), on: paper, by: byOperator).after.state == .executed)
    }

    @Test func aReturnKeepsTheReportsDateAndSetsItsOwn() throws {
        let reported = try Fixture.instruction(in: .reported)
        let act = InstructionAct.return(reason: "нет акта", newDate: Fixture.date("2016-04-10"))
        let returned = try decide(act, on: reported, by: Fixture.actor("minekonom")).after
        #expect(returned.cycle == 2 && returned.reportedAt == nil)
        #expect(returned.returnedReports == [Fixture.hour(4)])
        #expect(returned.deadline.current == reported.deadline.current)
        #expect(returned.deadline.rework == Fixture.instant("2016-04-08T12:00:00Z"))
        #expect(returned.deadline.due == returned.deadline.rework)
        let past = InstructionAct.return(reason: "нет акта", newDate: Fixture.date("2016-03-20"))
        #expect(refusal { try decide(past, on: reported, by: Fixture.actor("minekonom")) }?.code == "deadline-policy")
    }

    @Test func nothingHappensBeforeWhatItFollows() throws {
        let reported = try Fixture.instruction(in: .reported)
        let early = refusal {
            try decide(Fixture.act(.accept), on: reported, by: Fixture.actor("minekonom"), at: Fixture.hour(3))
        }
        #expect(early?.sentence.contains("25.03.2016 14:00") == true)
        #expect(early?.next == "Correct the time at which it happened, or leave it out to mean now.")
    }

    @Test func papersOfSeveralBodiesMayCross() throws {
        let working = try Fixture.instruction(in: .inExecution)
        let withdrawal = try decide(
            Fixture.act(.withdraw), on: working, by: Fixture.actor("minekonom"), at: Fixture.hour(2))
        #expect(withdrawal.after.state == .withdrawn)
        #expect(withdrawal.after.lastOccurredAt == working.lastOccurredAt)
    }

    @Test func refusalsSayWhyAndWhatInstead() throws {
        let issued = try Fixture.instruction(in: .issued)
        let refused = refusal { try decide(Fixture.act(.report), on: issued, by: Fixture.actor("tsu")) }
        #expect(
            refused?.sentence
                == "П-2016-0001 cannot be reported as done now: it is issued and tsu has not registered it.")
        #expect(refused?.next == "tsu can: register, refuse. It waits for tsu to register or refuse it.")
        let foreign = refusal { try decide(Fixture.act(.accept), on: issued, by: Fixture.actor("tsu")) }
        #expect(
            foreign?.sentence == "tsu is responsible in П-2016-0001; to accept it is for the issuer or the controller.")
    }
}
