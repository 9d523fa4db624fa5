// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

/// What several instructions come to together.
@Suite struct RollUpTests {
    static let cases = 100_000

    private func rolledUp(_ states: [InstructionState]) -> InstructionState {
        RollUp(states.map { (state: $0, overdue: false) }).state
    }

    /// The order of lifecycles.md, 3: each pair's earlier state.
    @Test(
        arguments: [
            ([], .draft), ([.issued, .closed], .issued), ([.registered, .inExecution], .registered),
            ([.returned, .reported], .inExecution), ([.inExecution, .returned], .inExecution),
            ([.executed, .reported], .reported), ([.closed, .executed], .executed),
            ([.closedUnexecuted, .closed], .closed),
            ([.closedUnexecuted], .closed), ([.withdrawn, .withdrawn], .withdrawn), ([.withdrawn, .closed], .closed),
            ([.withdrawn, .issued], .issued), ([.superseded, .reported], .reported), ([.superseded], .withdrawn),
            ([.refused, .registered], .issued), ([.executed, .closedUnexecuted, .withdrawn], .executed),
        ] as [([InstructionState], InstructionState)])
    func theSlowestThatWasNotWithdrawnSaysWhereTheWholeStands(_ states: [InstructionState], _ whole: InstructionState) {
        #expect(rolledUp(states) == whole)
    }

    @Test func everyMultisetOfStatesComesToOneStateWhateverItsOrder() {
        var generator = SeededGenerator(seed: 31)
        var reached: Set<InstructionState> = []
        for _ in 0..<Self.cases {
            let states = Self.states(using: &generator)
            let whole = rolledUp(states)
            reached.insert(whole)
            let counted = states.filter { $0 != .withdrawn && $0 != .superseded }
            let isRight =
                whole == rolledUp(states.shuffled(using: &generator))
                && (counted.isEmpty || whole == rolledUp(counted))
                && (states.isEmpty || states.contains { $0.progress == whole.progress })
            if !isRight { Issue.record("\(states) come to \(whole)") }
        }
        #expect(reached == [.draft, .issued, .registered, .inExecution, .reported, .executed, .closed, .withdrawn])
        print("\(Self.cases) multisets of states, each rolled up to one")
    }

    @Test func whenOneGoesOnTheWholeNeverGoesBack() {
        var generator = SeededGenerator(seed: 32)
        var moved = 0
        for _ in 0..<Self.cases {
            let states = Self.states(using: &generator) + [.draft]
            let place = Int.random(in: 0..<states.count, using: &generator)
            let onward = InstructionState.allCases.filter { $0.progress >= states[place].progress }
            var after = states
            after[place] = onward.randomElement(using: &generator) ?? .withdrawn
            let (one, other) = (rolledUp(states).progress, rolledUp(after).progress)
            if other < one { Issue.record("\(states) to \(after): from \(one) back to \(other)") }
            if other > one { moved += 1 }
        }
        print("\(Self.cases) steps of one of several: \(moved) moved the whole on, none moved it back")
        #expect(moved > Self.cases / 50)
    }

    @Test func whatIsOverdueAndWhatWasNotExecutedIsCountedApart() {
        let parts = [
            (state: InstructionState.closedUnexecuted, overdue: true), (state: .inExecution, overdue: false),
            (state: .withdrawn, overdue: true),
        ]
        let whole = RollUp(parts)
        #expect(!whole.overdue && whole.count == 3 && whole.open == 1 && whole.closedUnexecuted == 1)
        #expect(RollUp(parts + [(state: .issued, overdue: true)]).overdue)
    }

    private static func states(using generator: inout SeededGenerator) -> [InstructionState] {
        (0..<Int.random(in: 0...6, using: &generator)).map { _ in
            InstructionState.allCases.randomElement(using: &generator) ?? .draft
        }
    }
}
