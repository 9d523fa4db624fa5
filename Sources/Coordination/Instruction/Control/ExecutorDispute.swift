// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Where the responsible's objection to being the executor stands, beside the main way.
public enum DisputeState: String, Codable, Hashable, Sendable, CaseIterable {
    /// There was none.
    case none = "NONE"
    /// The issuer has not decided.
    case raised = "RAISED"
    /// The issuer named another responsible executor.
    case upheld = "UPHELD"
    /// The issuer left it where it was.
    case rejected = "REJECTED"
}

/// What the responsible said when it named another body in its stead.
public struct DisputeClaim: Hashable, Sendable, Codable {
    /// Who should answer for it.
    public var replacement: String
    /// The document by which that body agreed.
    public var visa: String
    /// Why.
    public var text: String

    /// A claim of all its parts.
    public init(replacement: String, visa: String, text: String) {
        self.replacement = replacement
        self.visa = visa
        self.text = text
    }

    enum CodingKeys: String, CodingKey { case replacement, visa, text }
}

/// What upholding a dispute fixed: the new responsible, and the term where it was begun anew.
public struct DisputeUpheld: Hashable, Sendable, Codable {
    /// The new responsible executor.
    public var responsible: String
    /// The issuer's words.
    public var comment: String?
    /// The deadlines from now on, when the issuer began the term anew; without it the clock runs on.
    public var deadline: InstructionDeadline?

    /// A decision of all its parts.
    public init(responsible: String, comment: String? = nil, deadline: InstructionDeadline? = nil) {
        self.responsible = responsible
        self.comment = comment
        self.deadline = deadline
    }

    enum CodingKeys: String, CodingKey { case responsible, comment, deadline }
}

/// The last objection to being the executor, and what became of it.
public struct ExecutorDispute: Hashable, Sendable, Codable {
    /// What it said.
    public var claim: DisputeClaim
    /// Who raised it.
    public var raisedBy: String
    /// When it was raised.
    public var raisedAt: Instant
    /// Where it stands; never `NONE`.
    public var state: DisputeState
    /// When it was decided.
    public var decidedAt: Instant?
    /// The words of the decision.
    public var decision: String?

    /// An objection that was just raised.
    public init(_ claim: DisputeClaim, by organisation: String, at instant: Instant) {
        self.claim = claim
        raisedBy = organisation
        raisedAt = instant
        state = .raised
    }
}

extension Instruction {
    /// Where the last dispute of the executor stands.
    public var disputeState: DisputeState { dispute?.state ?? .none }

    /// Every organisation it speaks of: its parties, and whom a dispute names.
    public var organisations: [String] { parties + [dispute?.claim.replacement].compactMap(\.self) }
}
