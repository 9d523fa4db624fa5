// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// What a new token is to be: of a person in an organisation, of a system of one organisation, or of an operator.
public struct NewToken: Hashable, Sendable {
    /// What it is for, as lists show it.
    public var name: String
    /// The person's code; a system has none.
    public var person: String?
    /// The position the person acts in.
    public var position: String?
    /// The code of the organisation; only operators and auditors go without.
    public var organisation: String?
    /// What it may do.
    public var scopes: Set<Scope>
    /// Days until it expires, from 1 to 366.
    public var days: Int

    /// The name and all that follows from it.
    public init(
        name: String, person: String? = nil, position: String? = nil, organisation: String? = nil, scopes: Set<Scope>,
        days: Int = 90
    ) {
        self.name = name
        self.person = person
        self.position = position
        self.organisation = organisation
        self.scopes = scopes
        self.days = days
    }

    /// Why this can be no token, whatever the database holds; nil when it can.
    public var refusal: Refusal? {
        let reason: (sentence: String, next: String)? =
            if name.allSatisfy(\.isWhitespace) {
                ("a token needs a name", "say what it is for")
            } else if scopes.isEmpty {
                ("a token without a scope could do nothing", "give read, send, act, operate or audit")
            } else if !(1...366).contains(days) {
                ("a token lives from 1 to 366 days, not \(days)", "give fewer days and make a new one in time")
            } else if position != nil && (person == nil || organisation == nil) {
                ("a position is a person's, in an organisation", "give both, or leave the position out")
            } else if organisation == nil && !scopes.isDisjoint(with: [.send, .act]) && !scopes.contains(.operate) {
                ("only an operator sends or acts without an organisation", "give the organisation")
            } else {
                nil
            }
        return reason.map { Refusal(code: "invalid", sentence: $0.sentence, next: $0.next) }
    }
}

/// A token without its secret.
public struct TokenRecord: Hashable, Sendable {
    /// Its id.
    public let id: Identifier
    /// What it is for.
    public let name: String
    /// The person's code.
    public let person: String?
    /// The position the person acts in.
    public let position: String?
    /// The code of the organisation.
    public let organisation: String?
    /// What it may do.
    public let scopes: Set<Scope>
    /// When it was made.
    public let createdAt: Instant
    /// Who made it.
    public let createdBy: String
    /// When it ends.
    public let expiresAt: Instant
    /// When it was last used, to the minute.
    public let lastUsedAt: Instant?
    /// When it was revoked.
    public let revokedAt: Instant?
    /// Who revoked it.
    public let revokedBy: String?
}
