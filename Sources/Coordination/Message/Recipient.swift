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

extension Recipient {
    /// Reads a recipient as people write it: `ORG`, `ORG:ROLE`, or a group such as `cluster:timber`, which stands in place of
    /// the organisation until it is looked up. Nil for what is none.
    public init?(written text: String) {
        guard AudienceGroup(text) == nil else {
            self.init(organisation: text)
            return
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let organisation = parts.first, !organisation.isEmpty, parts.last?.isEmpty == false else { return nil }
        self.init(organisation: organisation, role: parts.count > 1 ? parts[1] : nil)
    }
}

extension Recipient: Comparable {
    /// By organisation, then by role.
    public static func < (left: Recipient, right: Recipient) -> Bool {
        (left.organisation, left.role ?? "") < (right.organisation, right.role ?? "")
    }
}
