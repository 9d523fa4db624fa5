// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// The instruction that came in another's place.
public struct Successor: Hashable, Sendable, Codable {
    /// Its case.
    public var id: Identifier
    /// Its number.
    public var number: String?

    /// A successor of all its parts.
    public init(id: Identifier, number: String?) {
        self.id = id
        self.number = number
    }

    enum CodingKeys: String, CodingKey { case id, number }
}

/// What a rule must know of another instruction that an act names.
public struct InstructionFact: Hashable, Sendable {
    /// Its case.
    public var id: Identifier
    /// The programme's code.
    public var programme: String
    /// Its number, once issued.
    public var number: String?
    /// Who gave it.
    public var issuer: String
    /// Where it stands.
    public var state: InstructionState

    /// What is known of an instruction as it stands.
    public init(_ instruction: Instruction) {
        id = instruction.id
        programme = instruction.programme
        number = instruction.number
        issuer = instruction.issuer
        state = instruction.state
    }

    /// What is known of an instruction.
    public init(id: Identifier, programme: String, number: String?, issuer: String, state: InstructionState) {
        self.id = id
        self.programme = programme
        self.number = number
        self.issuer = issuer
        self.state = state
    }
}

extension Instruction {
    /// I21: another instruction of the same issuer, open now, comes in this one's place. What was superseded is at its end,
    /// and cannot come in another's place: so no chain of successors ever closes into a ring.
    func supersede(
        by reference: String, _ reason: String, in context: CaseContext
    ) throws(Refusal) -> InstructionEvent {
        let act = InstructionActKind.supersede
        try require(reason, "the reason", for: act)
        guard let other = context.instructions[reference], other.programme == programme else {
            throw Refusal(
                code: "unknown-reference", rule: act.rule,
                sentence: "There is no instruction \(reference) in the programme \(programme).",
                next: "Issue the new instruction first, and name it by its number.")
        }
        let name = other.number ?? "the draft \(other.id)"
        guard other.id != id else {
            throw refusal("\(title) cannot come in its own place", act, "Name the new instruction.")
        }
        guard other.issuer == issuer else {
            throw refusal("\(name) was given by \(other.issuer), not by \(issuer)", act, "Name one of its own.")
        }
        guard other.state.isOpen else {
            throw refusal(
                "\(name) is \(other.state.rawValue): nothing it says would be done in the place of \(title)", act,
                "Name an instruction that is issued and not at its end.")
        }
        return .superseded(by: Successor(id: other.id, number: other.number), reason: reason)
    }
}
