// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

/// I12 and I13: asking for more time, and what comes of it.
@Suite struct InstructionExtensionTests {
    /// The deadline of the fixture's instructions.
    private let due = Fixture.instant("2016-04-04T12:00:00Z")
    private let tsu = Fixture.actor("tsu")
    private let issuer = Fixture.actor("minekonom", person: "signer")

    private func decide(
        _ act: InstructionAct, on instruction: Instruction, by actor: Actor, at instant: Instant = Fixture.hour(50),
        in context: CaseContext = Fixture.context
    ) throws -> Decision<InstructionEvent, Instruction> {
        try Instruction.decide(act, on: instruction, by: actor, at: instant, in: context)
    }

    private func asked(_ state: InstructionState = .inExecution) throws -> Instruction {
        try decide(Fixture.act(.requestExtension), on: Fixture.instruction(in: state), by: tsu).after
    }

    private func limited(_ limits: DeadlinePolicy.Limits) -> CaseContext {
        var context = Fixture.context
        var policy = DeadlinePolicy.federal
        policy.limits = limits
        context.programme.policies = [policy]
        return context
    }

    /// region, act, by: the region after; what is not here is refused. The clock acts after the deadline, the others before.
    static let expected: [ExtensionState: [InstructionActKind: ExtensionState]] = [
        .none: [.requestExtension: .requested],
        .requested: [
            .withdrawExtension: .withdrawn, .grantExtension: .granted, .denyExtension: .denied,
            .lapseExtension: .lapsed,
        ],
        .granted: [.requestExtension: .requested], .denied: [.requestExtension: .requested],
        .withdrawn: [.requestExtension: .requested], .lapsed: [:],
    ]

    private func instruction(in region: ExtensionState) throws -> Instruction {
        let asked = try asked()
        return switch region {
        case .none: try Fixture.instruction(in: .inExecution)
        case .requested: asked
        case .granted: try decide(Fixture.act(.grantExtension), on: asked, by: issuer).after
        case .denied: try decide(Fixture.act(.denyExtension), on: asked, by: issuer).after
        case .withdrawn: try decide(Fixture.act(.withdrawExtension), on: asked, by: tsu).after
        case .lapsed:
            try decide(.lapseExtension, on: asked, by: Fixture.actor("minekonom", .system), at: Fixture.hour(400)).after
        }
    }

    @Test(arguments: ExtensionState.allCases) func everyPairOfRegionAndActIsDecidedOrRefused(_ region: ExtensionState)
        throws
    {
        let instruction = try instruction(in: region)
        #expect(instruction.extensionState == region)
        let acts: [InstructionActKind] = [
            .requestExtension, .withdrawExtension, .grantExtension, .denyExtension, .lapseExtension,
        ]
        for kind in acts {
            let actor =
                switch kind {
                case .lapseExtension: Fixture.actor("minekonom", .system)
                case .grantExtension, .denyExtension: issuer
                default: tsu
                }
            let late = kind == .lapseExtension || region == .lapsed
            let act: InstructionAct =
                kind == .requestExtension
                ? .requestExtension(newDate: Fixture.date("2016-05-31"), reason: "other", text: "ещё")
                : Fixture.act(kind)
            var after: ExtensionState?
            do {
                let decision = try decide(act, on: instruction, by: actor, at: Fixture.hour(late ? 401 : 51))
                after = decision.after.extensionState
                #expect(decision.after.state == instruction.state, "the main state is left alone")
            } catch let refusal as Refusal {
                StateTable.expectWords(refusal, of: kind.rule)
            }
            #expect(after == Self.expected[region]?[kind], "\(region.rawValue) \(kind.rawValue)")
        }
    }

    @Test(arguments: [InstructionState.registered, .inExecution, .returned])
    func aRequestStopsNoClock(_ state: InstructionState) throws {
        let before = try Fixture.instruction(in: state)
        let decision = try decide(Fixture.act(.requestExtension), on: before, by: tsu)
        #expect(decision.after.deadline == before.deadline)
        #expect(decision.after.timeliness(at: due.adding(seconds: 1)) == .overdue)
        #expect(decision.audience.map(\.organisation) == ["minekonom"])
    }

