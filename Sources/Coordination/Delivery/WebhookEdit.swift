// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What is to be different of an endpoint; what is nil stays.
public struct WebhookEdit: Codable, Hashable, Sendable {
    /// Where it is; a new address is asked whether it wants our events, as at first.
    public var url: String?
    /// What it is for.
    public var description: String?
    /// Kinds of messages; none means all.
    public var kinds: [String]?
    /// Codes of programmes; none means all.
    public var programmes: [String]?
    /// What becomes of the order when the first message cannot be pushed.
    public var policy: HeadOfLinePolicy?

    /// An edit of its parts.
    public init(
        url: String? = nil, description: String? = nil, kinds: [String]? = nil, programmes: [String]? = nil,
        policy: HeadOfLinePolicy? = nil
    ) {
        self.url = url
        self.description = description
        self.kinds = kinds
        self.programmes = programmes
        self.policy = policy
    }
}
