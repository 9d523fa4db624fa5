// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A programme as everyone may read it: INO Tomsk is one.
public struct ProgrammeInfo: Codable, Hashable, Sendable {
    /// The code.
    public let code: String
    /// The English name.
    public let nameEn: String
    /// The Russian name.
    public let nameRu: String
    /// The zone of its clock, such as `Asia/Tomsk`.
    public let zone: String
    /// The hour at which its day ends for deadlines.
    public let endOfDayHour: Int
    /// The name of its working calendar.
    public let calendar: String
    /// The code of its usual deadline policy.
    public let policy: String
    /// `real`, or `replay`: its now is set by the operator, only forward, and nothing leaves the building.
    public let clock: String
    /// Its now.
    public let now: Instant
    /// The code of the body that runs it, which sends what the registry itself says.
    public let office: String?
    /// The goal in English.
    public let goalEn: String?
    /// The goal in Russian.
    public let goalRu: String?
    /// The act it rests on.
    public let legalBasis: String?
    /// What the row rests on; absent when it was made by hand.
    public let provenance: Provenance?
    /// What the provenance rests on.
    public let evidence: SourceEvidence?
    /// The file or address, then the reservation.
    public let sourceNote: String?
}

/// What is needed to make a programme by hand.
public struct ProgrammeDraft: Codable, Hashable, Sendable {
    /// The code.
    public var code: String
    /// The English name.
    public var nameEn: String
    /// The Russian name.
    public var nameRu: String
    /// The zone of its clock.
    public var zone: String
    /// The hour at which its day ends for deadlines; 18 when absent.
    public var endOfDayHour: Int?
    /// The name of its working calendar; `ru` when absent.
    public var calendar: String?
    /// The code of its usual deadline policy; `federal` when absent.
    public var policy: String?
    /// `real` or `replay`; `real` when absent.
    public var clock: String?
    /// Where a replay clock starts; needed for one, refused for a real clock.
    public var clockStart: Instant?

    /// A draft of a programme; what is left out takes the usual value.
    public init(
        code: String, nameEn: String, nameRu: String, zone: String, endOfDayHour: Int? = nil, calendar: String? = nil,
        policy: String? = nil, clock: String? = nil, clockStart: Instant? = nil
    ) {
        self.code = code
        self.nameEn = nameEn
        self.nameRu = nameRu
        self.zone = zone
        self.endOfDayHour = endOfDayHour
        self.calendar = calendar
        self.policy = policy
        self.clock = clock
        self.clockStart = clockStart
    }
}
