// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// One of the programme's work areas (for INO Tomsk: five).
public struct WorkArea: Codable, Hashable, Sendable, Sourced {
    /// The code.
    public let code: String
    /// The number in the document.
    public let number: Int
    /// The English name.
    public let nameEn: String
    /// The Russian name.
    public let nameRu: String
    /// What the row rests on: a document, public, or invented.
    public let provenance: Provenance
    /// What the provenance rests on.
    public let evidence: SourceEvidence
    /// The file or address, then the reservation.
    public let sourceNote: String
}

/// One of the programme's innovation territorial clusters.
public struct Cluster: Codable, Hashable, Sendable, Sourced {
    /// The code.
    public let code: String
    /// The number in the document.
    public let number: Int
    /// The English name.
    public let nameEn: String
    /// The Russian name.
    public let nameRu: String
    /// The words of the document, which may be another name or several.
    public let documentWording: String
    /// What the row rests on: a document, public, or invented.
    public let provenance: Provenance
    /// What the provenance rests on.
    public let evidence: SourceEvidence
    /// The file or address, then the reservation.
    public let sourceNote: String
}

/// One of the programme's types of areas (industrial park, innovation park, …).
public struct AreaType: Codable, Hashable, Sendable, Sourced {
    /// The code.
    public let code: String
    /// The number in the document.
    public let number: Int
    /// The English name.
    public let nameEn: String
    /// The Russian name.
    public let nameRu: String
    /// What the row rests on: a document, public, or invented.
    public let provenance: Provenance
    /// What the provenance rests on.
    public let evidence: SourceEvidence
    /// The file or address, then the reservation.
    public let sourceNote: String
}
