// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// In which states which part in a use may do which act: data, walked whole by a test.
public struct InstrumentUseRule: Hashable, Sendable {
    /// The act.
    public var act: InstrumentUseActKind
    /// The parts it is for; an operator may enter any of them from paper.
    public var parts: Set<InstrumentUsePart>
    /// The states it is possible in.
    public var states: Set<InstrumentUseState>

    /// All rules; what no rule names is refused. `need` begins a case and has a rule of its own.
    public static let all: [InstrumentUseRule] = [
        // A match may be changed until somebody applies, and after a refusal another instrument may be found.
        rule(.match, [.office], [.needed, .matched, .refused]),
        rule(.apply, [.recipient, .lead, .needer], [.matched, .refused]),
        rule(.grant, [.owner], [.applied]),
        rule(.refuse, [.owner], [.applied]),
        // Who got the money says what was spent of it; the owner may, from the recipient's final report.
        rule(.exhaust, [.recipient, .owner], [.granted]),
        // What is granted is not withdrawn: it is used up, with nothing spent of it if need be.
        rule(.withdraw, [.needer, .recipient, .lead], [.needed, .matched, .applied, .refused]),
    ]

    /// Whether a part may do the act in the state.
    public static func allows(
        _ act: InstrumentUseActKind, as part: InstrumentUsePart, in state: InstrumentUseState
    ) -> Bool {
        all.contains { $0.act == act && $0.parts.contains(part) && $0.states.contains(state) }
    }

    /// The parts an act is for, in any state.
    static func parts(for act: InstrumentUseActKind) -> [InstrumentUsePart] {
        let parts = Set(all.filter { $0.act == act }.flatMap(\.parts))
        return InstrumentUsePart.allCases.filter(parts.contains)
    }

    private static func rule(
        _ act: InstrumentUseActKind, _ parts: Set<InstrumentUsePart>, _ states: Set<InstrumentUseState>
    ) -> InstrumentUseRule {
        InstrumentUseRule(act: act, parts: parts, states: states)
    }
}

extension InstrumentUse {
    /// The acts an organisation may do in the state it is in, by its parts; the words of an act may still be refused.
    public func openActs(for organisation: String) -> [InstrumentUseActKind] {
        let parts = parts(of: organisation)
        return InstrumentUseActKind.allCases.filter { act in
            parts.contains { InstrumentUseRule.allows(act, as: $0, in: state) }
        }
    }
}

extension Authority {
    /// Whether the principal may read the use of an instrument: its parties, operators and auditors.
    public static func mayRead(_ use: InstrumentUse, _ principal: Principal) -> Bool {
        mayRead(parties: use.parties, principal)
    }
}
