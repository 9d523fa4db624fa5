// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What an issuer writes down before it becomes an instruction.
public struct InstructionDraft: Hashable, Sendable {
    /// The one organisation that answers for it.
    public var responsible: String
    /// Those that give it their parts.
    public var coExecutors: [String]
    /// Who accepts the report; the issuer itself when nobody is named.
    public var controller: String?
    /// Who gets it for information.
    public var observers: [String]
    /// What is to be done.
    public var text: String
    /// Its urgency.
    public var mark: Mark?
    /// The last day, when the issuer names one.
    public var deadline: CalendarDate?
    /// Whether it has no deadline at all, where the policy allows that.
    public var withoutDeadline: Bool
    /// The roadmap action it serves.
    public var aboutAction: String?
    /// The federal instruments it uses.
    public var instruments: [String]
    /// The document it rests on.
    public var basis: String?
    /// The deadline policy's code; the programme's own when none is named.
    public var policy: String?

    /// A draft; all but the responsible executor and the text may be left out.
    public init(
        responsible: String, coExecutors: [String] = [], controller: String? = nil, observers: [String] = [],
        text: String, mark: Mark? = nil, deadline: CalendarDate? = nil, withoutDeadline: Bool = false,
        aboutAction: String? = nil, instruments: [String] = [], basis: String? = nil, policy: String? = nil
    ) {
        self.responsible = responsible
        self.coExecutors = coExecutors
        self.controller = controller
        self.observers = observers
        self.text = text
        self.mark = mark
        self.deadline = deadline
        self.withoutDeadline = withoutDeadline
        self.aboutAction = aboutAction
        self.instruments = instruments
        self.basis = basis
        self.policy = policy
    }

    /// Every organisation it names with its part, in the order of the draft.
    public var parties: [(organisation: String, role: PartyRole)] {
        [(responsible, .responsible)] + coExecutors.map { ($0, .coExecutor) }
            + [controller].compactMap(\.self).map { ($0, .controller) } + observers.map { ($0, .observer) }
    }
}

extension InstructionDraft: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case responsible, coExecutors, controller, observers, text, mark, deadline, withoutDeadline, aboutAction
        case instruments, basis, policy
    }

    /// Reads a draft; lists and the flag may be absent.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        responsible = try members.decode(String.self, forKey: .responsible)
        coExecutors = try members.decodeIfPresent([String].self, forKey: .coExecutors) ?? []
        controller = try members.decodeIfPresent(String.self, forKey: .controller)
        observers = try members.decodeIfPresent([String].self, forKey: .observers) ?? []
        text = try members.decode(String.self, forKey: .text)
        mark = try members.decodeIfPresent(Mark.self, forKey: .mark)
        deadline = try members.decodeIfPresent(CalendarDate.self, forKey: .deadline)
        withoutDeadline = try members.decodeIfPresent(Bool.self, forKey: .withoutDeadline) ?? false
        aboutAction = try members.decodeIfPresent(String.self, forKey: .aboutAction)
        instruments = try members.decodeIfPresent([String].self, forKey: .instruments) ?? []
        basis = try members.decodeIfPresent(String.self, forKey: .basis)
        policy = try members.decodeIfPresent(String.self, forKey: .policy)
    }

    /// Writes what is there.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(responsible, forKey: .responsible)
        try members.encode(coExecutors, forKey: .coExecutors)
        try members.encodeIfPresent(controller, forKey: .controller)
        try members.encode(observers, forKey: .observers)
        try members.encode(text, forKey: .text)
        try members.encodeIfPresent(mark, forKey: .mark)
        try members.encodeIfPresent(deadline, forKey: .deadline)
        try members.encode(withoutDeadline, forKey: .withoutDeadline)
        try members.encodeIfPresent(aboutAction, forKey: .aboutAction)
        try members.encode(instruments, forKey: .instruments)
        try members.encodeIfPresent(basis, forKey: .basis)
        try members.encodeIfPresent(policy, forKey: .policy)
    }
}
