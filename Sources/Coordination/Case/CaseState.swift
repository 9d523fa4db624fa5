// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A case of any kind as its messages have made it.
public enum CaseState: Hashable, Sendable {
    /// An instruction.
    case instruction(Instruction)
    /// The use of an instrument.
    case instrumentUse(InstrumentUse)
    /// An approval.
    case approval(Approval)

    /// What it is about.
    public var kind: CaseKind {
        switch self {
        case .instruction: .instruction
        case .instrumentUse: .instrumentUse
        case .approval: .approval
        }
    }

    /// Its identity.
    public var id: Identifier {
        switch self {
        case .instruction(let instruction): instruction.id
        case .instrumentUse(let use): use.id
        case .approval(let approval): approval.id
        }
    }

    /// The programme's code.
    public var programme: String {
        switch self {
        case .instruction(let instruction): instruction.programme
        case .instrumentUse(let use): use.programme
        case .approval(let approval): approval.programme
        }
    }

    /// Every organisation with a part in it.
    public var parties: [String] {
        switch self {
        case .instruction(let instruction): instruction.parties
        case .instrumentUse(let use): use.parties
        case .approval(let approval): approval.parties
        }
    }

    /// Every organisation it speaks of, also those that have no part in it yet.
    public var organisations: [String] {
        if case .instruction(let instruction) = self { instruction.organisations } else { parties }
    }

    /// The instruction it is, if it is one.
    public var instruction: Instruction? {
        if case .instruction(let instruction) = self { instruction } else { nil }
    }

    /// The use of an instrument it is, if it is one.
    public var instrumentUse: InstrumentUse? {
        if case .instrumentUse(let use) = self { use } else { nil }
    }

    /// The approval it is, if it is one.
    public var approval: Approval? {
        if case .approval(let approval) = self { approval } else { nil }
    }
}

extension CaseState {
    /// Decides an act of any kind; an act of one kind in a case of another is refused as if the case were not there.
    public static func decide(
        _ act: CaseAct, on state: CaseState?, by actor: Actor, at instant: Instant, in context: CaseContext
    ) throws(Refusal) -> Decision<CaseEvent, CaseState> {
        if let state, state.kind != act.caseKind {
            throw Refusal(
                code: "not-found", sentence: "There is no such \(act.caseKind.rawValue).",
                next: "The case is another kind's: \(state.kind.rawValue).")
        }
        switch act {
        case .instruction(let act):
            return try Instruction.decide(act, on: state?.instruction, by: actor, at: instant, in: context)
                .map(CaseEvent.instruction, CaseState.instruction)
        case .instrumentUse(let act):
            return try InstrumentUse.decide(act, on: state?.instrumentUse, by: actor, at: instant, in: context)
                .map(CaseEvent.instrumentUse, CaseState.instrumentUse)
        case .approval(let act):
            return try Approval.decide(act, on: state?.approval, by: actor, at: instant, in: context)
                .map(CaseEvent.approval, CaseState.approval)
        }
    }

    /// The case after one more message; nil only while no message has created it.
    public static func applying(_ event: CaseEvent, of header: MessageHeader, to state: CaseState?) -> CaseState? {
        switch event {
        case .instruction(let event):
            Instruction.applying(event, of: header, to: state?.instruction).map(CaseState.instruction)
        case .instrumentUse(let event):
            InstrumentUse.applying(event, of: header, to: state?.instrumentUse).map(CaseState.instrumentUse)
        case .approval(let event):
            Approval.applying(event, of: header, to: state?.approval).map(CaseState.approval)
        }
    }

    /// The case its messages make, in their order.
    public static func fold(_ messages: some Sequence<(header: MessageHeader, event: CaseEvent)>) -> CaseState? {
        messages.reduce(nil) { applying($1.event, of: $1.header, to: $0) }
    }
}
