// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// An organisation that gets a message, and in which role.
public struct Recipient: Hashable, Sendable, Codable {
    /// The organisation's code.
    public var organisation: String
    /// Its role in the case, e.g. `responsible`.
    public var role: String?

    /// A recipient in a role, or in none.
    public init(organisation: String, role: String? = nil) {
        self.organisation = organisation
        self.role = role
    }
}

extension Recipient: Comparable {
    /// By organisation, then by role.
    public static func < (left: Recipient, right: Recipient) -> Bool {
        (left.organisation, left.role ?? "") < (right.organisation, right.role ?? "")
    }
}
