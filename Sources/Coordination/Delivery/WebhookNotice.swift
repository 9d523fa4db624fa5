// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What an endpoint's owner is told in its inbox when the endpoint takes nothing: the body of a `webhook.failing`,
/// `webhook.suspended` or `webhook.disabled`.
public struct WebhookNotice: Hashable, Sendable, Codable {
    /// The endpoint.
    public let webhook: Identifier
    /// Where it is, without what may be a secret: scheme, host and port.
    public let host: String
    /// Whether it is pushed to any more.
    public let state: EndpointState
    /// Since when it has taken nothing.
    public let failingSince: Instant?
    /// Of the message that waits first, its number in the inbox.
    public let number: Int64?
    /// How often that was tried.
    public let attempts: Int?
    /// What the endpoint answered last, in a sentence.
    public let lastDetail: String?
    /// How many numbers of the inbox wait.
    public let waiting: Int64
    /// What can be done.
    public let next: String

    /// A notice of all its parts; what to do follows from the state.
    public init(
        webhook: Identifier, url: String, state: EndpointState, failingSince: Instant?, number: Int64?, attempts: Int?,
        lastDetail: String?, waiting: Int64
    ) {
        self.webhook = webhook
        host = WebhookURL.withoutPath(url)
        self.state = state
        self.failingSince = failingSince
        self.number = number
        self.attempts = attempts
        self.lastDetail = lastDetail
        self.waiting = waiting
        next =
            state == .active
            ? "Mend the endpoint: it is tried again, and nothing is lost. See: inoctl webhook log \(webhook)"
            : "Mend the endpoint, then: inoctl webhook resume \(webhook). Until then read the inbox: inoctl message inbox"
    }

    /// The kind of the message, by whether the endpoint is still pushed to.
    public var kind: String { "webhook." + (state == .active ? "failing" : state.rawValue) }
}
