// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

/// I7: the responsible names another body, and the issuer decides.
@Suite struct InstructionDisputeTests {
    private let tsu = Fixture.actor("tsu")
    private let issuer = Fixture.actor("minekonom")

    private func decide(
        _ act: InstructionAct, on instruction: Instruction, by actor: Actor, at instant: Instant = Fixture.hour(50),
        in context: CaseContext = Fixture.context
    ) throws -> Decision<InstructionEvent, Instruction> {
        try Instruction.decide(act, on: instruction, by: actor, at: instant, in: context)
    }

    private func disputed(_ replacement: String = "minfin", draft: InstructionDraft = Fixture.draft) throws
        -> Instruction
    {
        let act = InstructionAct.disputeExecutor(replacement: replacement, visa: "письмо 5", text: "вопрос бюджета")
        return try decide(act, on: Fixture.instruction(in: .inExecution, draft: draft), by: tsu).after
    }

    @Test func aDisputeChangesNothingUntilItIsDecided() throws {
        let before = try Fixture.instruction(in: .inExecution)
        let decision = try decide(Fixture.act(.disputeExecutor), on: before, by: tsu)
        #expect(decision.after.state == .inExecution && decision.after.responsible == "tsu")
        #expect(decision.after.deadline == before.deadline && decision.after.disputeState == .raised)
        #expect(decision.audience.map(\.organisation) == ["minekonom"])
        let again = refusal { try decide(Fixture.act(.disputeExecutor), on: decision.after, by: tsu) }
        #expect(again?.rule == "I7")
        let duty = decision.after.why(at: Fixture.hour(60), in: Fixture.programme).duties.first {
            $0.act == "uphold-dispute"
        }
        #expect(duty?.organisation == "minekonom" && duty?.task.contains("give it to minfin") == true)
        #expect(refusal { try decide(Fixture.act(.upholdDispute), on: before, by: issuer) }?.rule == "I7")
        #expect(refusal { try decide(Fixture.act(.rejectDispute), on: before, by: issuer) }?.rule == "I7")
    }

