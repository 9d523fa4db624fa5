// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Where an organisation's use of a federal instrument stands (R26: unmet, applied, granted, refused, exhausted).
public enum InstrumentUseState: String, Codable, Hashable, Sendable, CaseIterable {
    /// An action or a project needs money or a regime, and no instrument is found for it.
    case needed = "NEEDED"
    /// The programme's office has found an instrument for it; nobody has applied.
    case matched = "MATCHED"
    /// Applied for; the instrument's owner must decide.
    case applied = "APPLIED"
    /// The owner grants it under an agreement.
    case granted = "GRANTED"
    /// The owner refused; it can be applied for again, or matched with another instrument.
    case refused = "REFUSED"
    /// What was granted is spent, or the rest was given back; at its end.
    case exhausted = "EXHAUSTED"
    /// The need was taken back, at its end.
    case withdrawn = "WITHDRAWN"

    /// Whether no act can follow.
    public var isTerminal: Bool { self == .exhausted || self == .withdrawn }
}

/// The part an organisation has in the use of an instrument.
public enum InstrumentUsePart: String, Codable, Hashable, Sendable, CaseIterable {
    /// Stated the need.
    case needer
    /// Gets what the instrument gives.
    case recipient
    /// Leads the roadmap action or the project that needs it.
    case lead
    /// Owns the instrument: grants or refuses.
    case owner
    /// Runs the programme: finds an instrument for the need.
    case office
}

/// How one application ended.
public enum InstrumentApplicationOutcome: String, Codable, Hashable, Sendable, CaseIterable {
    /// The owner has not decided.
    case pending = "PENDING"
    /// The owner granted it.
    case granted = "GRANTED"
    /// The owner refused it.
    case refused = "REFUSED"
    /// The need was taken back before the owner decided.
    case withdrawn = "WITHDRAWN"
}
