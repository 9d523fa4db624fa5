// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// What matters now to one organisation, or to the office that runs the programme.
public struct Today: Hashable, Sendable, Codable {
    /// The programme's now.
    public var now: Instant
    /// The organisation; absent for the office.
    public var organisation: String?
    /// What matters, the most pressing kind first and the nearest term first within a kind.
    public var items: [TodayItem]

    /// Makes it from its members.
    public init(now: Instant, organisation: String? = nil, items: [TodayItem]) {
        self.now = now
        self.organisation = organisation
        self.items = items
    }
}

/// One thing that matters now.
public struct TodayItem: Hashable, Sendable, Codable {
    /// Why it matters; the cases are in the order in which they are shown.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// The term of the organisation's own part is over; for the office, of any instruction.
        case overdue
        /// The term ends within seven days.
        case dueSoon = "due-soon"
        /// An act of the organisation is waited for, without a term or with a later one; for the office, a report that
        /// waits for acceptance.
        case waits
        /// The organisation gave or controls it, and others are late.
        case issuedLate = "issued-late"
        /// A webhook takes nothing: it has failed for an hour or more, or is not pushed to any more.
        case webhook
        /// Messages nobody has said to have, or to have registered.
        case messages
        /// Applications to an instrument close within thirty days.
        case window
    }

    /// Why it matters.
    public var kind: Kind
    /// A registration number, a case's or a webhook's id, an organisation's or an instrument's code.
    public var reference: String
    /// The approval, when it is one.
    public var approval: Identifier?
    /// The use of an instrument, when it is one.
    public var instrumentUse: Identifier?
    /// What it is about.
    public var text: String
    /// Who has to do something.
    public var who: String?
    /// In which role.
    public var role: String?
    /// The end of the term, since when a webhook fails, or when the first message that waits was stored.
    public var due: Instant?
    /// The last day of applications.
    public var day: CalendarDate?
    /// How many messages wait.
    public var count: Int64?
    /// What can be done now.
    public var acts: [String]

    /// Makes it from its members.
    public init(
        kind: Kind, reference: String, approval: Identifier? = nil, instrumentUse: Identifier? = nil, text: String,
        who: String? = nil, role: String? = nil, due: Instant? = nil, day: CalendarDate? = nil, count: Int64? = nil,
        acts: [String] = []
    ) {
        self.kind = kind
        self.reference = reference
        self.approval = approval
        self.instrumentUse = instrumentUse
        self.text = text
        self.who = who
        self.role = role
        self.due = due
        self.day = day
        self.count = count
        self.acts = acts
    }
}
