// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

/// What the broker's clock does with an instruction of 25 March 2016 that is due on Monday, 4 April, at 18:00 in Tomsk.
@Suite struct InstructionClockTests {
    static let due = Fixture.instant("2016-04-04T12:00:00Z")
    static let end = Fixture.instant("2016-06-01T00:00:00Z")

    static func context(ladder: DeadlinePolicy.Ladder = .standard, office: String? = "fano") -> CaseContext {
        var context = Fixture.context
        var policy = DeadlinePolicy.federal
        policy.ladder = ladder
        context.programme.policies = [policy]
        context.programme.office = office
        return context
    }

    /// `2016-03-30T12:00:00Z remind due-soon:3 tpu:co-executor,tsu:responsible`, and what was passed over.
    static func lines(
        _ instruction: Instruction, from now: Instant = Fixture.hour(5), in context: CaseContext = context()
    ) -> [String] {
        instruction.foreseen(from: now, until: end, in: context).map { act in
            func text(_ step: LadderStep) -> String {
                step.kind.rawValue + (step.level.map { ":\($0)" } ?? "") + (step.days > 0 ? ":\(step.days)" : "")
            }
            let told = act.recipients.map { "\($0.organisation):\($0.role ?? "")" }.joined(separator: ",")
            let skipped = act.skipped.isEmpty ? "" : " not " + act.skipped.map(text).joined(separator: ",")
            return "\(act.at) \(act.act) \(act.step.map(text) ?? "-") \(told)\(skipped)"
        }
    }

