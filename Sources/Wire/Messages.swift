// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// A message to send: a plain letter, unless its kind says otherwise.
public struct SendRequest: Hashable, Sendable, Codable {
    /// Who gets it.
    public var recipients: [RecipientRequest]
    /// The sender's own key: the same key with the same content is sent once, for ever.
    public var key: String?
    /// The kind; `letter` when absent.
    public var kind: String?
    /// The media type; `text/plain; charset=utf-8` when absent.
    public var contentType: String?
    /// The body as text.
    public var text: String?
    /// The body as bytes in Base64, instead of `text`.
    public var base64: String?
    /// The message this one answers.
    public var cause: Identifier?
    /// Until when it is worth anything, later than now; for ever when absent.
    public var expires: Instant?
    /// The attachments it names, uploaded before; with them it may have no body of its own.
    public var attachments: [NamedAttachment]?

    /// Makes it from its members.
    public init(
        recipients: [RecipientRequest], key: String? = nil, kind: String? = nil, contentType: String? = nil,
        text: String? = nil, base64: String? = nil, cause: Identifier? = nil, expires: Instant? = nil,
        attachments: [NamedAttachment]? = nil
    ) {
        self.attachments = attachments
        self.recipients = recipients
        self.key = key
        self.kind = kind
        self.contentType = contentType
        self.text = text
        self.base64 = base64
        self.cause = cause
        self.expires = expires
    }
}

/// A message's place in an inbox.
public struct DeliveryInfo: Hashable, Sendable, Codable {
    /// Whose inbox.
    public var organisation: String
    /// Its number there, gapless from 1.
    public var number: Int64

    /// Makes it from its members.
    public init(organisation: String, number: Int64) {
        self.organisation = organisation
        self.number = number
    }
}

/// The broker has the message, for good.
public struct SendAnswer: Hashable, Sendable, Codable {
    /// The message.
    public var id: Identifier
    /// SHA-256 of its canonical bytes, hexadecimal.
    public var hash: String
    /// When it was written down.
    public var recordedAt: Instant
    /// When the act happened.
    public var occurredAt: Instant?
    /// Its place in every inbox.
    public var deliveries: [DeliveryInfo]

    /// Makes it from its members.
    public init(
        id: Identifier, hash: String, recordedAt: Instant, occurredAt: Instant? = nil, deliveries: [DeliveryInfo]
    ) {
        self.id = id
        self.hash = hash
        self.recordedAt = recordedAt
        self.occurredAt = occurredAt
        self.deliveries = deliveries
    }
}

/// A message as its parties may read it.
public struct MessageView: Hashable, Sendable, Codable {
    /// The message.
    public var id: Identifier
    /// The programme's code.
    public var programme: String
    /// The case it belongs to.
    public var caseId: Identifier?
    /// The kind, e.g. `instruction.issue`.
    public var kind: String
    /// The sending organisation.
    public var sender: String
    /// The sender's own key.
    public var senderKey: String?
    /// Who acted, and in which capacity.
    public var actor: Actor
    /// When the act happened.
    public var occurredAt: Instant
    /// What the programme took for now when it was entered.
    public var knownAt: Instant
    /// When it was written down.
    public var recordedAt: Instant
    /// The message it answers.
    public var cause: Identifier?
    /// Who got it.
    public var audience: [Recipient]
    /// The body's media type.
    public var contentType: String
    /// SHA-256 of its canonical bytes, hexadecimal.
    public var hash: String
    /// The body, when it is text or JSON.
    public var text: String?
    /// The body in Base64, when it is not.
    public var base64: String?
    /// Until when it is worth anything; for ever when absent.
    public var expires: Instant?
    /// The attachments that the body names; absent when it names none.
    public var attachments: [NamedAttachment]?
    /// What an event said of itself besides: `subject`, `time`, its extensions. Shown for one message, not in lists.
    public var attributes: [String: String]?

    /// Makes it from its members.
    public init(
        id: Identifier, programme: String, caseId: Identifier? = nil, kind: String, sender: String,
        senderKey: String? = nil, actor: Actor, occurredAt: Instant, knownAt: Instant, recordedAt: Instant,
        cause: Identifier? = nil, audience: [Recipient], contentType: String, hash: String, text: String? = nil,
        base64: String? = nil, expires: Instant? = nil
    ) {
        self.id = id
        self.programme = programme
        self.caseId = caseId
        self.kind = kind
        self.sender = sender
        self.senderKey = senderKey
        self.actor = actor
        self.occurredAt = occurredAt
        self.knownAt = knownAt
        self.recordedAt = recordedAt
        self.cause = cause
        self.audience = audience
        self.contentType = contentType
        self.hash = hash
        self.text = text
        self.base64 = base64
        self.expires = expires
    }
}
