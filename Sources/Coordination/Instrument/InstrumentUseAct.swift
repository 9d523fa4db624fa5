// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What somebody wants to do in the case of an instrument's use.
public enum InstrumentUseAct: Hashable, Sendable {
    /// U1: state what an action or project needs.
    case need(InstrumentNeed)
    /// U2: name the instrument that can give it, and who shall get it.
    case match(instrument: String, recipient: String?, comment: String?)
    /// U3: apply for it, or after a refusal once more.
    case apply(amount: Roubles, number: String, date: CalendarDate?)
    /// U4: grant it under an agreement.
    case grant(amount: Roubles, agreement: String, date: CalendarDate?, until: CalendarDate?)
    /// U5: refuse the application.
    case refuse(reason: String)
    /// U6: say that the grant is used up, and how much was spent.
    case exhaust(spent: Roubles, comment: String?)
    /// U7: take the need back.
    case withdraw(reason: String)

    /// The act without its words.
    public var kind: InstrumentUseActKind {
        switch self {
        case .need: .need
        case .match: .match
        case .apply: .apply
        case .grant: .grant
        case .refuse: .refuse
        case .exhaust: .exhaust
        case .withdraw: .withdraw
        }
    }

    /// Its name in URLs, on the command line and in kinds of messages.
    public var name: String { kind.rawValue }
}

/// The acts by their names.
public enum InstrumentUseActKind: String, Codable, Hashable, Sendable, CaseIterable {
    /// U1
    case need
    /// U2
    case match
    /// U3
    case apply
    /// U4
    case grant
    /// U5
    case refuse
    /// U6
    case exhaust
    /// U7
    case withdraw

    /// The number of its rule, e.g. `U4`.
    public var rule: String {
        switch self {
        case .need: "U1"
        case .match: "U2"
        case .apply: "U3"
        case .grant: "U4"
        case .refuse: "U5"
        case .exhaust: "U6"
        case .withdraw: "U7"
        }
    }

    /// The kind of message the act becomes, e.g. `instrument-use.grant`.
    public var messageKind: String { "instrument-use." + rawValue }
}

/// What an act fixed: the body of its message, from which alone the state can be made again.
public enum InstrumentUseEvent: Hashable, Sendable {
    /// U1: a need was stated and numbered.
    case needed(number: String, need: InstrumentNeed, lead: String, office: String?)
    /// U2: an instrument was found, of that owner, for that recipient.
    case matched(instrument: String, owner: String, recipient: String, comment: String?)
    /// U3: it was applied for.
    case applied(InstrumentApplication)
    /// U4: it was granted.
    case granted(amount: Roubles, agreement: String, date: CalendarDate, until: CalendarDate?)
    /// U5: it was refused.
    case refused(reason: String)
    /// U6: it is used up.
    case exhausted(spent: Roubles, comment: String?)
    /// U7: the need was taken back.
    case withdrawn(reason: String)

    /// The act it came from.
    public var kind: InstrumentUseActKind {
        switch self {
        case .needed: .need
        case .matched: .match
        case .applied: .apply
        case .granted: .grant
        case .refused: .refuse
        case .exhausted: .exhaust
        case .withdrawn: .withdraw
        }
    }
}
