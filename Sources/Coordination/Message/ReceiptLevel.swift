// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// How far a message has come with one recipient; four levels, never merged.
public enum ReceiptLevel: String, Codable, Hashable, Sendable, CaseIterable {
    /// The broker has it, for good.
    case accepted
    /// It arrived at the recipient's gate.
    case delivered
    /// The recipient entered it in its own books.
    case registered
    /// The recipient answered what it asked for.
    case outcome
}
