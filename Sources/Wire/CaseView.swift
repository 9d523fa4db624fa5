// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// An act that was entered later than it happened, as what came on paper is.
public struct LateEntry: Hashable, Sendable, Codable {
    /// The message that records it.
    public var message: Identifier
    /// Its kind, e.g. `instruction.issue`.
    public var kind: String
    /// When it happened.
    public var occurredAt: Instant
    /// What the programme took for now when it was entered.
    public var enteredAt: Instant
    /// Who entered it, for whom, on which document.
    public var actor: Actor

    /// Makes it from its members.
    public init(message: Identifier, kind: String, occurredAt: Instant, enteredAt: Instant, actor: Actor) {
        self.message = message
        self.kind = kind
        self.occurredAt = occurredAt
        self.enteredAt = enteredAt
        self.actor = actor
    }
}

/// A case as it is shown: in JSON one object, the case's members and `enteredLate` where it has any.
public struct CaseView<Case: Codable & Hashable & Sendable>: Hashable, Sendable, Codable {
    /// An instruction, an approval or the use of an instrument.
    public var subject: Case
    /// Those of its acts that were entered later than they happened, in the order of entry.
    public var enteredLate: [LateEntry]

    /// A case with what was entered later.
    public init(_ subject: Case, enteredLate: [LateEntry]) {
        self.subject = subject
        self.enteredLate = enteredLate
    }

    private enum CodingKeys: String, CodingKey { case enteredLate }

    /// Reads the case's members and `enteredLate` from one object.
    public init(from decoder: any Decoder) throws {
        subject = try Case(from: decoder)
        enteredLate =
            try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent([LateEntry].self, forKey: .enteredLate)
            ?? []
    }

    /// Writes the case's members, and `enteredLate` when something was.
    public func encode(to encoder: any Encoder) throws {
        try subject.encode(to: encoder)
        guard !enteredLate.isEmpty else { return }
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(enteredLate, forKey: .enteredLate)
    }
}
