// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

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
    /// What the broker's clock has told of deadlines, or passed over, and which norm asked for it.
    public var fired: [FiredStep]
}
