// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Postgres

/// An approval with what a rule asks about it besides its messages.
public struct ApprovalCase: Sendable {
    /// The fold of its messages.
    public let approval: Approval
    /// The programme's rules, with the working calendar.
    public let rules: ProgrammeRules
    /// The programme's now.
    public let now: Instant
    /// The names of its parties, by code.
    public let names: [String: String]

    /// What the rules know of the case besides its state, for asking which acts are allowed.
    public var context: CaseContext {
        CaseContext(caseID: approval.id, programme: rules, organisations: Set(approval.parties))
    }
}

/// Which approvals to list; nil asks for all.
public struct ApprovalFilter: Sendable {
    /// The programme's code.
    public var programme: String?
    /// The state.
    public var state: ApprovalState?
    /// The author's code.
    public var author: String?
    /// An organisation whose vote is asked for, in any stage.
    public var approver: String?
    /// An organisation whose vote is waited for now.
    public var waitingFor: String?
    /// An organisation that may know of it; how a reader who may not see all is held to its own.
    public var reader: String?
    /// Only those that have not come to their end, or only the others.
    public var isOpen: Bool?
    /// After this id, oldest first.
    public var after: Identifier?
    /// How many at most.
    public var limit: Int

    /// A filter that lets everything through.
    public init(
        programme: String? = nil, state: ApprovalState? = nil, author: String? = nil, approver: String? = nil,
        waitingFor: String? = nil, reader: String? = nil, isOpen: Bool? = nil, after: Identifier? = nil,
        limit: Int = 50
    ) {
        self.programme = programme
        self.state = state
        self.author = author
        self.approver = approver
        self.waitingFor = waitingFor
        self.reader = reader
        self.isOpen = isOpen
        self.after = after
        self.limit = limit
    }
}

/// How far the message that asks an organisation has come.
public struct AskedReceipt: Hashable, Sendable {
    /// When it arrived at the gate.
    public let delivered: Instant?
    /// When it was entered in the organisation's books.
    public let registered: Instant?
}

extension Store {
    /// An approval, folded from its messages.
    public func approval(_ id: Identifier) async throws -> ApprovalCase {
        try await transaction(readOnly: true) { connection in
            guard let approval = try connection.openCases([id])[id]?.state?.approval else {
                throw StoreError(.notFound(what: "approval", name: id.description), "No approval has this id.")
            }
            let programmes = try connection.programmeStates([approval.programme], rules: ruleMemory)
            guard let programme = programmes[approval.programme] else {
                throw StoreError(.internalFault, "The approval's programme is not there.")
            }
            let names = try connection.query(
                "select code, name_ru from core.organisation where code = any (\(approval.parties))",
                as: (String, String).self)
            return ApprovalCase(
                approval: approval, rules: programme.rules, now: programme.now,
                names: Dictionary(names.map { ($0.0, $0.1) }, uniquingKeysWith: { one, _ in one }))
        }
    }

    /// The approvals that a filter lets through, oldest first.
    public func approvals(_ filter: ApprovalFilter) async throws -> [Approval] {
        try await transaction(readOnly: true) { connection in
            let ids = try connection.query(
                """
                select a.id
                  from core.approval a
                  join core.programme p on p.id = a.programme
                  join core.organisation author on author.id = a.author
                 where a.id > \(filter.after ?? Identifier(rawValue: 0))
                   and (\(filter.programme)::text is null or p.code = \(filter.programme))
                   and (\(filter.state?.rawValue)::text is null or a.state = \(filter.state?.rawValue))
                   and (\(filter.author)::text is null or author.code = \(filter.author))
                   and (\(filter.isOpen)::bool is null or \(filter.isOpen) = (a.state not in ('SIGNED', 'WITHDRAWN')))
                   and (\(filter.reader)::text is null or a.readers @> array(
                        select o.id from core.organisation o where o.code = \(filter.reader)))
                   and (\(filter.approver)::text is null or exists (
                        select from core.approval_slot s join core.organisation o on o.id = s.organisation
                         where s.approval = a.id and o.code = \(filter.approver)))
                   and (\(filter.waitingFor)::text is null or exists (
                        select from core.approval_slot s join core.organisation o on o.id = s.organisation
                         where s.approval = a.id and o.code = \(filter.waitingFor) and s.state = 'OPEN'))
                 order by a.id
                 limit \(filter.limit)
                """, as: Identifier.self)
            let cases = try connection.openCases(Set(ids))
            return ids.compactMap { cases[$0]?.state?.approval }
        }
    }

    /// For each organisation, how far the last message of the case that it got has come with it.
    public func receipts(of id: Identifier, for organisations: [String]) async throws -> [String: AskedReceipt] {
        let rows = try await reading { connection in
            try connection.query(
                """
                select o.code, min(r.known_at) filter (where r.level = 'delivered'),
                       min(r.known_at) filter (where r.level = 'registered')
                  from core.organisation o
                  join lateral (
                       select m.id, a.seq
                         from core.message m
                        cross join unnest(m.audience, m.seqs) a (recipient, seq)
                        where m.case_id = \(id) and m.case_id <> m.id and a.recipient = o.id
                        order by m.id desc limit 1
                  ) asking on true
                  join core.receipt r on r.recipient = o.id and asking.seq between r.from_seq and r.upto_seq
                       and r.message_id >= asking.id
                 where o.code = any (\(organisations))
                 group by o.code
                """, as: (String, Instant?, Instant?).self)
        }
        return Dictionary(
            rows.map { ($0.0, AskedReceipt(delivered: $0.1, registered: $0.2)) }, uniquingKeysWith: { one, _ in one })
    }
}
