// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

/// Random looks of two clocks among random acts of people, the same in every run.
@Suite struct InstructionClockPropertyTests {
    static let cases = 100_000

    private struct Tally {
        var looks = 0
        var told: [LadderStep.Kind: Int] = [:]
        var lapsed = 0
        var doubles = 0
        var ended = 0
    }

    @Test func whateverTheOrderAndNumberOfLooksNoStepIsToldTwice() throws {
        var generator = SeededGenerator(seed: 24)
        let contexts = Self.contexts
        let bases = try Self.bases(in: contexts[0])
        var tally = Tally()
        for _ in 0..<Self.cases {
            let context = contexts[Int.random(in: 0..<contexts.count, using: &generator)]
            let base = bases[Int.random(in: 0..<bases.count, using: &generator)]
            play(base, in: context, &tally, using: &generator)
        }
        print(
            "\(Self.cases) cases, \(tally.looks) looks: told \(tally.told.map { "\($0.key.rawValue) \($0.value)" }.sorted())"
                + ", \(tally.lapsed) lapses, \(tally.doubles) second looks refused, \(tally.ended) looks at what nobody owes"
        )
        #expect(tally.told.values.allSatisfy { $0 > Self.cases / 100 } && tally.told.count == 3)
        #expect(tally.lapsed > Self.cases / 1000 && tally.doubles > Self.cases / 10 && tally.ended > Self.cases / 100)
    }

    private static var contexts: [CaseContext] {
        let ladders: [DeadlinePolicy.Ladder] = [
            .standard, .off, .init(dueSoon: [10, 3, 1], tellsOverdue: true, escalations: [.head: 0, .office: 2]),
            .init(dueSoon: [1], tellsOverdue: false, escalations: [.head: 7, .issuer: 2]),
        ]
        return ladders.flatMap { ladder in
            ["fano", nil].map { InstructionClockTests.context(ladder: ladder, office: $0) }
        }
    }

    private static func bases(in context: CaseContext) throws -> [Instruction] {
        let reached = try InstructionState.allCases.map { try Fixture.instruction(in: $0) }
        let rework = InstructionAct.return(reason: "нет акта", newDate: Fixture.date("2016-04-08"))
        let returned = try Instruction.decide(
            rework, on: Fixture.instruction(in: .reported), by: Fixture.actor("minekonom"), at: Fixture.hour(5),
            in: context
        ).after
        let asked = try reached.filter { $0.state == .inExecution }.map {
            try Instruction.decide(
                Fixture.act(.requestExtension), on: $0, by: Fixture.actor("tsu"), at: Fixture.hour(5), in: context
            ).after
        }
        let working = reached.filter { InstructionRule.followedByClock.contains($0.state) }
        return reached + working + working + [returned] + asked + asked
    }

    private func play(
        _ base: Instruction, in context: CaseContext, _ tally: inout Tally, using generator: inout SeededGenerator
    ) {
        var state = base
        var now = Fixture.hour(5)
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            now = now.adding(seconds: Int.random(in: 0..<900_000, using: &generator))
            // What the second clock saw before the first one acted.
            let seen = state.clockLook(at: now, in: context.programme)
            for clock in 0..<2 {
                for act in seen.acts {
                    let actor = state.clockActor(in: context.programme)
                    guard
                        let decision = try? Instruction.decide(act, on: state, by: actor, at: now, in: context)
                    else {
                        tally.doubles += 1
                        if clock == 0 { Issue.record("\(act) was due at \(now) and refused on \(state)") }
                        continue
                    }
                    if clock == 1 { Issue.record("two clocks did \(act) at \(now) on \(state)") }
                    check(decision.event, on: state, at: now, &tally)
                    state = decision.after
                }
            }
            checkLook(at: state, now, in: context.programme, &tally, using: &generator)
            state = person(on: state, at: now, in: context, using: &generator)
        }
    }

    /// A step is told after all that were told for the deadline before it, and never what has lost its sense.
    private func check(_ event: InstructionEvent, on state: Instruction, at now: Instant, _ tally: inout Tally) {
        if !InstructionRule.followedByClock.contains(state.state) { Issue.record("\(event) on \(state.state)") }
        guard let notice = event.notice else {
            tally.lapsed += 1
            return
        }
        tally.told[notice.step.kind, default: 0] += 1
        let done = state.fired.filter { $0.due == notice.due }.map(\.step.place)
        let places = (notice.skipped + [notice.step]).map(\.place)
        if let first = places.first, let last = done.last, first <= last {
            Issue.record("\(notice) after \(state.fired)")
        }
        if places != places.sorted() || Set(places).count != places.count || notice.due != state.deadline.due {
            Issue.record("\(notice) of \(state.deadline)")
        }
        if (notice.step.kind == .dueSoon) != (now <= notice.due) { Issue.record("\(notice) told at \(now)") }
    }

    /// After what was due is done nothing is due until the next look, and then something is.
    private func checkLook(
        at state: Instruction, _ now: Instant, in programme: ProgrammeRules, _ tally: inout Tally,
        using generator: inout SeededGenerator
    ) {
        tally.looks += 1
        let look = state.clockLook(at: now, in: programme)
        if !look.acts.isEmpty { Issue.record("\(look) is due again at \(now) on \(state)") }
        if !InstructionRule.followedByClock.contains(state.state) {
            tally.ended += 1
            if look.next != nil { Issue.record("\(state.state) is followed: \(look)") }
        }
        let far = now.adding(seconds: 10_000_000)
        let next = look.next ?? far
        let before = Int.random(
            in: 0..<max(1, Int((next.microsecondsSince1970 - now.microsecondsSince1970) / 1_000_000)), using: &generator
        )
        if !state.clockLook(at: now.adding(seconds: before), in: programme).acts.isEmpty {
            Issue.record("something is due \(before) s after \(now), and the next look is at \(next): \(state)")
        }
        if look.next != nil, next <= now || state.clockLook(at: next, in: programme).acts.isEmpty {
            Issue.record("nothing is due at \(next), the next look after \(now): \(state)")
        }
    }

    private func person(
        on state: Instruction, at now: Instant, in context: CaseContext, using generator: inout SeededGenerator
    ) -> Instruction {
        let day = CalendarDate(daysSince1970: Int.random(in: 16_880..<16_990, using: &generator))
        let waived = InstructionAct.report(text: "сделано", evidence: ["акт"], waived: ["tpu": "не ответил"])
        let acts: [(InstructionAct, String)] = [
            (Fixture.act(.register), "tsu"), (Fixture.act(.assign), "tsu"), (waived, "tsu"),
            (.requestExtension(newDate: day, reason: "other", text: "ещё"), "tsu"),
            (.grantExtension(newDate: nil, comment: nil), "minekonom"), (Fixture.act(.denyExtension), "minekonom"),
            (.return(reason: "нет акта", newDate: Bool.random(using: &generator) ? day : nil), "minekonom"),
            (Fixture.act(.withdraw), "minekonom"),
        ]
        let (act, organisation) = acts[Int.random(in: 0..<acts.count, using: &generator)]
        let actor = Fixture.actor(organisation)
        return (try? Instruction.decide(act, on: state, by: actor, at: now, in: context).after) ?? state
    }
}
