// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A project of the programme.
public struct Project: Codable, Hashable, Sendable, Sourced {
    /// The code, such as `p-001`.
    public let code: String
    /// The English title.
    public let titleEn: String
    /// The Russian title (a translation of ours).
    public let titleRu: String
    /// `industrial`, `research_educational`, `social` or `infrastructure`.
    public let kind: String
    /// The code of the work area.
    public let workArea: String
    /// The code of the cluster.
    public let cluster: String?
    /// The code of the type of area.
    public let areaType: String?
    /// The code of the body that leads.
    public let lead: String
    /// The codes of the other participants.
    public let participants: [String]
    /// The start, as exactly as it is known.
    public let start: PartialDate?
    /// The end, as exactly as it is known.
    public let end: PartialDate?
    /// `planned`, `in_progress`, `completed` or `suspended`.
    public let status: String
    /// The whole money, in millions of roubles.
    public let budgetMrub: Double?
    /// The extra-budgetary part of it.
    public let extraBudgetMrub: Double?
    /// The work places planned.
    public let jobsPlanned: Double?
    /// The codes of the instruments it uses.
    public let instruments: [String]
    /// The codes of the roadmap actions it serves, of any version.
    public let actions: [String]
    /// What lead, participants and dates rest on.
    public let detailsProvenance: Provenance
    /// What money and work places rest on.
    public let numbersProvenance: Provenance
    /// What the row rests on: a document, public, or invented.
    public let provenance: Provenance
    /// What the provenance rests on.
    public let evidence: SourceEvidence
    /// The file or address, then the reservation.
    public let sourceNote: String
}
