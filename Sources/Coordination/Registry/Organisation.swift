// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A body that takes part: a ministry, a university, a company, a task team.
public struct Organisation: Codable, Hashable, Sendable, Sourced {
    /// The code, unique in the whole system.
    public let code: String
    /// The kind: `federal_ministry`, `university`, `sme`, …
    public let kind: String
    /// The English name.
    public let nameEn: String
    /// The Russian name.
    public let nameRu: String
    /// The code of the body it is under.
    public let parent: String?
    /// The code of the cluster it belongs to in this programme.
    public let cluster: String?
    /// What the claim that it takes part in this programme rests on.
    public let membershipProvenance: Provenance?
    /// Names it had before, the latest first.
    public let formerNames: [FormerName]
    /// What the row rests on: a document, public, or invented.
    public let provenance: Provenance
    /// What the provenance rests on.
    public let evidence: SourceEvidence
    /// The file or address, then the reservation.
    public let sourceNote: String

    /// A name an organisation had for a time.
    public struct FormerName: Codable, Hashable, Sendable {
        /// The English name.
        public let nameEn: String
        /// The Russian name.
        public let nameRu: String
        /// Its first day, where known.
        public let validFrom: CalendarDate?
        /// Its last day.
        public let validTo: CalendarDate?
    }
}
