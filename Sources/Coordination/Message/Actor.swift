// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// On what ground somebody acts for an organisation.
public enum Capacity: String, Codable, Hashable, Sendable, CaseIterable {
    /// In their own position.
    case own
    /// Standing in for an absent holder of the position.
    case substitute
    /// By a delegation of authority.
    case delegate
    /// An operator who enters what the organisation gave on paper; never counts for a vote or for four eyes.
    case operatorOnBehalf = "operator-on-behalf"
    /// A machine of the organisation, or the daemon's clock.
    case system
}

/// Who acts: person and position in an organisation, in a capacity, on a basis; all by their codes.
public struct Actor: Hashable, Sendable, Codable {
    /// The person's code; a system has none.
    public var person: String?
    /// The position.
    public var position: String?
    /// The organisation acted for.
    public var organisation: String
    /// On what ground.
    public var capacity: Capacity
    /// The document that gives the ground.
    public var basis: String?

    /// An actor of an organisation.
    public init(
        person: String? = nil, position: String? = nil, organisation: String, capacity: Capacity, basis: String? = nil
    ) {
        self.person = person
        self.position = position
        self.organisation = organisation
        self.capacity = capacity
        self.basis = basis
    }
}