    @Test func anUpheldDisputeIsIssuedToTheNewBodyAndTheClockRunsOn() throws {
        let before = try disputed()
        let decision = try decide(Fixture.act(.upholdDispute), on: before, by: issuer)
        let after = decision.after
        #expect(after.state == .issued && after.responsible == "minfin" && after.disputeState == .upheld)
        #expect(after.deadline == before.deadline)
        #expect(after.assignments.first { $0.organisation == "tsu" }?.role == .observer)
        #expect(
            decision.audience.map { "\($0.organisation):\($0.role ?? "")" } == [
                "fano:observer", "minfin:responsible", "tpu:co-executor", "tsu:observer",
            ])
        let registered = try decide(
            Fixture.act(.register), on: after, by: Fixture.actor("minfin"), at: Fixture.hour(60))
        #expect(registered.after.state == .registered && registered.after.deadline == before.deadline)
    }

    @Test func aCoExecutorThatTakesItOverHasOnePartAlone() throws {
        let after = try decide(Fixture.act(.upholdDispute), on: disputed("tpu"), by: issuer).after
        #expect(after.roles(of: "tpu") == [.responsible] && after.coExecutors.isEmpty)
        #expect(after.parties == ["minekonom", "tpu", "tsu", "fano"])
    }

    @Test func theTermBeginsAnewOnlyWhenTheIssuerSaysSo() throws {
        let act = InstructionAct.upholdDispute(responsible: nil, restartClock: true, comment: nil)
        let before = try disputed()
        let after = try decide(act, on: before, by: issuer).after
        #expect(after.deadline.original == before.deadline.original)
        #expect(after.deadline.current == Fixture.instant("2016-04-06T12:00:00Z"))
        #expect(after.deadline.explanation.contains { $0.text.contains("its term begins anew") })
        var regional = Fixture.draft
        regional.policy = "regional"
        let waiting = try decide(act, on: disputed(draft: regional), by: issuer).after
        let first = try #require(waiting.deadline.original)
        #expect(waiting.deadline.pending && waiting.deadline.current == nil)
        let day = InstructionAct.register(recipientNumber: "1", recipientDate: nil)
        let fixed = try decide(day, on: waiting, by: Fixture.actor("minfin"), at: Fixture.hour(80)).after
        #expect(fixed.deadline.original == first && !fixed.deadline.pending)
        #expect(fixed.deadline.current.map { $0 > first } == true)
        var named = Fixture.draft
        named.mark = nil
        named.deadline = Fixture.date("2016-04-08")
        let refused = refusal { try decide(act, on: disputed(draft: named), by: issuer) }
        #expect(refused?.sentence.contains("does not begin anew") == true)
    }

    @Test func aRejectedDisputeLeavesEverythingAsItWas() throws {
        let after = try decide(Fixture.act(.rejectDispute), on: disputed(), by: issuer).after
        #expect(after.disputeState == .rejected && after.dispute?.decision == "вопрос ваш")
        #expect(after.state == .inExecution && after.responsible == "tsu")
        #expect(try decide(Fixture.act(.disputeExecutor), on: after, by: tsu).after.disputeState == .raised)
    }

    @Test func aCorrectionToAnotherBodyDecidesTheDispute() throws {
        let before = try disputed()
        var correction = InstructionCorrection(revision: before.revision, reason: "не ваш вопрос")
        correction.responsible = "minfin"
        let after = try decide(.correct(correction), on: before, by: issuer).after
        #expect(after.disputeState == .upheld && after.dispute?.decision == "не ваш вопрос")
        var reworded = InstructionCorrection(revision: before.revision, reason: "уточнено")
        reworded.text = "иначе"
        #expect(try decide(.correct(reworded), on: before, by: issuer).after.disputeState == .raised)
        let rejected = try decide(Fixture.act(.rejectDispute), on: before, by: issuer).after
        correction.revision = rejected.revision
        #expect(try decide(.correct(correction), on: rejected, by: issuer).after.disputeState == .rejected)
    }

    @Test(arguments: [("nobody", "unknown-recipient"), ("minekonom", "rule-refused"), ("audit-office", "rule-refused")])
    func whoGivesOrChecksItCannotExecuteIt(_ replacement: String, _ code: String) throws {
        let act = InstructionAct.disputeExecutor(replacement: replacement, visa: "в", text: "т")
        let working = try Fixture.instruction(in: .inExecution, draft: Fixture.controlledDraft)
        #expect(refusal { try decide(act, on: working, by: tsu) }?.code == code)
        let mute = InstructionAct.disputeExecutor(replacement: "minfin", visa: " ", text: "т")
        #expect(refusal { try decide(mute, on: working, by: tsu) }?.rule == "I7")
    }

    @Test func thePolicyLimitsHowLongTheExecutorIsDisputed() throws {
        var context = Fixture.context
        var policy = DeadlinePolicy.federal
        policy.limits.disputeWindow = .init(1, .workingDays)
        context.programme.policies = [policy]
        let working = try Fixture.instruction(in: .inExecution)
        let act = Fixture.act(.disputeExecutor)
        let monday = Fixture.instant("2016-03-28T12:00:00Z")
        #expect(try decide(act, on: working, by: tsu, at: monday, in: context).after.disputeState == .raised)
        let late = refusal { try decide(act, on: working, by: tsu, at: monday.adding(seconds: 1), in: context) }
        #expect(late?.code == "deadline-policy" && late?.sentence.hasSuffix("until 28.03.2016.") == true)
    }

    @Test func anUndecidedRequestForMoreTimeGoesWithWhoMadeIt() throws {
        let asked = try decide(Fixture.act(.requestExtension), on: disputed(), by: tsu).after
        #expect(try decide(Fixture.act(.upholdDispute), on: asked, by: issuer).after.extensionState == .withdrawn)
    }
}
