// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// An indicator of the programme with its values.
public struct Indicator: Codable, Hashable, Sendable, Sourced {
    /// The code.
    public let code: String
    /// The English name.
    public let nameEn: String
    /// The Russian name.
    public let nameRu: String
    /// The unit: `percent`, `jobs`, `million_rub`, …
    public let unit: String
    /// The code of the body that owns it.
    public let owner: String
    /// `up`, `down` or `none`.
    public let direction: String
    /// The code of the work area.
    public let workArea: String
    /// The values, in the order of their periods.
    public let values: [IndicatorValue]
    /// What the row rests on: a document, public, or invented.
    public let provenance: Provenance
    /// What the provenance rests on.
    public let evidence: SourceEvidence
    /// The file or address, then the reservation.
    public let sourceNote: String
}

/// What a source says about an indicator in a period: plan and fact, never a derived sentence.
public struct IndicatorValue: Codable, Hashable, Sendable, Sourced {
    /// A day, a year or a span of years.
    public let period: PartialDate
    /// The plan, where stated.
    public let plan: Double?
    /// The fact, where stated.
    public let fact: Double?
    /// The percent of the plan as stated (100 is the plan itself).
    public let pctOfPlan: Double?
    /// The plan worked out as fact / percent.
    public let planDerived: Double?
    /// `exact`, `more_than`, `almost` or `up_to`.
    public let qualifier: String
    /// The words of the source.
    public let literal: String
    /// Whether the figure should not be used unread.
    public let isDoubtful: Bool
    /// What the fact probably should be.
    public let altFact: Double?
    /// What the row rests on: a document, public, or invented.
    public let provenance: Provenance
    /// What the provenance rests on.
    public let evidence: SourceEvidence
    /// The file or address, then the reservation.
    public let sourceNote: String
}
