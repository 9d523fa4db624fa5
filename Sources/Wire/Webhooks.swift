// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// An endpoint to be made: where an organisation's messages are to be pushed.
public struct WebhookRequest: Hashable, Sendable, Codable {
    /// Whose it is; the caller's own organisation when absent.
    public var organisation: String?
    /// Where it is: https, or http for what the operator has listed as inside.
    public var url: String
    /// What it is for.
    public var description: String?
    /// Kinds of messages, or their beginnings up to a dot; all when absent.
    public var kinds: [String]?
    /// Codes of programmes; all when absent.
    public var programmes: [String]?
    /// What becomes of the order when a message cannot be pushed; hold when absent.
    public var policy: HeadOfLinePolicy?

    /// Makes it from its members.
    public init(
        organisation: String? = nil, url: String, description: String? = nil, kinds: [String]? = nil,
        programmes: [String]? = nil, policy: HeadOfLinePolicy? = nil
    ) {
        self.organisation = organisation
        self.url = url
        self.description = description
        self.kinds = kinds
        self.programmes = programmes
        self.policy = policy
    }
}

/// An endpoint, without its secret.
public struct WebhookInfo: Hashable, Sendable, Codable {
    /// The endpoint.
    public var id: Identifier
    /// Whose it is.
    public var organisation: String
    /// Where it is.
    public var url: String
    /// What it is for.
    public var description: String?
    /// Kinds of messages; none means all.
    public var kinds: [String]
    /// Codes of programmes; none means all.
    public var programmes: [String]
    /// What becomes of the order when a message cannot be pushed.
    public var policy: HeadOfLinePolicy
    /// Whether it is pushed to.
    public var state: EndpointState
    /// Why it is not active.
    public var reason: String?
    /// Give it as If-Match to edit.
    public var revision: String
    /// When it was made.
    public var createdAt: Instant
    /// Who made it.
    public var createdBy: String
    /// Up to which number of the inbox it has had or passed over everything.
    public var position: Int64
    /// How many numbers of the inbox are above that.
    public var waiting: Int64
    /// How many messages were set aside and wait for a decision.
    public var parked: Int64
    /// How many messages it is yet to be sent again.
    public var replays: Int64
    /// Since when it has taken nothing; absent while it works.
    public var failingSince: Instant?
    /// How often the first message was tried.
    public var attempts: Int?
    /// When it is tried again.
    public var nextAttemptAt: Instant?
    /// What it answered last.
    public var lastStatus: Int?
    /// The same in a sentence.
    public var lastDetail: String?

    /// Makes it from its members.
    public init(
        id: Identifier, organisation: String, url: String, description: String? = nil, kinds: [String],
        programmes: [String], policy: HeadOfLinePolicy, state: EndpointState, reason: String? = nil, revision: String,
        createdAt: Instant, createdBy: String, position: Int64, waiting: Int64, parked: Int64, replays: Int64,
        failingSince: Instant? = nil, attempts: Int? = nil, nextAttemptAt: Instant? = nil, lastStatus: Int? = nil,
        lastDetail: String? = nil
    ) {
        self.id = id
        self.organisation = organisation
        self.url = url
        self.description = description
        self.kinds = kinds
        self.programmes = programmes
        self.policy = policy
        self.state = state
        self.reason = reason
        self.revision = revision
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.position = position
        self.waiting = waiting
        self.parked = parked
        self.replays = replays
        self.failingSince = failingSince
        self.attempts = attempts
        self.nextAttemptAt = nextAttemptAt
        self.lastStatus = lastStatus
        self.lastDetail = lastDetail
    }
}

/// A new endpoint, or one with a new secret; the secret is shown this once.
public struct WebhookCreated: Hashable, Sendable, Codable {
    /// The secret that signs, `whsec_…`; absent after a dry run.
    public var secret: String?
    /// The endpoint.
    public var webhook: WebhookInfo

    /// Makes it from its members.
    public init(secret: String? = nil, webhook: WebhookInfo) {
        self.secret = secret
        self.webhook = webhook
    }
}

/// One attempt to push a message to an endpoint.
public struct WebhookAttempt: Hashable, Sendable, Codable {
    /// The message; its id is the header `webhook-id`.
    public var message: Identifier
    /// Its number in the inbox.
    public var number: Int64
    /// Which attempt of this message it was, from 1.
    public var attempt: Int
    /// When it ended.
    public var at: Instant
    /// done, retry, parked, gone or fenced.
    public var result: String
    /// The status of the answer.
    public var status: Int?
    /// The same in a sentence.
    public var detail: String
    /// How long it took.
    public var milliseconds: Int
    /// Whether it was sent again on order.
    public var isReplay: Bool
    /// The beginning of the answer, 2 KB at most, for 30 days.
    public var answer: String?

    /// Makes it from its members.
    public init(
        message: Identifier, number: Int64, attempt: Int, at: Instant, result: String, status: Int? = nil,
        detail: String, milliseconds: Int, isReplay: Bool, answer: String? = nil
    ) {
        self.message = message
        self.number = number
        self.attempt = attempt
        self.at = at
        self.result = result
        self.status = status
        self.detail = detail
        self.milliseconds = milliseconds
        self.isReplay = isReplay
        self.answer = answer
    }
}

/// Something that happened to an endpoint.
public struct WebhookEventInfo: Hashable, Sendable, Codable {
    /// The event.
    public var id: Identifier
    /// When, by the real clock.
    public var at: Instant
    /// made, changed, paused, resumed, rotated, resealed, tested, removed, failing, suspended, disabled or recovered.
    public var kind: String
    /// Who did it; `system` for the daemons.
    public var actor: String
    /// What there is to say of it.
    public var detail: String?

    /// Makes it from its members.
    public init(id: Identifier, at: Instant, kind: String, actor: String, detail: String? = nil) {
        self.id = id
        self.at = at
        self.kind = kind
        self.actor = actor
        self.detail = detail
    }
}

/// What came of a test.
public struct WebhookTest: Hashable, Sendable, Codable {
    /// The status of the answer; absent without one.
    public var status: Int?
    /// The same in a sentence.
    public var detail: String
    /// How long it took.
    public var milliseconds: Int
    /// The beginning of the answer, 2 KB at most.
    public var answer: String?

    /// Makes it from its members.
    public init(status: Int? = nil, detail: String, milliseconds: Int, answer: String? = nil) {
        self.status = status
        self.detail = detail
        self.milliseconds = milliseconds
        self.answer = answer
    }
}
