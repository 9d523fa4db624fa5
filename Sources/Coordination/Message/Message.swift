// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// One immutable act or letter, as its sender gave it; ids, inbox numbers and the time of recording are the store's to add.
public struct Message: Hashable, Sendable {
    /// The programme's code.
    public var programme: String
    /// The sending organisation's code.
    public var sender: String
    /// The sender's own key, unique for it for ever; CloudEvents: `source`, line feed, `id`.
    public var senderKey: String
    /// The case it belongs to; a plain letter has none.
    public var caseID: Identifier?
    /// What it is, e.g. `instruction.issue`.
    public var kind: String
    /// Who sent it, in which capacity.
    public var actor: Actor
    /// When the act happened.
    public var occurredAt: Instant
    /// The message that made this one necessary.
    public var cause: Identifier?
    /// Who gets it.
    public var audience: [Recipient]
    /// The body's media type.
    public var contentType: String
    /// The body's bytes, as they came.
    public var body: [UInt8]

    /// A message of all its parts.
    public init(
        programme: String, sender: String, senderKey: String, caseID: Identifier? = nil, kind: String, actor: Actor,
        occurredAt: Instant, cause: Identifier? = nil, audience: [Recipient], contentType: String, body: [UInt8]
    ) {
        self.programme = programme
        self.sender = sender
        self.senderKey = senderKey
        self.caseID = caseID
        self.kind = kind
        self.actor = actor
        self.occurredAt = occurredAt
        self.cause = cause
        self.audience = audience
        self.contentType = contentType
        self.body = body
    }
}

/// What a rule needs to know of a message besides its body.
public struct MessageHeader: Hashable, Sendable {
    /// The case it belongs to.
    public var caseID: Identifier
    /// The programme's code.
    public var programme: String
    /// What it is, e.g. `instruction.issue`.
    public var kind: String
    /// Who acted, in which capacity.
    public var actor: Actor
    /// When the act happened.
    public var occurredAt: Instant

    /// A header of all its parts.
    public init(caseID: Identifier, programme: String, kind: String, actor: Actor, occurredAt: Instant) {
        self.caseID = caseID
        self.programme = programme
        self.kind = kind
        self.actor = actor
        self.occurredAt = occurredAt
    }
}
