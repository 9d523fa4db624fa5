// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// A recipient as a sender writes it: the organisation's code alone, or with a role; or a group of organisations, which the
/// daemon looks up as it is sent: `cluster:CODE`, `area:CODE`, `kind:KIND`, `instrument:CODE`, `case:NUMBER`, `all`.
public struct RecipientRequest: Hashable, Sendable, Codable {
    /// The recipient.
    public var recipient: Recipient

    /// A recipient to send to.
    public init(_ recipient: Recipient) { self.recipient = recipient }

    /// Reads `"tsu"` as well as `{"organisation": "tsu", "role": "responsible"}`.
    public init(from decoder: any Decoder) throws {
        if let code = try? decoder.singleValueContainer().decode(String.self) {
            recipient = Recipient(organisation: code)
        } else {
            recipient = try Recipient(from: decoder)
        }
    }

    /// Writes the code alone when there is no role.
    public func encode(to encoder: any Encoder) throws {
        if recipient.role == nil {
            var container = encoder.singleValueContainer()
            try container.encode(recipient.organisation)
        } else {
            try recipient.encode(to: encoder)
        }
    }
}
