// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

@Suite struct InstructionDeadlineTests {
    private func issue(_ change: (inout InstructionDraft) -> Void, at instant: Instant = Fixture.hour(0)) throws
        -> Instruction
    {
        var draft = Fixture.draft
        change(&draft)
        let actor = Fixture.actor("minekonom")
        let created = try Instruction.decide(.create(draft), on: nil, by: actor, at: instant, in: Fixture.context)
        return try Instruction.decide(.issue, on: created.after, by: actor, at: instant, in: Fixture.context).after
    }

    @Test func theFederalTermEndsAtClosingTimeInTomsk() throws {
        let instruction = try issue { $0.mark = .prompt }
        #expect(instruction.deadline.original == Fixture.instant("2016-04-04T12:00:00Z"))
        #expect(instruction.deadline.current == instruction.deadline.original)
        #expect(instruction.assignments[1].halfTermDue == Fixture.instant("2016-03-30T12:00:00Z"))
        #expect(instruction.control == .onControl && instruction.policy == "federal")
        #expect(instruction.timeliness(at: Fixture.instant("2016-04-04T12:00:00Z")) == .onTime)
        #expect(instruction.timeliness(at: Fixture.instant("2016-04-04T12:00:00.000001Z")) == .overdue)
    }

    @Test func theZonesMoveIsSeen() throws {
        let instruction = try issue({ $0.mark = nil }, at: Fixture.instant("2016-04-29T05:00:00Z"))
        #expect(instruction.deadline.original == Fixture.instant("2016-05-27T12:00:00Z"))
        let later = try issue({ $0.mark = nil }, at: Fixture.instant("2016-04-30T05:00:00Z"))
        #expect(later.deadline.original == Fixture.instant("2016-05-30T11:00:00Z"))
    }

    @Test func theRegionalTermWaitsForTheRegistration() throws {
        let issued = try issue {
            $0.mark = .urgent
            $0.policy = "regional"
        }
        #expect(issued.deadline.pending && issued.deadline.current == nil)
        #expect(
            issued.deadline.explanation.last?.text
                == "issued 25.03.2016: 3 working days count from the day tsu registers it")
        let act = InstructionAct.register(recipientNumber: "вх-1", recipientDate: Fixture.date("2016-03-28"))
        let registered = try Instruction.decide(
            act, on: issued, by: Fixture.actor("tsu"), at: Fixture.instant("2016-03-29T05:00:00Z"), in: Fixture.context
        ).after
        #expect(!registered.deadline.pending)
        #expect(registered.deadline.original == Fixture.instant("2016-03-31T12:00:00Z"))
        #expect(registered.assignments[1].halfTermDue == Fixture.instant("2016-03-29T12:00:00Z"))
        #expect(registered.deadline.explanation.count == 3)
    }

    @Test func aNamedDateStandsUnderBothPolicies() throws {
        for policy in ["federal", "regional"] {
            let instruction = try issue {
                $0.deadline = Fixture.date("2016-04-10")
                $0.policy = policy
            }
            #expect(instruction.deadline.original == Fixture.instant("2016-04-08T12:00:00Z"))
            #expect(!instruction.deadline.pending)
        }
        let past = refusal { try issue { $0.deadline = Fixture.date("2016-03-24") } }
        #expect(past?.code == "deadline-policy")
    }

    @Test func withoutADeadlineOnlyWhereThePolicyAllowsIt() throws {
        let refused = refusal {
            try issue {
                $0.mark = nil
                $0.withoutDeadline = true
            }
        }
        #expect(refused?.code == "deadline-policy" && refused?.rule == "I2")
        let instruction = try issue {
            $0.mark = nil
            $0.withoutDeadline = true
            $0.policy = "regional"
        }
        #expect(instruction.deadline.due == nil && !instruction.deadline.pending)
        #expect(instruction.control == .none)
        #expect(instruction.timeliness(at: Fixture.hour(100_000)) == .none)
    }

    @Test func aYearThatIsNotLoadedRefusesTheIssue() {
        let refused = refusal { try issue({ $0.mark = .urgent }, at: Fixture.instant("2027-01-11T05:00:00Z")) }
        #expect(refused?.code == "deadline-policy")
        #expect(refused?.sentence.contains("2027") == true)
    }

    @Test(arguments: [("2016-03-30T12:00:00Z", false), ("2016-03-30T12:00:01Z", true)])
    func aPartAfterTheFirstHalfIsMarkedLate(_ moment: String, _ late: Bool) throws {
        let working = try Fixture.instruction(in: .inExecution)
        let decision = try Instruction.decide(
            Fixture.act(.contribute), on: working, by: Fixture.actor("tpu"), at: Fixture.instant(moment),
            in: Fixture.context)
        #expect(decision.after.assignments[1].lateContribution == late)
        #expect(decision.after.assignments[1].state == .given)
    }

    @Test func latenessIsJudgedByTheReport() throws {
        let reported = try Fixture.instruction(in: .closed)
        #expect(reported.timeliness(at: Fixture.hour(100_000)) == .doneOnTime)
        #expect(reported.control == .removed)
        #expect(try Fixture.instruction(in: .withdrawn).timeliness(at: Fixture.hour(100_000)) == .none)
    }
}