    @Test func theLadderGoesUpStepByStep() throws {
        #expect(
            Self.lines(try Fixture.instruction(in: .inExecution, draft: Fixture.controlledDraft)) == [
                "2016-03-30T12:00:00Z remind due-soon:3 tpu:co-executor,tsu:responsible",
                "2016-04-04T12:00:00.000001Z remind overdue audit-office:controller,tpu:co-executor,tsu:responsible",
                "2016-04-05T12:00:00Z escalate escalation:1:1 tsu:responsible",
                "2016-04-07T12:00:00Z escalate escalation:2:3 audit-office:controller,minekonom:issuer",
                "2016-04-11T12:00:00Z escalate escalation:3:5 fano:office",
            ])
    }

    @Test func aClockThatWasStoppedTellsOnlyWhatStillMakesSense() throws {
        let instruction = try Fixture.instruction(in: .inExecution)
        #expect(
            Self.lines(instruction, from: Fixture.instant("2016-04-08T00:00:00Z")) == [
                "2016-04-08T00:00:00Z remind overdue minekonom:issuer,tpu:co-executor,tsu:responsible not due-soon:3",
                "2016-04-08T00:00:00Z escalate escalation:2:3 minekonom:issuer not escalation:1:1",
                "2016-04-11T12:00:00Z escalate escalation:3:5 fano:office",
            ])
        var state = instruction
        let now = Fixture.instant("2016-05-20T00:00:00Z")
        let context = Self.context()
        for act in state.clockLook(at: now, in: context.programme).acts {
            state =
                try Instruction.decide(
                    act, on: state, by: state.clockActor(in: context.programme), at: now, in: context
                ).after
        }
        #expect(state.fired.map(\.step.place) == [-3, 0, 1, 2, 3])
        #expect(state.fired.map(\.told) == [false, true, false, false, true])
        #expect(state.fired.allSatisfy { $0.due == Self.due && $0.at == now && $0.norm.hasPrefix("federal v1: I2") })
        #expect(state.clockLook(at: now, in: context.programme) == ClockLook(acts: [], next: nil))
    }

    @Test(arguments: InstructionState.allCases) func onlyWhatSomebodyOwesIsFollowed(_ state: InstructionState) throws {
        let lines = Self.lines(try Fixture.instruction(in: state))
        #expect(lines.isEmpty == !InstructionRule.followedByClock.contains(state))
    }

    @Test func anotherDeadlineHasALadderOfItsOwn() throws {
        let context = Self.context()
        var state = try Fixture.instruction(in: .inExecution)
        func act(_ act: InstructionAct, _ actor: Actor, _ moment: String) throws {
            let at = Fixture.instant(moment)
            state = try Instruction.decide(act, on: state, by: actor, at: at, in: context).after
        }
        try act(.remind, Fixture.actor("fano", .system), "2016-03-30T12:00:00Z")
        try act(Fixture.act(.requestExtension), Fixture.actor("tsu"), "2016-04-01T04:00:00Z")
        try act(Fixture.act(.grantExtension), Fixture.actor("minekonom"), "2016-04-01T05:00:00Z")
        let lines = Self.lines(state, from: Fixture.instant("2016-04-01T05:00:00Z"))
        #expect(lines.first == "2016-04-12T12:00:00Z remind due-soon:3 tpu:co-executor,tsu:responsible")
        #expect(lines.count == 5)
    }

    @Test func aReminderForATimeBeforeTheDeadlineWasSetIsNotGiven() throws {
        var urgent = Fixture.draft
        urgent.mark = .urgent
        let lines = Self.lines(try Fixture.instruction(in: .issued, draft: urgent))
        #expect(lines.first?.contains("remind overdue") == true && lines.count == 4)
        #expect(lines.first?.contains(" not ") == false)
    }

    @Test func theOfficeIsALevelOnlyWhereItIsAboveTheOthers() throws {
        let instruction = try Fixture.instruction(in: .inExecution)
        for office in [nil, "minekonom", "tsu"] {
            let lines = Self.lines(instruction, in: Self.context(office: office))
            #expect(lines.last?.contains("escalation:2:3") == true, "\(office ?? "none")")
        }
    }

    @Test func aPolicyMaySaySomethingElseOrNothing() throws {
        let own = DeadlinePolicy.Ladder(dueSoon: [1, 5, 0, -2, 1], tellsOverdue: false, escalations: [.issuer: 2])
        let instruction = try Fixture.instruction(in: .inExecution)
        #expect(
            Self.lines(instruction, in: Self.context(ladder: own)) == [
                "2016-03-28T12:00:00Z remind due-soon:5 tpu:co-executor,tsu:responsible",
                "2016-04-01T12:00:00Z remind due-soon:1 tpu:co-executor,tsu:responsible",
                "2016-04-06T12:00:00Z escalate escalation:2:2 minekonom:issuer",
            ])
        #expect(Self.lines(instruction, in: Self.context(ladder: .off)).isEmpty)
    }

    @Test func aRequestThatNobodyDecidedLapsesFirst() throws {
        let context = Self.context()
        let asked = try Instruction.decide(
            Fixture.act(.requestExtension), on: Fixture.instruction(in: .inExecution), by: Fixture.actor("tsu"),
            at: Fixture.hour(50), in: context
        ).after
        let lines = Self.lines(asked)
        #expect(lines[1].hasPrefix("2016-04-04T12:00:00.000001Z lapse-extension - fano:observer,minekonom:issuer"))
        #expect(lines[2].hasPrefix("2016-04-04T12:00:00.000001Z remind overdue"))
        #expect(Self.lines(asked, in: Self.context(ladder: .off)).count == 1)
    }

    @Test func aDecisionMadeInTimeTakesThePlaceOfTheLapse() throws {
        let context = Self.context()
        let clock = Fixture.actor("minekonom", .system)
        let asked = try Instruction.decide(
            Fixture.act(.requestExtension), on: Fixture.instruction(in: .inExecution), by: Fixture.actor("tsu"),
            at: Fixture.hour(50), in: context
        ).after
        let late = Self.due.adding(seconds: 60)
        let lapsed = try Instruction.decide(.lapseExtension, on: asked, by: clock, at: late, in: context).after
        let office = Fixture.actor("minekonom", .operatorOnBehalf)
        for (kind, state) in [(InstructionActKind.grantExtension, ExtensionState.granted), (.denyExtension, .denied)] {
            let act = Fixture.act(kind)
            let after = try Instruction.decide(act, on: lapsed, by: office, at: Fixture.hour(60), in: context).after
            #expect(after.extensionState == state)
            let refused = refusal { try Instruction.decide(act, on: lapsed, by: office, at: late, in: context) }
            #expect(refused?.sentence.contains("lapsed with the deadline") == true)
        }
        let back = Fixture.act(.withdrawExtension)
        let tsu = Fixture.actor("tsu", .operatorOnBehalf)
        #expect(
            refusal { try Instruction.decide(back, on: lapsed, by: tsu, at: Fixture.hour(60), in: context) } != nil)
    }

    @Test func nobodyButTheClockDoesItsActsAndItDoesThemInOrder() throws {
        let instruction = try Fixture.instruction(in: .inExecution)
        let late = Self.due.adding(seconds: 864_000)
        for kind in [InstructionActKind.remind, .escalate] {
            let own = refusal {
                try Instruction.decide(
                    Fixture.act(kind), on: instruction, by: Fixture.actor("minekonom"), at: late, in: Self.context())
            }
            #expect(own?.code == "not-authorised" && own?.sentence.contains("the broker's own clock") == true)
        }
        let clock = Fixture.actor("fano", .system)
        let early = refusal {
            try Instruction.decide(.escalate, on: instruction, by: clock, at: late, in: Self.context())
        }
        #expect(early?.rule == "I25")
        let none = refusal {
            try Instruction.decide(.remind, on: instruction, by: clock, at: Fixture.hour(5), in: Self.context())
        }
        #expect(none?.rule == "I24")
    }

    @Test func daysThatCannotBeCountedAreNotGuessed() throws {
        var context = Self.context()
        let instruction = try Fixture.instruction(in: .inExecution)
        context.programme.calendar.years = []
        let lines = Self.lines(instruction, in: context)
        #expect(lines.count == 1 && lines[0].contains("remind overdue"), "its passing needs no calendar")
        #expect(Self.lines(instruction).count == 5)
    }

    @Test func eachNoticeSaysWhatTheMatterIsAndWhichNormAsksForIt() throws {
        let acts = try Fixture.instruction(in: .inExecution).foreseen(
            from: Fixture.hour(5), until: Self.end, in: Self.context())
        #expect(
            acts.map(\.text) == [
                "П-2016-0001 is due 04.04.2016 18:00. It waits for tsu to report.",
                "П-2016-0001 was due 04.04.2016 18:00. It waits for tsu to report.",
                "П-2016-0001 was due 04.04.2016 18:00 and is 1 working day late or more. It waits for tsu to report.",
                "П-2016-0001 was due 04.04.2016 18:00 and is 3 working days late or more. It waits for tsu to report.",
                "П-2016-0001 was due 04.04.2016 18:00 and is 5 working days late or more. It waits for tsu to report.",
            ])
        #expect(
            acts.map(\.norm) == [
                "federal v1: I24: a reminder 3 working days before the deadline",
                "federal v1: I24: that the deadline has passed is said at once",
                "federal v1: I25: level 1, the head of the responsible body, after 1 working day of lateness",
                "federal v1: I25: level 2, the issuer and the controller, after 3 working days of lateness",
                "federal v1: I25: level 3, the programme's office, after 5 working days of lateness",
            ])
    }
}
