// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A federal instrument or initiative the programme joins.
public struct Instrument: Codable, Hashable, Sendable, Sourced {
    /// The code.
    public let code: String
    /// The English name.
    public let nameEn: String
    /// The Russian name.
    public let nameRu: String
    /// The code of the body that owns it.
    public let owner: String
    /// The kind: `subsidy`, `tax_regime`, `special_zone`, …
    public let kind: String
    /// The legal act, where one is given.
    public let legalBasis: String?
    /// Where the act, its number and date come from.
    public let legalBasisEvidence: SourceEvidence
    /// The date of the act or the start of the period.
    public let validFrom: PartialDate?
    /// The repeal, or the end by the title; absent when open or not known.
    public let validTo: PartialDate?
    /// The code of the work area.
    public let workArea: String
    /// The code of the cluster.
    public let cluster: String?
    /// What it gives, in one sentence.
    public let summary: String
    /// What the claim that it is one of the programme's instruments rests on.
    public let membershipProvenance: Provenance
    /// Who operates, gets or may ask for it.
    public let recipients: [InstrumentRecipient]
    /// When applications are taken; empty until a source has them.
    public let windows: [InstrumentWindow]
    /// Money by year; empty until a source has it.
    public let budgets: [InstrumentBudget]
    /// What the row rests on: a document, public, or invented.
    public let provenance: Provenance
    /// What the provenance rests on.
    public let evidence: SourceEvidence
    /// The file or address, then the reservation.
    public let sourceNote: String
}

/// A body in a role towards an instrument.
public struct InstrumentRecipient: Codable, Hashable, Sendable, Sourced {
    /// The code of the organisation.
    public let organisation: String
    /// `operator`, `beneficiary`, `eligible_applicant` (may apply, has not received), …
    public let role: String
    /// Since when it is, where that is known.
    public let validFrom: PartialDate?
    /// Until when; absent when open or not known.
    public let validTo: PartialDate?
    /// What the row rests on: a document, public, or invented.
    public let provenance: Provenance
    /// What the provenance rests on.
    public let evidence: SourceEvidence
    /// The file or address, then the reservation.
    public let sourceNote: String
}

/// A window in which applications for an instrument are taken.
public struct InstrumentWindow: Codable, Hashable, Sendable, Sourced {
    /// The first day.
    public let opens: PartialDate
    /// The last day.
    public let closes: PartialDate
    /// What the row rests on: a document, public, or invented.
    public let provenance: Provenance
    /// What the provenance rests on.
    public let evidence: SourceEvidence
    /// The file or address, then the reservation.
    public let sourceNote: String
}

/// The money of an instrument in a year.
public struct InstrumentBudget: Codable, Hashable, Sendable, Sourced {
    /// The year.
    public let year: Int
    /// Millions of roubles.
    public let amountMrub: Double
    /// The part the region has to add, in percent.
    public let coFundingPct: Double?
    /// What the row rests on: a document, public, or invented.
    public let provenance: Provenance
    /// What the provenance rests on.
    public let evidence: SourceEvidence
    /// The file or address, then the reservation.
    public let sourceNote: String
}
