// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What a body says it needs of the federal instruments.
public struct InstrumentNeed: Hashable, Sendable, Codable {
    /// The roadmap action that needs it; either this or a project.
    public var action: String?
    /// The project that needs it; either this or an action.
    public var project: String?
    /// How much is wanted.
    public var amount: Roubles
    /// What for, in words.
    public var purpose: String
    /// Who shall get it, when that is known; the office names it with the instrument otherwise.
    public var recipient: String?

    /// A need of all its parts.
    public init(
        action: String? = nil, project: String? = nil, amount: Roubles, purpose: String, recipient: String? = nil
    ) {
        self.action = action
        self.project = project
        self.amount = amount
        self.purpose = purpose
        self.recipient = recipient
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case action, project, amount, purpose, recipient
    }
}

/// One application for one instrument, with how it ended; a use keeps all of them.
public struct InstrumentApplication: Hashable, Sendable, Codable {
    /// The instrument applied for.
    public var instrument: String
    /// The body that owned it then, and decides.
    public var owner: String
    /// For whom it is asked.
    public var recipient: String
    /// How much is asked for.
    public var amount: Roubles
    /// The application's number.
    public var number: String
    /// The day it stands under.
    public var date: CalendarDate
    /// How it ended.
    public var outcome: InstrumentApplicationOutcome
    /// When the owner decided.
    public var decidedAt: Instant?
    /// How much was granted.
    public var granted: Roubles?
    /// The agreement's number.
    public var agreementNumber: String?
    /// The agreement's date.
    public var agreementDate: CalendarDate?
    /// The last day on which what was granted can be used, when the agreement names one.
    public var until: CalendarDate?
    /// Why the owner refused.
    public var reason: String?

    /// An application that was just made.
    public init(
        instrument: String, owner: String, recipient: String, amount: Roubles, number: String, date: CalendarDate
    ) {
        self.instrument = instrument
        self.owner = owner
        self.recipient = recipient
        self.amount = amount
        self.number = number
        self.date = date
        outcome = .pending
    }
}

/// An organisation's use of a federal instrument, from the need to the grant, as its messages have made it.
public struct InstrumentUse: Hashable, Sendable, Codable {
    /// The case's identity.
    public var id: Identifier
    /// The programme's code.
    public var programme: String
    /// Its number, given with the need.
    public var number: String
    /// What was needed.
    public var need: InstrumentNeed
    /// The organisation that stated the need.
    public var needer: String
    /// The body that led the action or project when the need was stated.
    public var lead: String
    /// The programme's office at that time.
    public var office: String?
    /// Where it stands.
    public var state: InstrumentUseState
    /// Who gets it, once known.
    public var recipient: String?
    /// The instrument found for it.
    public var instrument: String?
    /// The body that owns the instrument.
    public var owner: String?
    /// Every application, the first one first.
    public var applications: [InstrumentApplication]
    /// How much of the grant was spent, once that is stated.
    public var spent: Roubles?
    /// Why it was withdrawn, or what the office said when it found the instrument, last.
    public var reason: String?
    /// The number of messages in its case.
    public var revision: Int
    /// When the need was stated.
    public var neededAt: Instant
    /// When an instrument was found for it, last.
    public var matchedAt: Instant?
    /// When it came to its end.
    public var closedAt: Instant?
    /// When its last act happened.
    public var lastOccurredAt: Instant
}

extension InstrumentUse {
    /// The last application, decided or not.
    public var application: InstrumentApplication? { applications.last }

    /// How much the owner granted; nothing unless the grant stands.
    public var granted: Roubles? { applications.last { $0.outcome == .granted }?.granted }

    /// Every organisation that has or had a part in it: they may read it.
    public var parties: [String] {
        var seen: Set<String> = []
        let all = [needer, lead] + [office, recipient, owner].compactMap(\.self)
        return (all + applications.flatMap { [$0.owner, $0.recipient] }).filter { seen.insert($0).inserted }
    }

    /// The parts an organisation has now, none if it is a stranger to the case.
    public func parts(of organisation: String) -> Set<InstrumentUsePart> {
        Set(holders.filter { $0.organisation == organisation }.map(\.part))
    }

    /// Who has which part now.
    var holders: [(organisation: String, part: InstrumentUsePart)] {
        let all: [(String?, InstrumentUsePart)] = [
            (recipient, .recipient), (owner, .owner), (lead, .lead), (needer, .needer), (office, .office),
        ]
        return all.compactMap { organisation, part in organisation.map { ($0, part) } }
    }

    /// What needs it: the code of the action or project.
    public var target: String { need.action ?? need.project ?? "" }
}
