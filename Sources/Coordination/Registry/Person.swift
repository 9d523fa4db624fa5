// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A person with the positions held, the present ones first.
public struct Person: Codable, Hashable, Sendable, Sourced {
    /// The code.
    public let code: String
    /// The English name.
    public let nameEn: String
    /// The Russian name, where known.
    public let nameRu: String?
    /// The positions held.
    public let positions: [PersonPosition]
    /// What the row rests on: a document, public, or invented.
    public let provenance: Provenance
    /// What the provenance rests on.
    public let evidence: SourceEvidence
    /// The file or address, then the reservation.
    public let sourceNote: String
}

/// A position a person holds or held in an organisation.
public struct PersonPosition: Codable, Hashable, Sendable {
    /// The code of the organisation.
    public let organisation: String
    /// The position in English.
    public let positionEn: String
    /// The position in Russian, where known.
    public let positionRu: String?
    /// The first day, as exactly as it is known.
    public let validFrom: PartialDate?
    /// The last day, as exactly as it is known.
    public let validTo: PartialDate?
    /// Whether the latest source still lists it.
    public let isCurrent: Bool
}
