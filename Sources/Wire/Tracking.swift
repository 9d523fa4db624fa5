// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// How far a message has come with each recipient.
public struct TrackView: Hashable, Sendable, Codable {
    /// The message.
    public var id: Identifier
    /// The kind.
    public var kind: String
    /// The sending organisation.
    public var sender: String
    /// When it was written down.
    public var recordedAt: Instant
    /// Until when it is worth anything; for ever when absent.
    public var expires: Instant?
    /// Each recipient.
    public var recipients: [TrackRecipient]

    /// Makes it from its members.
    public init(
        id: Identifier, kind: String, sender: String, recordedAt: Instant, expires: Instant? = nil,
        recipients: [TrackRecipient]
    ) {
        self.id = id
        self.kind = kind
        self.sender = sender
        self.recordedAt = recordedAt
        self.expires = expires
        self.recipients = recipients
    }
}

/// The four levels of one recipient, and whether it expired first; an absent one has not been reached.
public struct TrackRecipient: Hashable, Sendable, Codable {
    /// The recipient.
    public var organisation: String
    /// Its role in the case.
    public var role: String?
    /// The number in its inbox.
    public var number: Int64
    /// When the broker had it.
    public var accepted: Instant?
    /// When it arrived at the gate.
    public var delivered: Instant?
    /// When the recipient entered it in its books.
    public var registered: Instant?
    /// When the recipient answered.
    public var outcome: Instant?
    /// When it expired without having been acknowledged.
    public var expired: Instant?

    /// Makes it from its members.
    public init(
        organisation: String, role: String? = nil, number: Int64, accepted: Instant? = nil, delivered: Instant? = nil,
        registered: Instant? = nil, outcome: Instant? = nil, expired: Instant? = nil
    ) {
        self.organisation = organisation
        self.role = role
        self.number = number
        self.accepted = accepted
        self.delivered = delivered
        self.registered = registered
        self.outcome = outcome
        self.expired = expired
    }
}
