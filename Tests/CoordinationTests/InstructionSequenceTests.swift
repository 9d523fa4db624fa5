// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

/// Random cases, the same in every run.
@Suite struct InstructionSequenceTests {
    static let sequences = 20_000

    @Test func twentyThousandRandomSequencesFoldToTheirState() throws {
        var generator = SeededGenerator(seed: 2016)
        var tally = Tally()
        for _ in 0..<Self.sequences {
            try play(&generator, &tally)
        }
        #expect(Set(tally.reached.keys) == Set(InstructionState.allCases))
        #expect(Set(tally.allowed.keys) == Set(InstructionActKind.allCases))
        let ends = tally.reached.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.key.rawValue) \($0.value)" }
        print(
            "\(Self.sequences) sequences: \(tally.acts) acts, \(tally.allowed.values.reduce(0, +)) allowed, \(tally.refused) refused"
        )
        print("  ended in \(ends.joined(separator: ", "))")
    }

    @Test func whateverStoodInTheMessagesTheRulesStayTotal() {
        var generator = SeededGenerator(seed: 2020)
        var pairs: Set<String> = []
        for _ in 0..<6000 {
            var state: Instruction?
            for _ in 0..<Int.random(in: 1...20, using: &generator) {
                let (act, other) = RandomAct.next(after: nil, using: &generator)
                let actor = Bool.random(using: &generator) ? Fixture.actor("tsu") : other
                guard let event = RandomAct.event(using: &generator) else { continue }
                let header = MessageHeader(
                    caseID: Fixture.caseID, programme: "ino-tomsk", kind: act.kind.messageKind, actor: actor,
                    occurredAt: RandomAct.instant(using: &generator))
                state = Instruction.applying(event, of: header, to: state)
            }
            guard let state else { continue }
            for kind in InstructionActKind.allCases {
                let (_, actor) = RandomAct.next(after: state, using: &generator)
                let at = RandomAct.instant(using: &generator)
                _ = try? Instruction.decide(Fixture.act(kind), on: state, by: actor, at: at, in: Fixture.context)
                _ = state.why(at: at, in: Fixture.programme)
                pairs.insert("\(state.state) \(kind)")
            }
        }
        #expect(pairs.count == InstructionState.allCases.count * InstructionActKind.allCases.count)
    }

    struct Tally {
        var acts = 0
        var refused = 0
        var allowed: [InstructionActKind: Int] = [:]
        var reached: [InstructionState: Int] = [:]
    }

    private func play(_ generator: inout SeededGenerator, _ tally: inout Tally) throws {
        var state: Instruction?
        var folded: Instruction?
        var now = Fixture.hour(Int.random(in: 0..<3000, using: &generator))
        for _ in 0..<Int.random(in: 2...18, using: &generator) {
            now = now.adding(seconds: Int.random(in: -3600...100_000, using: &generator))
            let (act, actor) = RandomAct.next(after: state, using: &generator)
            if [.lapseExtension, .remind, .escalate].contains(act) {
                now = now.adding(seconds: Int.random(in: 0...3_000_000, using: &generator))
            }
            tally.acts += 1
            do {
                let decision = try Instruction.decide(act, on: state, by: actor, at: now, in: Fixture.context)
                let header = MessageHeader(
                    caseID: Fixture.caseID, programme: "ino-tomsk", kind: decision.kind, actor: actor, occurredAt: now)
                let event = try InstructionEvent(json: decision.event.json())
                folded = Instruction.applying(event, of: header, to: folded)
                if event != decision.event || folded != decision.after || folded?.revision != (state?.revision ?? 0) + 1
                {
                    Issue.record(
                        "\(act) leads to \(decision.after), its message folds to \(String(describing: folded))")
                }
                state = decision.after
                tally.allowed[act.kind, default: 0] += 1
            } catch let refused as Refusal {
                if refused.sentence.isEmpty || refused.next == nil { Issue.record("a mute refusal of \(act)") }
                tally.refused += 1
            }
        }
        if let state { tally.reached[state.state, default: 0] += 1 }
    }
}
