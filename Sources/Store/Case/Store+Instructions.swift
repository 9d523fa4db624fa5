// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Postgres

/// An instruction with what a rule asks about it besides its messages.
public struct InstructionCase: Sendable {
    /// The fold of its messages.
    public let instruction: Instruction
    /// The programme's rules, with the working calendar.
    public let rules: ProgrammeRules
    /// The programme's now.
    public let now: Instant
    /// The names of its parties, by code.
    public let names: [String: String]

    /// What the rules know of the case besides its state, for asking which acts are allowed.
    public var context: CaseContext {
        CaseContext(
            caseID: instruction.id, programme: rules, organisations: Set(instruction.organisations),
            actions: Set([instruction.aboutAction].compactMap(\.self)), instruments: Set(instruction.instruments))
    }
}

/// Which instructions to list; nil asks for all.
public struct InstructionFilter: Sendable {
    /// The programme's code.
    public var programme: String?
    /// The main state.
    public var state: InstructionState?
    /// The responsible's code.
    public var responsible: String?
    /// The issuer's code.
    public var issuer: String?
    /// An organisation with any part in it; how a reader who may not see all is held to its own.
    public var party: String?
    /// Only those whose deadline has passed and that are not reported, or only the others.
    public var overdue: Bool?
    /// Only those that are open, not reported, and due at this moment or before it.
    public var dueBy: Instant?
    /// The code of the roadmap action it serves.
    public var about: String?
    /// The mark: срочно or оперативно.
    public var mark: Mark?
    /// A part of the text, whatever the case.
    public var query: String?
    /// After this id, oldest first.
    public var after: Identifier?
    /// How many at most.
    public var limit: Int

    /// A filter that lets everything through.
    public init(
        programme: String? = nil, state: InstructionState? = nil, responsible: String? = nil, issuer: String? = nil,
        party: String? = nil, overdue: Bool? = nil, dueBy: Instant? = nil, about: String? = nil,
        mark: Mark? = nil, query: String? = nil, after: Identifier? = nil, limit: Int = 50
    ) {
        self.programme = programme
        self.state = state
        self.responsible = responsible
        self.issuer = issuer
        self.party = party
        self.overdue = overdue
        self.dueBy = dueBy
        self.about = about
        self.mark = mark
        self.query = query
        self.after = after
        self.limit = limit
    }
}

extension Store {
    /// An instruction, folded from its messages.
    public func instruction(_ id: Identifier) async throws -> InstructionCase {
        try await transaction(readOnly: true) { connection in
            guard let instruction = try connection.openCases([id])[id]?.state?.instruction else {
                throw StoreError(.notFound(what: "instruction", name: id.description), "No instruction has this id.")
            }
            let programmes = try connection.programmeStates([instruction.programme], rules: ruleMemory)
            guard let programme = programmes[instruction.programme] else {
                throw StoreError(.internalFault, "The instruction's programme is not there.")
            }
            let names = try connection.query(
                "select code, name_ru from core.organisation where code = any (\(instruction.parties))",
                as: (String, String).self)
            return InstructionCase(
                instruction: instruction, rules: programme.rules, now: programme.now,
                names: Dictionary(names.map { ($0.0, $0.1) }, uniquingKeysWith: { one, _ in one }))
        }
    }

    /// The instructions that a filter lets through, oldest first.
    public func instructions(_ filter: InstructionFilter) async throws -> [Instruction] {
        try await transaction(readOnly: true) { connection in
            let ids = try connection.query(
                """
                select i.id
                  from core.instruction i
                  join core.programme p on p.id = i.programme
                  join core.organisation issuer on issuer.id = i.issuer
                  join core.organisation responsible on responsible.id = i.responsible
                 where i.id > \(filter.after ?? Identifier(rawValue: 0))
                   and (\(filter.programme)::text is null or p.code = \(filter.programme))
                   and (\(filter.state?.rawValue)::text is null or i.state = \(filter.state?.rawValue))
                   and (\(filter.responsible)::text is null or responsible.code = \(filter.responsible))
                   and (\(filter.issuer)::text is null or issuer.code = \(filter.issuer))
                   and (\(filter.party)::text is null or i.parties @> array(
                        select o.id from core.organisation o where o.code = \(filter.party)))
                   and (\(filter.overdue)::bool is null or \(filter.overdue) = (
                        i.issued_at is not null and i.reported_at is null and i.closed_at is null
                        and i.state <> 'REFUSED'
                        and coalesce(i.rework_due_at, i.current_due_at) < core.programme_now(i.programme)))
                   and (\(filter.dueBy)::timestamptz is null or (
                        i.issued_at is not null and i.reported_at is null and i.closed_at is null
                        and i.state <> 'REFUSED'
                        and coalesce(i.rework_due_at, i.current_due_at) <= \(filter.dueBy)))
                   and (\(filter.about)::text is null or i.about_action = \(filter.about))
                   and (\(filter.mark?.rawValue)::text is null or i.mark = \(filter.mark?.rawValue))
                   and (\(filter.query)::text is null or strpos(lower(i.text), lower(\(filter.query))) > 0)
                 order by i.id
                 limit \(filter.limit)
                """, as: Identifier.self)
            let cases = try connection.openCases(Set(ids))
            return ids.compactMap { cases[$0]?.state?.instruction }
        }
    }

    /// The messages of a case, oldest first.
    public func log(of id: Identifier) async throws -> [StoredMessage] {
        try await reading { connection in
            try connection.messages(where: "m.case_id = \(id) and m.case_id <> m.id order by m.id")
        }
    }
}
