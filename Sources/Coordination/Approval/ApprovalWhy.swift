// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Who an approval waits for and what it still needs.
public struct ApprovalWhy: Hashable, Sendable, Codable {
    /// One act that is waited for.
    public struct Wait: Hashable, Sendable, Codable {
        /// The organisation's code.
        public var organisation: String
        /// Its name.
        public var name: String
        /// The person named in the route.
        public var person: String?
        /// Its part in the case.
        public var role: ApprovalRole
        /// The act, e.g. `vote`.
        public var act: String
        /// What it must do, in words.
        public var task: String
        /// Since when.
        public var since: Instant?
        /// That moment on the programme's clock.
        public var sinceText: String?
        /// The end of the stage's term, if it has one and the calendar reaches so far.
        public var due: Instant?
        /// That moment on the programme's clock.
        public var dueText: String?
        /// Whether that moment has passed.
        public var overdue: Bool
        /// The rule that says so.
        public var norm: String
        /// When the message that asks for it arrived at the gate; filled in from the receipts.
        public var delivered: Instant?
        /// When it was entered in the organisation's books, so that somebody has read it; from the receipts.
        public var registered: Instant?
    }

    /// How the open stage counts.
    public struct Quorum: Hashable, Sendable, Codable {
        /// The stage's name.
        public var stage: String
        /// Its rule in words.
        public var rule: String
        /// The votes so far.
        public var tally: StageTally
        /// What it still needs, in one sentence.
        public var needs: String
    }

    /// The approval's number, or that it is a draft.
    public var title: String
    /// Where it stands.
    public var state: ApprovalState
    /// How often it was sent round.
    public var cycle: Int
    /// Where it stands, in one sentence.
    public var sentence: String
    /// Who is waited for; empty when it has come to its end.
    public var waits: [Wait]
    /// The open stage, counted.
    public var quorum: Quorum?
    /// The numbers of the remarks without an answer.
    public var openRemarks: [Int]
    /// What comes next, in one sentence.
    public var next: String
}
