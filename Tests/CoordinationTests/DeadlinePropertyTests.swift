// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

/// What holds for deadlines whatever happens, over a hundred thousand cases each, the same in every run.
@Suite struct DeadlinePropertyTests {
    static let cases = 100_000

    private func decide(
        _ act: InstructionAct, on instruction: Instruction, by actor: Actor, at instant: Instant
    ) -> Instruction? {
        try? Instruction.decide(act, on: instruction, by: actor, at: instant, in: Fixture.context).after
    }

    private func isLater(_ one: Instruction, _ other: Instruction) -> Bool {
        guard let one = one.deadline.due, let other = other.deadline.due else { return false }
        return one > other
    }

    @Test func anUndecidedRequestNeverMovesADate() throws {
        var generator = SeededGenerator(seed: 12)
        let bases = try [InstructionState.registered, .inExecution, .returned].map { try Fixture.instruction(in: $0) }
        let tsu = Fixture.actor("tsu")
        var (allowed, granted) = (0, 0)
        for _ in 0..<Self.cases {
            let base = bases[Int.random(in: 0..<bases.count, using: &generator)]
            let at = Fixture.hour(Int.random(in: 5..<300, using: &generator))
            let day = CalendarDate(daysSince1970: Int.random(in: 16_880..<16_990, using: &generator))
            let request = InstructionAct.requestExtension(newDate: day, reason: "other", text: "ещё")
            guard let asked = decide(request, on: base, by: tsu, at: at) else { continue }
            allowed += 1
            let later = at.adding(seconds: Int.random(in: 0..<2_000_000, using: &generator))
            let kind = [InstructionActKind.withdrawExtension, .denyExtension, .lapseExtension, .grantExtension][
                Int.random(in: 0..<4, using: &generator)]
            let actor =
                kind == .lapseExtension
                ? Fixture.actor("minekonom", .system)
                : kind == .withdrawExtension ? tsu : Fixture.actor("minekonom")
            let after = decide(Fixture.act(kind), on: asked, by: actor, at: later) ?? asked
            if after.extensionState == .granted {
                granted += 1
                if after.deadline.original != base.deadline.original || !isLater(after, base) {
                    Issue.record("a grant from \(at) on \(day) made \(after.deadline)")
                }
            } else if after.deadline != base.deadline || after.timeliness(at: later) != base.timeliness(at: later) {
                Issue.record("\(kind) after a request at \(at) made \(after.deadline)")
            }
        }
        print("\(Self.cases) requests for more time: \(allowed) allowed, \(granted) granted")
        #expect(allowed > Self.cases / 10 && granted > Self.cases / 100)
    }

    @Test func whatCameToItsEndIsNeverOverdueLater() throws {
        var generator = SeededGenerator(seed: 13)
        let ends = InstructionState.allCases.filter(\.isTerminal)
        let reported = try Fixture.instruction(in: .inExecution)
        var seen: [Timeliness: Int] = [:]
        for _ in 0..<Self.cases {
            let end = ends[Int.random(in: 0..<ends.count, using: &generator)]
            var now = Fixture.hour(Int.random(in: 5..<2000, using: &generator))
            func next() -> Instant {
                now = now.adding(seconds: Int.random(in: 0..<500_000, using: &generator))
                return now
            }
            let report = InstructionAct.report(text: "сделано", evidence: ["акт"], waived: ["tpu": "не ответил"])
            let issuer = Fixture.actor("minekonom")
            let closed: Instruction?
            if end == .closed {
                closed = decide(report, on: reported, by: Fixture.actor("tsu"), at: next())
                    .flatMap { decide(.accept(comment: nil), on: $0, by: issuer, at: next()) }
                    .flatMap { decide(Fixture.act(.close), on: $0, by: issuer, at: next()) }
            } else {
                let act = end == .withdrawn ? Fixture.act(.withdraw) : Fixture.act(.closeUnexecuted)
                closed = decide(act, on: reported, by: issuer, at: next())
            }
            guard let closed else {
                Issue.record("\(end) was not reached")
                continue
            }
            let timeliness = closed.timeliness(at: next())
            seen[timeliness, default: 0] += 1
            if timeliness == .overdue || timeliness != closed.timeliness(at: next()) {
                Issue.record("\(closed.state) reported \(String(describing: closed.reportedAt)) is \(timeliness)")
            }
        }
        print(
            "\(Self.cases) ended cases: \(seen.map { "\($0.key.rawValue) \($0.value)" }.sorted().joined(separator: ", "))"
        )
        #expect(Set(seen.keys) == [.none, .doneOnTime, .doneLate])
    }
}
