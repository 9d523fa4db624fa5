// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// An act that was allowed: the message to append and the state it leads to.
public struct Decision: Hashable, Sendable {
    /// The message's kind, e.g. `instruction.issue`.
    public var kind: String
    /// The message's body.
    public var event: InstructionEvent
    /// Who gets the message; never the sender, sorted.
    public var audience: [Recipient]
    /// The instruction once the message is appended.
    public var after: Instruction
}

/// An act and whether somebody may do it now.
public struct AllowedAct: Hashable, Sendable, Codable {
    /// The act's name.
    public var act: String
    /// Its rule, e.g. `I14`.
    public var rule: String
    /// Whether it may be done now.
    public var allowed: Bool
    /// Why not, and what can be done instead; or for which organisation it may be done.
    public var why: String?

    /// An act with its answer.
    public init(act: String, rule: String, allowed: Bool, why: String? = nil) {
        self.act = act
        self.rule = rule
        self.allowed = allowed
        self.why = why
    }
}

/// Who must do what by when, and which norm says so.
public struct Why: Hashable, Sendable, Codable {
    /// One thing one organisation owes.
    public struct Duty: Hashable, Sendable, Codable {
        /// The organisation's code.
        public var organisation: String
        /// Its name.
        public var name: String
        /// Its part in the case.
        public var role: PartyRole
        /// The act it owes, e.g. `register`.
        public var act: String
        /// What it must do, in words.
        public var task: String
        /// The last moment for it, if there is one.
        public var due: Instant?
        /// That moment on the programme's clock, `05.04.2016 18:00`.
        public var dueText: String?
        /// Whether that moment has passed.
        public var overdue: Bool
        /// The norm that says so.
        public var norm: String
    }

    /// The instruction's number, or that it is a draft.
    public var title: String
    /// Where it stands.
    public var state: InstructionState
    /// Where it stands, in one sentence.
    public var sentence: String
    /// Who must do what; empty when it has come to its end.
    public var duties: [Duty]
    /// How the deadline came about.
    public var deadline: [ExplanationStep]
}
