// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Where an approval stands.
public enum ApprovalState: String, Codable, Hashable, Sendable, CaseIterable {
    /// Written, not sent round.
    case draft = "DRAFT"
    /// Going round; one stage is open.
    case routed = "ROUTED"
    /// A stage failed; it waits for the author.
    case returned = "RETURNED"
    /// Every stage passed; it waits for the signature.
    case approved = "APPROVED"
    /// Signed, at its end.
    case signed = "SIGNED"
    /// Taken back by the author, at its end.
    case withdrawn = "WITHDRAWN"

    /// Whether no act can follow.
    public var isTerminal: Bool { self == .signed || self == .withdrawn }
}

/// How far one approver's part in the present cycle has come.
public enum SlotState: String, Codable, Hashable, Sendable, CaseIterable {
    /// Its stage has not begun.
    case pending = "PENDING"
    /// It waits for the vote.
    case open = "OPEN"
    /// There is a vote.
    case decided = "DECIDED"
    /// Its stage passed without it.
    case notRequired = "NOT_REQUIRED"
    /// Its stage failed, or the whole was withdrawn, before it voted.
    case closed = "CLOSED"
}

/// One approver's part in a stage.
public struct ApprovalSlot: Hashable, Sendable, Codable {
    /// The place of its stage in the route, from 0.
    public var stage: Int
    /// The organisation's code.
    public var organisation: String
    /// The person named in the route.
    public var person: String?
    /// How far it has come.
    public var state: SlotState
    /// When it was opened in this cycle.
    public var openedAt: Instant?
    /// The number of the vote that stands.
    public var vote: Int?
}

/// What a vote did to its stage.
public enum StageOutcome: String, Codable, Hashable, Sendable, CaseIterable {
    /// It still waits.
    case open = "OPEN"
    /// A6: it passed; the next begins, or all is approved.
    case passed = "PASSED"
    /// A7: it failed, or can no longer pass.
    case failed = "FAILED"
}

/// The part an organisation has in an approval.
public enum ApprovalRole: String, Codable, Hashable, Sendable, CaseIterable {
    /// Wrote it and answers the remarks.
    case author
    /// Votes.
    case approver
    /// Signs in the end.
    case signer
}
