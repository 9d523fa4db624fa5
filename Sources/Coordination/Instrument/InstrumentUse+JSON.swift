// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// An act in JSON is its members and `type`, the act's name; where the name stands elsewhere (a URL), `type` is left out.
extension InstrumentUseAct: Codable {
    enum CodingKeys: String, CodingKey {
        case type, instrument, recipient, comment, amount, number, date, agreement, until, reason, spent
    }

    /// Reads an act that names itself by `type`.
    public init(from decoder: any Decoder) throws {
        let kind = try decoder.container(keyedBy: CodingKeys.self).decode(InstrumentUseActKind.self, forKey: .type)
        try self.init(kind, from: decoder)
    }

    /// Reads the members of an act whose name is already known.
    public init(_ kind: InstrumentUseActKind, from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) throws -> String { try members.decode(String.self, forKey: key) }
        func maybe(_ key: CodingKeys) throws -> String? { try members.decodeIfPresent(String.self, forKey: key) }
        func date(_ key: CodingKeys) throws -> CalendarDate? {
            try members.decodeIfPresent(CalendarDate.self, forKey: key)
        }
        switch kind {
        case .need: self = .need(try InstrumentNeed(from: decoder))
        case .match:
            self = .match(
                instrument: try text(.instrument), recipient: try maybe(.recipient), comment: try maybe(.comment))
        case .apply:
            self = .apply(
                amount: try members.decode(Roubles.self, forKey: .amount), number: try text(.number),
                date: try date(.date))
        case .grant:
            self = .grant(
                amount: try members.decode(Roubles.self, forKey: .amount), agreement: try text(.agreement),
                date: try date(.date), until: try date(.until))
        case .refuse: self = .refuse(reason: try text(.reason))
        case .exhaust:
            self = .exhaust(
                spent: try members.decode(Roubles.self, forKey: .spent), comment: try maybe(.comment))
        case .withdraw: self = .withdraw(reason: try text(.reason))
        }
    }

    /// Writes the members and `type`.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(kind, forKey: .type)
        switch self {
        case .need(let need): try need.encode(to: encoder)
        case .match(let instrument, let recipient, let comment):
            try members.encode(instrument, forKey: .instrument)
            try members.encodeIfPresent(recipient, forKey: .recipient)
            try members.encodeIfPresent(comment, forKey: .comment)
        case .apply(let amount, let number, let date):
            try members.encode(amount, forKey: .amount)
            try members.encode(number, forKey: .number)
            try members.encodeIfPresent(date, forKey: .date)
        case .grant(let amount, let agreement, let date, let until):
            try members.encode(amount, forKey: .amount)
            try members.encode(agreement, forKey: .agreement)
            try members.encodeIfPresent(date, forKey: .date)
            try members.encodeIfPresent(until, forKey: .until)
        case .refuse(let reason), .withdraw(let reason): try members.encode(reason, forKey: .reason)
        case .exhaust(let spent, let comment):
            try members.encode(spent, forKey: .spent)
            try members.encodeIfPresent(comment, forKey: .comment)
        }
    }
}

extension InstrumentUseActKind {
    /// The members an act of this kind may have in JSON besides `type`; any other is a mistake of the sender.
    public var members: [String] {
        switch self {
        case .need: InstrumentNeed.CodingKeys.allCases.map(\.rawValue)
        case .match: ["instrument", "recipient", "comment"]
        case .apply: ["amount", "number", "date"]
        case .grant: ["amount", "agreement", "date", "until"]
        case .refuse, .withdraw: ["reason"]
        case .exhaust: ["spent", "comment"]
        }
    }
}

// The body of every message of a use. Members and `type` are fixed for as long as the messages are kept: add members,
// never rename or drop one.
extension InstrumentUseEvent: CaseEventBody {
    private enum CodingKeys: String, CodingKey {
        case type, number, need, lead, office, instrument, owner, recipient, comment, application, amount, agreement
        case date, until, reason, spent
    }

    /// Reads an event by its `type`, the act's name.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) throws -> String { try members.decode(String.self, forKey: key) }
        func maybe(_ key: CodingKeys) throws -> String? { try members.decodeIfPresent(String.self, forKey: key) }
        switch try members.decode(InstrumentUseActKind.self, forKey: .type) {
        case .need:
            self = .needed(
                number: try text(.number), need: try members.decode(InstrumentNeed.self, forKey: .need),
                lead: try text(.lead), office: try maybe(.office))
        case .match:
            self = .matched(
                instrument: try text(.instrument), owner: try text(.owner), recipient: try text(.recipient),
                comment: try maybe(.comment))
        case .apply: self = .applied(try members.decode(InstrumentApplication.self, forKey: .application))
        case .grant:
            self = .granted(
                amount: try members.decode(Roubles.self, forKey: .amount), agreement: try text(.agreement),
                date: try members.decode(CalendarDate.self, forKey: .date),
                until: try members.decodeIfPresent(CalendarDate.self, forKey: .until))
        case .refuse: self = .refused(reason: try text(.reason))
        case .exhaust:
            self = .exhausted(
                spent: try members.decode(Roubles.self, forKey: .spent), comment: try maybe(.comment))
        case .withdraw: self = .withdrawn(reason: try text(.reason))
        }
    }

    /// Writes the event with its `type`.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(kind, forKey: .type)
        switch self {
        case .needed(let number, let need, let lead, let office):
            try members.encode(number, forKey: .number)
            try members.encode(need, forKey: .need)
            try members.encode(lead, forKey: .lead)
            try members.encodeIfPresent(office, forKey: .office)
        case .matched(let instrument, let owner, let recipient, let comment):
            try members.encode(instrument, forKey: .instrument)
            try members.encode(owner, forKey: .owner)
            try members.encode(recipient, forKey: .recipient)
            try members.encodeIfPresent(comment, forKey: .comment)
        case .applied(let application): try members.encode(application, forKey: .application)
        case .granted(let amount, let agreement, let date, let until):
            try members.encode(amount, forKey: .amount)
            try members.encode(agreement, forKey: .agreement)
            try members.encode(date, forKey: .date)
            try members.encodeIfPresent(until, forKey: .until)
        case .refused(let reason), .withdrawn(let reason): try members.encode(reason, forKey: .reason)
        case .exhausted(let spent, let comment):
            try members.encode(spent, forKey: .spent)
            try members.encodeIfPresent(comment, forKey: .comment)
        }
    }
}
