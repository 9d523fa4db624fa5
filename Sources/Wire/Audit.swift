// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// Who did what when: a message, or a token made or revoked.
public struct AuditEntry: Hashable, Sendable, Codable {
    /// When it was stored, by the real clock.
    public var at: Instant
    /// When it happened, for a message.
    public var occurredAt: Instant?
    /// The kind: a message's, `token.created` or `token.revoked`.
    public var kind: String
    /// The message or the token.
    public var subject: Identifier
    /// The case of a message.
    public var caseId: Identifier?
    /// The organisation that acted.
    public var organisation: String?
    /// The person who acted.
    public var person: String?
    /// The position held.
    public var position: String?
    /// own, substitute, delegate, operator-on-behalf or system.
    public var capacity: String?
    /// The document that gives the capacity.
    public var basis: String?
    /// Whose token, or which local user, made or revoked a token.
    public var by: String?
    /// Whom a message went to; what a token is for.
    public var detail: String

    /// Makes it from its members.
    public init(
        at: Instant, occurredAt: Instant? = nil, kind: String, subject: Identifier, caseId: Identifier? = nil,
        organisation: String? = nil, person: String? = nil, position: String? = nil, capacity: String? = nil,
        basis: String? = nil, by: String? = nil, detail: String
    ) {
        self.at = at
        self.occurredAt = occurredAt
        self.kind = kind
        self.subject = subject
        self.caseId = caseId
        self.organisation = organisation
        self.person = person
        self.position = position
        self.capacity = capacity
        self.basis = basis
        self.by = by
        self.detail = detail
    }
}

/// Who is asking, as the daemon sees it.
public struct WhoAmI: Hashable, Sendable, Codable {
    /// A token's name, or the local user's.
    public var name: String
    /// The token's id; a local operator has none.
    public var token: String?
    /// The person's code.
    public var person: String?
    /// The position held.
    public var position: String?
    /// The organisation it acts for.
    public var organisation: String?
    /// What it may do.
    public var scopes: [String]
    /// When the token ends.
    public var expiresAt: Instant?
    /// When the token was last noted in use, at most once a minute.
    public var lastUsedAt: Instant?
    /// The daemon's clock.
    public var now: Instant

    /// Makes it from its members.
    public init(
        name: String, token: String? = nil, person: String? = nil, position: String? = nil,
        organisation: String? = nil, scopes: [String], expiresAt: Instant? = nil, lastUsedAt: Instant? = nil,
        now: Instant
    ) {
        self.name = name
        self.token = token
        self.person = person
        self.position = position
        self.organisation = organisation
        self.scopes = scopes
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
        self.now = now
    }
}
