// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// What is to be pushed again: messages, numbers of the inbox, or all since a moment; one of the three.
public struct ReplayRequest: Hashable, Sendable, Codable {
    /// These messages.
    public var ids: [Identifier]?
    /// From this number of the inbox.
    public var from: Int64?
    /// Up to this number; the first one alone when absent.
    public var to: Int64?
    /// What was stored at this moment or later.
    public var since: Instant?

    /// Makes it from its members.
    public init(ids: [Identifier]? = nil, from: Int64? = nil, to: Int64? = nil, since: Instant? = nil) {
        self.ids = ids
        self.from = from
        self.to = to
        self.since = since
    }
}

/// How much is pushed again.
public struct ReplayAnswer: Hashable, Sendable, Codable {
    /// The endpoint.
    public var webhook: Identifier
    /// How many messages.
    public var count: Int

    /// Makes it from its members.
    public init(webhook: Identifier, count: Int) {
        self.webhook = webhook
        self.count = count
    }
}

/// Why something is done; it stands in the record.
public struct ReasonRequest: Hashable, Sendable, Codable {
    /// In one sentence.
    public var reason: String?

    /// Makes it from its members.
    public init(reason: String? = nil) {
        self.reason = reason
    }
}

/// A message that an endpoint would not take and that was set aside.
public struct ParkedInfo: Hashable, Sendable, Codable {
    /// What it is spoken of by.
    public var id: Identifier
    /// The endpoint.
    public var webhook: Identifier
    /// Whose inbox.
    public var organisation: String
    /// Its number there.
    public var number: Int64
    /// The message.
    public var message: Identifier
    /// What it is.
    public var kind: String
    /// When it was set aside.
    public var parkedAt: Instant
    /// After how many attempts.
    public var attempts: Int
    /// What the endpoint answered last.
    public var status: Int?
    /// Why it was set aside.
    public var reason: String
    /// What was decided: replayed or discarded.
    public var resolution: String?
    /// Who decided.
    public var resolvedBy: String?

    /// Makes it from its members.
    public init(
        id: Identifier, webhook: Identifier, organisation: String, number: Int64, message: Identifier, kind: String,
        parkedAt: Instant, attempts: Int, status: Int? = nil, reason: String, resolution: String? = nil,
        resolvedBy: String? = nil
    ) {
        self.id = id
        self.webhook = webhook
        self.organisation = organisation
        self.number = number
        self.message = message
        self.kind = kind
        self.parkedAt = parkedAt
        self.attempts = attempts
        self.status = status
        self.reason = reason
        self.resolution = resolution
        self.resolvedBy = resolvedBy
    }
}
