// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// One version of the programme's roadmap, with or without its actions.
public struct RoadmapVersion: Codable, Hashable, Sendable {
    /// The code, such as `v1`.
    public let code: String
    /// The English name, where a source gives one.
    public let nameEn: String?
    /// The Russian name, where a source gives one.
    public let nameRu: String?
    /// `approved`, `draft` or `superseded`, where a source says so.
    public let status: String?
    /// The day it was approved or shown.
    public let statusOn: PartialDate?
    /// The act that approved it.
    public let legalBasis: String?
    /// How many actions it has.
    public let actionCount: Int
    /// How many of them in each state.
    public let actionsByStatus: [String: Int]
    /// How many of them are invented.
    public let sampleCount: Int
    /// The actions, when one version is shown.
    public let actions: [RoadmapAction]?
    /// What the row rests on; absent when no source describes the version itself.
    public let provenance: Provenance?
    /// What the provenance rests on.
    public let evidence: SourceEvidence?
    /// The file or address, then the reservation.
    public let sourceNote: String?
}

/// One action of one version of the roadmap.
public struct RoadmapAction: Codable, Hashable, Sendable, Sourced {
    /// The code, such as `v1-05`.
    public let code: String
    /// The version it belongs to.
    public let version: String
    /// The number in the version.
    public let number: Int
    /// The English title.
    public let titleEn: String
    /// The Russian title (a translation of ours).
    public let titleRu: String
    /// The code of the work area.
    public let workArea: String
    /// The code of the cluster.
    public let cluster: String?
    /// The code of the body that leads.
    public let lead: String
    /// The codes of the bodies that carry it out with the lead.
    public let coExecutors: [String]
    /// When it is due, as exactly as it is known.
    public let due: PartialDate
    /// What it should give.
    public let outcome: String
    /// The codes of the instruments it uses.
    public let instruments: [String]
    /// `planned`, `in_progress`, `done`, `overdue` or `withdrawn`.
    public let status: String
    /// The actions of earlier versions it was carried over from.
    public let origins: [String]
    /// What lead, co-executors, due date and outcome rest on.
    public let detailsProvenance: Provenance
    /// What the status rests on.
    public let statusProvenance: Provenance
    /// `explicit_action`, `named_activity` or `none`.
    public let documentLink: String
    /// What the row rests on: a document, public, or invented.
    public let provenance: Provenance
    /// What the provenance rests on.
    public let evidence: SourceEvidence
    /// The file or address, then the reservation.
    public let sourceNote: String
}
