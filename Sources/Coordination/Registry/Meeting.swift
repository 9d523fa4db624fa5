// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A meeting, session, mission, legal act or other event of the programme.
public struct Meeting: Codable, Hashable, Sendable, Sourced {
    /// The code.
    public let code: String
    /// The date, as exactly as it is known.
    public let date: PartialDate
    /// Whether the date is of the `event`, its `publication` or its `announcement`.
    public let dateBasis: String
    /// `meeting`, `strategic_session`, `business_mission`, `legal_act`, …
    public let kind: String
    /// The English title.
    public let titleEn: String
    /// The Russian title (a translation of ours).
    public let titleRu: String
    /// Who took the chair.
    public let chair: String?
    /// Who shared it.
    public let coChair: String?
    /// Where.
    public let place: String?
    /// What about.
    public let topic: String
    /// The code of the body that held it.
    public let organiser: String?
    /// The codes of the bodies that took part.
    public let participants: [String]
    /// What was decided, asked, planned or stated.
    public let decisions: [MeetingDecision]
    /// What the row rests on: a document, public, or invented.
    public let provenance: Provenance
    /// What the provenance rests on.
    public let evidence: SourceEvidence
    /// The file or address, then the reservation.
    public let sourceNote: String
}

/// One decision of a meeting.
public struct MeetingDecision: Codable, Hashable, Sendable, Sourced {
    /// The code.
    public let code: String
    /// The number in the meeting.
    public let number: Int
    /// `decision`, `request`, `plan`, `result` or `statement`.
    public let kind: String
    /// The text in English.
    public let textEn: String
    /// The code of the body that answers for it.
    public let responsible: String
    /// When it is due, as exactly as it is known.
    public let due: PartialDate?
    /// What the row rests on: a document, public, or invented.
    public let provenance: Provenance
    /// What the provenance rests on.
    public let evidence: SourceEvidence
    /// The file or address, then the reservation.
    public let sourceNote: String
}
