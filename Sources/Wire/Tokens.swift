// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// A new token: of a person in an organisation, or of a system of one.
public struct TokenRequest: Hashable, Sendable, Codable {
    /// What it is for, as the list will show it.
    public var name: String
    /// The person's code; a system has none.
    public var person: String?
    /// The position.
    public var position: String?
    /// The organisation it acts for; only operators and auditors go without.
    public var organisation: String?
    /// What it may do: read, send, act, operate, audit.
    public var scopes: [String]
    /// Days until it expires, at most 366; 90 when absent.
    public var days: Int?

    /// Makes it from its members.
    public init(
        name: String, person: String? = nil, position: String? = nil, organisation: String? = nil, scopes: [String],
        days: Int? = nil
    ) {
        self.name = name
        self.person = person
        self.position = position
        self.organisation = organisation
        self.scopes = scopes
        self.days = days
    }
}

/// A token without its secret.
public struct TokenInfo: Hashable, Sendable, Codable {
    /// The token.
    public var id: String
    /// What it is for.
    public var name: String
    /// The person's code.
    public var person: String?
    /// The position.
    public var position: String?
    /// The organisation it acts for.
    public var organisation: String?
    /// What it may do.
    public var scopes: [String]
    /// When it was made.
    public var createdAt: Instant
    /// When it ends.
    public var expiresAt: Instant?
    /// When it was last used.
    public var lastUsedAt: Instant?
    /// When it was revoked.
    public var revokedAt: Instant?

    /// Makes it from its members.
    public init(
        id: String, name: String, person: String? = nil, position: String? = nil, organisation: String? = nil,
        scopes: [String], createdAt: Instant, expiresAt: Instant? = nil, lastUsedAt: Instant? = nil,
        revokedAt: Instant? = nil
    ) {
        self.id = id
        self.name = name
        self.person = person
        self.position = position
        self.organisation = organisation
        self.scopes = scopes
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
        self.revokedAt = revokedAt
    }
}

/// A new token; the secret is shown this once.
public struct TokenCreated: Hashable, Sendable, Codable {
    /// The secret, as the bearer gives it; absent after a dry run.
    public var secret: String?
    /// The token.
    public var token: TokenInfo

    /// Makes it from its members.
    public init(secret: String? = nil, token: TokenInfo) {
        self.secret = secret
        self.token = token
    }
}
