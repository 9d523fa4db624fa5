// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What a bearer of a token may do at all; each act has its own rule on top.
public enum Scope: String, Codable, Hashable, Sendable, CaseIterable {
    /// Read the register and the cases of one's organisation.
    case read
    /// Send messages for one's organisation.
    case send
    /// Act in cases for one's organisation.
    case act
    /// Enter what other organisations gave on paper, and run the broker.
    case operate
    /// Read everything.
    case audit
}

/// Who is asking: one person in one position of one organisation, one system of one, or the local operator.
public struct Principal: Hashable, Sendable, Codable {
    /// The token's id; the local operator has none.
    public var tokenID: String?
    /// A name for logs and listings.
    public var name: String
    /// The person's code.
    public var person: String?
    /// The position held.
    public var position: String?
    /// The organisation's code.
    public var organisation: String?
    /// What the bearer may do at all.
    public var scopes: Set<Scope>

    /// A principal of all its parts.
    public init(
        tokenID: String? = nil, name: String, person: String? = nil, position: String? = nil,
        organisation: String? = nil, scopes: Set<Scope>
    ) {
        self.tokenID = tokenID
        self.name = name
        self.person = person
        self.position = position
        self.organisation = organisation
        self.scopes = scopes
    }
}
