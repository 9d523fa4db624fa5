// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// An endpoint that an organisation's messages are pushed to, without its secrets.
public struct Webhook: Hashable, Sendable {
    /// Its id.
    public let id: Identifier
    /// Whose it is.
    public let organisation: String
    /// Where it is.
    public let url: String
    /// What it is for, in its owner's words.
    public let description: String?
    /// Kinds of messages, or their beginnings up to a dot; none means all.
    public let kinds: [String]
    /// Codes of programmes; none means all.
    public let programmes: [String]
    /// What becomes of the order when the first message cannot be pushed.
    public let policy: HeadOfLinePolicy
    /// Whether it is pushed to.
    public let state: EndpointState
    /// Why it is not active.
    public let reason: String?
    /// Rises with every edit.
    public let revision: Int
    /// When it was made, and by whom.
    public let created: (at: Instant, by: String)
    /// How it fails now; nil while it does not.
    public let failure: Failure?
    /// Up to which number of the inbox it has had or passed over everything.
    public let position: Int64
    /// The highest number of the inbox.
    public let last: Int64
    /// How many messages were set aside and wait for somebody's decision.
    public let parked: Int64
    /// How many messages it is yet to be sent again.
    public let replays: Int64

    /// An unbroken run of failures.
    public struct Failure: Hashable, Sendable {
        /// The number whose push fails.
        public let number: Int64
        /// How often it was tried.
        public let attempts: Int
        /// Since when nothing has succeeded.
        public let since: Instant
        /// When it is tried again.
        public let nextAt: Instant
        /// What it answered last; nil without an answer.
        public let status: Int?
        /// The same in a sentence.
        public let detail: String
        /// What its owner was told of it.
        public let told: FailureLevel
    }

    /// The same endpoint in the same state.
    public static func == (left: Webhook, right: Webhook) -> Bool {
        (left.id, left.revision, left.state, left.position, left.parked) == (
            right.id, right.revision, right.state, right.position, right.parked
        )
    }

    /// By id.
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// What a new endpoint is to be; a `WebhookURL` of its address was made before.
public struct NewWebhook: Hashable, Sendable {
    /// Its id, to which its secret is bound.
    public var id: Identifier
    /// Whose it is.
    public var organisation: String
    /// Where it is.
    public var url: String
    /// What it is for.
    public var description: String?
    /// Kinds of messages, or their beginnings up to a dot; none means all.
    public var kinds: [String]
    /// Codes of programmes; none means all.
    public var programmes: [String]
    /// What becomes of the order when the first message cannot be pushed.
    public var policy: HeadOfLinePolicy

    /// An endpoint of all its parts.
    public init(
        id: Identifier, organisation: String, url: String, description: String? = nil, kinds: [String] = [],
        programmes: [String] = [], policy: HeadOfLinePolicy = .hold
    ) {
        self.id = id
        self.organisation = organisation
        self.url = url
        self.description = description
        self.kinds = kinds
        self.programmes = programmes
        self.policy = policy
    }
}