    @Test func aGrantMovesTheDeadlineAndKeepsTheFirstOne() throws {
        let decision = try decide(.grantExtension(newDate: nil, comment: "согласен"), on: asked(), by: issuer)
        let after = decision.after
        #expect(after.deadline.original == due)
        #expect(after.deadline.current == Fixture.instant("2016-04-15T12:00:00Z"))
        #expect(after.daysGained == 11 && after.extensions.last?.decision == "согласен")
        let step = try #require(after.deadline.explanation.last)
        #expect(step.date == Fixture.date("2016-04-15"))
        #expect(
            step.text
                == "minekonom, signer moved it on 27.03.2016 from 04.04.2016 to 15.04.2016 at the request of tsu: нет ответа кадастра"
        )
        #expect(decision.audience.map(\.organisation) == ["fano", "tpu", "tsu"])
        #expect(after.timeliness(at: due.adding(seconds: 1)) == .onTime)
    }

    @Test func theIssuerMayGrantAnotherDayThanWasAskedFor() throws {
        let act = InstructionAct.grantExtension(newDate: Fixture.date("2016-04-08"), comment: nil)
        let after = try decide(act, on: asked(), by: issuer).after
        #expect(after.deadline.current == Fixture.instant("2016-04-08T12:00:00Z") && after.daysGained == 4)
        let early = InstructionAct.grantExtension(newDate: Fixture.date("2016-04-04"), comment: nil)
        #expect(refusal { try decide(early, on: asked(), by: issuer) }?.sentence.contains("is not later than") == true)
    }

    @Test func moreTimeForAReworkLeavesTheDeadlineItself() throws {
        let reported = try Fixture.instruction(in: .reported)
        let act = InstructionAct.return(reason: "нет акта", newDate: Fixture.date("2016-04-08"))
        let returned = try decide(act, on: reported, by: issuer).after
        let asked = try decide(Fixture.act(.requestExtension), on: returned, by: tsu).after
        let after = try decide(Fixture.act(.grantExtension), on: asked, by: issuer).after
        #expect(after.deadline.current == due && after.deadline.original == due)
        #expect(after.deadline.rework == Fixture.instant("2016-04-15T12:00:00Z") && after.daysGained == 7)
    }

    @Test(arguments: ["2016-04-04", "2016-04-01", "2016-04-16", "2030-04-16"])
    func theNewDayIsALaterWorkingDay(_ day: String) throws {
        let act = InstructionAct.requestExtension(newDate: Fixture.date(day), reason: "other", text: "ещё")
        let refused = refusal { try decide(act, on: Fixture.instruction(in: .inExecution), by: tsu) }
        #expect(["rule-refused", "deadline-policy"].contains(refused?.code))
        if day == "2016-04-16" { #expect(refused?.next == "Name 15.04.2016 or 18.04.2016.") }
    }

    @Test func moreTimeIsAskedForBeforeTheDeadlineAndWithAReason() throws {
        let working = try Fixture.instruction(in: .inExecution)
        #expect(try decide(Fixture.act(.requestExtension), on: working, by: tsu, at: due).after.extensions.count == 1)
        let late = refusal {
            try decide(Fixture.act(.requestExtension), on: working, by: tsu, at: due.adding(seconds: 1))
        }
        #expect(late?.sentence.contains("has passed: more time is asked for before it") == true)
        let day = Fixture.date("2016-04-15")
        let unknown = InstructionAct.requestExtension(newDate: day, reason: "лень", text: "ещё")
        #expect(refusal { try decide(unknown, on: working, by: tsu) }?.next?.contains("force-majeure") == true)
        let mute = InstructionAct.requestExtension(newDate: day, reason: "other", text: " ")
        #expect(refusal { try decide(mute, on: working, by: tsu) }?.rule == "I12")
        let coExecutor = refusal { try decide(Fixture.act(.requestExtension), on: working, by: Fixture.actor("tpu")) }
        #expect(coExecutor?.code == "not-authorised")
    }

    @Test func whatNobodyDecidedByTheDeadlineHasLapsedBeforeAnybodyEntersIt() throws {
        let asked = try asked()
        let late = due.adding(seconds: 1)
        #expect(asked.extensionState(at: due) == .requested && asked.extensionState(at: late) == .lapsed)
        for kind in [InstructionActKind.grantExtension, .denyExtension] {
            let refused = refusal { try decide(Fixture.act(kind), on: asked, by: issuer, at: late) }
            #expect(refused?.sentence.contains("lapsed with the deadline, 04.04.2016 18:00, which stands") == true)
        }
        let why = asked.why(at: late, in: Fixture.programme)
        #expect(why.sentence.hasSuffix("nobody decided by the deadline, and the deadline stands."))
        #expect(!why.duties.contains { $0.act == "grant-extension" })
        let clock = Fixture.actor("minekonom", .system)
        #expect(refusal { try decide(.lapseExtension, on: asked, by: clock, at: due) }?.rule == "I13")
        let lapsed = try decide(.lapseExtension, on: asked, by: clock, at: late)
        #expect(lapsed.after.extensionState == .lapsed && lapsed.after.deadline == asked.deadline)
        #expect(lapsed.audience.map(\.organisation) == ["fano", "minekonom", "tpu", "tsu"])
        #expect(refusal { try decide(.lapseExtension, on: asked, by: issuer, at: late) }?.code == "not-authorised")
    }

    @Test func theIssuerIsToldToDecideByTheDeadline() throws {
        let duty = try #require(
            asked().why(at: Fixture.hour(60), in: Fixture.programme).duties.first { $0.act == "grant-extension" })
        #expect(duty.organisation == "minekonom" && duty.due == due && duty.norm.hasPrefix("I13"))
        #expect(duty.task == "grant or deny tsu more time, until 15.04.2016")
        let tasks = try asked().tasks(of: "minekonom", at: Fixture.hour(60), in: Fixture.programme)
        #expect(tasks.map(\.task) == [duty.task])
    }

    @Test func aReportOrTheEndTakesTheRequestBack() throws {
        let report = InstructionAct.report(text: "сделано", evidence: ["акт"], waived: ["tpu": "не ответил"])
        #expect(try decide(report, on: asked(), by: tsu).after.extensionState == .withdrawn)
        #expect(try decide(Fixture.act(.withdraw), on: asked(), by: issuer).after.extensionState == .withdrawn)
    }

    @Test func thePolicyLimitsHowOftenAndHowLong() throws {
        let once = limited(DeadlinePolicy.Limits(extensions: 1))
        let denied = try decide(Fixture.act(.denyExtension), on: asked(), by: issuer).after
        let again = refusal { try decide(Fixture.act(.requestExtension), on: denied, by: tsu, in: once) }
        #expect(again?.code == "deadline-policy" && again?.sentence.hasSuffix("federal allows 1.") == true)
        let withdrawn = try decide(Fixture.act(.withdrawExtension), on: asked(), by: tsu).after
        #expect(
            try decide(Fixture.act(.requestExtension), on: withdrawn, by: tsu, in: once).after.extensions.count == 2)
        let window = limited(DeadlinePolicy.Limits(extensionWindow: .init(1, .workingDays)))
        let working = try Fixture.instruction(in: .inExecution)
        let monday = Fixture.instant("2016-03-28T12:00:00Z")
        let request = Fixture.act(.requestExtension)
        #expect(try decide(request, on: working, by: tsu, at: monday, in: window).after.extensionState == .requested)
        let late = refusal { try decide(request, on: working, by: tsu, at: monday.adding(seconds: 1), in: window) }
        #expect(late?.code == "deadline-policy" && late?.sentence.hasSuffix("until 28.03.2016.") == true)
    }

    @Test func allowedActsNameOnlyWhatHasAnObject() throws {
        let person = Principal(name: "b", organisation: "minekonom", scopes: [.act])
        func allowed(_ instruction: Instruction) -> Set<String> {
            Set(
                instruction.allowedActs(for: person, at: Fixture.hour(60), in: Fixture.context).filter(\.allowed)
                    .map(\.act))
        }
        #expect(try allowed(Fixture.instruction(in: .inExecution)).isDisjoint(with: ["grant-extension"]))
        #expect(try allowed(asked()).isSuperset(of: ["grant-extension", "deny-extension"]))
    }
}
