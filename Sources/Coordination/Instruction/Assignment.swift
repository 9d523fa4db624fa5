// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// The part an organisation has in an instruction.
public enum PartyRole: String, Codable, Hashable, Sendable, CaseIterable {
    /// Gave it.
    case issuer
    /// Answers for it: exactly one.
    case responsible
    /// Gives a part to the responsible.
    case coExecutor = "co-executor"
    /// Accepts or returns the report, in the issuer's stead.
    case controller
    /// Gets it for information.
    case observer
}

/// How far one organisation has come with its part.
public enum AssignmentState: String, Codable, Hashable, Sendable, CaseIterable {
    /// Given, nothing heard.
    case open = "OPEN"
    /// In its books.
    case registered = "REGISTERED"
    /// Its registrar refused it.
    case refused = "REFUSED"
    /// A person there works on it.
    case assigned = "ASSIGNED"
    /// Its part is given.
    case given = "GIVEN"
    /// The responsible reports without its part, and said why.
    case waived = "WAIVED"
}

/// One organisation's part in an instruction and what it did with it.
public struct Assignment: Hashable, Sendable, Codable {
    /// The organisation's code.
    public var organisation: String
    /// Its part.
    public var role: PartyRole
    /// How far it has come.
    public var state: AssignmentState
    /// The person who works on it there.
    public var executorPerson: String?
    /// Its own number for the instruction.
    public var recipientNumber: String?
    /// The day under which it entered that number.
    public var recipientDate: CalendarDate?
    /// When it registered.
    public var registeredAt: Instant?
    /// The last moment for a co-executor's part to be in time.
    public var halfTermDue: Instant?
    /// When it gave its part, last.
    public var contributedAt: Instant?
    /// Whether its first part came after the half-term date.
    public var lateContribution: Bool
    /// The cycle its last part belongs to.
    public var contributedCycle: Int?
    /// Why it refused.
    public var refusal: InstructionRefusal?
    /// Why the responsible reported without its part.
    public var waiver: String?
    /// The report it was asked for and has not given.
    public var requestedReport: ReportRequest?

    /// A part that was just given.
    public init(organisation: String, role: PartyRole) {
        self.organisation = organisation
        self.role = role
        state = .open
        lateContribution = false
    }
}

/// Why a registrar refused an instruction.
public struct InstructionRefusal: Hashable, Sendable, Codable {
    /// The reason.
    public var reason: RefusalReason
    /// In the registrar's words.
    public var comment: String
    /// When.
    public var at: Instant

    /// A refusal with its reason.
    public init(reason: RefusalReason, comment: String, at: Instant) {
        self.reason = reason
        self.comment = comment
        self.at = at
    }
}
