// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Whether a fact is stated in a programme document, is public, or was invented for demonstration.
public enum Provenance: String, Codable, Hashable, Sendable, CaseIterable {
    /// Stated in a programme document; the source note names it.
    case document
    /// A public fact.
    case publicFact = "public"
    /// Invented for demonstration, never a fact.
    case sample
    /// Nothing is claimed (for a part of a row that is empty).
    case unstated = "none"
}

/// What a fact's provenance rests on.
public enum SourceEvidence: String, Codable, Hashable, Sendable, CaseIterable {
    /// The text of a programme document.
    case documentText = "document_text"
    /// A stored copy of the page that the source note gives.
    case storedPage = "stored_page"
    /// Memory, not looked up.
    case priorKnowledge = "prior_knowledge"
    /// Nothing: the row is a sample.
    case invented
    /// Nothing is claimed.
    case unstated = "none"
}

/// A registry value that says where it comes from.
public protocol Sourced {
    /// What the row is about: a document, public, or invented.
    var provenance: Provenance { get }
    /// What the provenance rests on.
    var evidence: SourceEvidence { get }
    /// The file or address, then the reservation.
    var sourceNote: String { get }
}
