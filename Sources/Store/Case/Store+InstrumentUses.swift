// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Postgres

/// The use of an instrument with what a rule asks about it besides its messages.
public struct InstrumentUseCase: Sendable {
    /// The fold of its messages.
    public let use: InstrumentUse
    /// The programme's now.
    public let now: Instant
    /// The names of its parties, by code.
    public let names: [String: String]
    /// What the rules know of the case besides its state.
    public let context: CaseContext
}

/// Which uses of instruments to list; nil asks for all.
public struct InstrumentUseFilter: Sendable {
    /// The programme's code.
    public var programme: String?
    /// The state.
    public var state: InstrumentUseState?
    /// The instrument's code.
    public var instrument: String?
    /// The code of the body that gets it.
    public var recipient: String?
    /// The code of the body that owns the instrument.
    public var owner: String?
    /// The code of the roadmap action that needs it.
    public var action: String?
    /// The code of the project that needs it.
    public var project: String?
    /// An organisation with any part in it; how a reader who may not see all is held to its own.
    public var party: String?
    /// After this id, oldest first.
    public var after: Identifier?
    /// How many at most.
    public var limit: Int

    /// A filter that lets everything through.
    public init(
        programme: String? = nil, state: InstrumentUseState? = nil, instrument: String? = nil,
        recipient: String? = nil, owner: String? = nil, action: String? = nil, project: String? = nil,
        party: String? = nil, after: Identifier? = nil, limit: Int = 50
    ) {
        self.programme = programme
        self.state = state
        self.instrument = instrument
        self.recipient = recipient
        self.owner = owner
        self.action = action
        self.project = project
        self.party = party
        self.after = after
        self.limit = limit
    }
}

extension Store {
    /// A use, folded from its messages.
    public func instrumentUse(_ id: Identifier) async throws -> InstrumentUseCase {
        try await transaction(readOnly: true) { connection in
            guard let use = try connection.openCases([id])[id]?.state?.instrumentUse else {
                throw StoreError(
                    .notFound(what: "instrument-use", name: id.description), "No use of an instrument has this id.")
            }
            guard let programme = try connection.programmeStates([use.programme], rules: nil)[use.programme]
            else { throw StoreError(.internalFault, "The use's programme is not there.") }
            let facts = try connection.instrumentUseFacts(
                programmes: [use.programme], actions: [], projects: [],
                instruments: [use.instrument].compactMap(\.self))
            let names = try connection.query(
                "select code, name_ru from core.organisation where code = any (\(use.parties))",
                as: (String, String).self)
            return InstrumentUseCase(
                use: use, now: programme.now,
                names: Dictionary(names.map { ($0.0, $0.1) }, uniquingKeysWith: { one, _ in one }),
                context: CaseContext(
                    caseID: id, programme: programme.rules, organisations: Set(use.parties),
                    instrumentUse: facts[use.programme] ?? InstrumentUseFacts()))
        }
    }

    /// What the register of a programme says of its office and of these instruments.
    public func instrumentUseFacts(
        programme: String, instruments: Set<String>
    ) async throws -> InstrumentUseFacts {
        try await transaction(readOnly: true) { connection in
            try connection.instrumentUseFacts(
                programmes: [programme], actions: [], projects: [], instruments: instruments.sorted()
            )[programme] ?? InstrumentUseFacts()
        }
    }

    /// The uses that a filter lets through, oldest first.
    public func instrumentUses(_ filter: InstrumentUseFilter) async throws -> [InstrumentUse] {
        try await transaction(readOnly: true) { connection in
            let ids = try connection.query(
                """
                select u.id
                  from core.instrument_use u
                  join core.programme p on p.id = u.programme
                  left join core.organisation recipient on recipient.id = u.recipient
                  left join core.organisation owner on owner.id = u.owner
                 where u.id > \(filter.after ?? Identifier(rawValue: 0))
                   and (\(filter.programme)::text is null or p.code = \(filter.programme))
                   and (\(filter.state?.rawValue)::text is null or u.state = \(filter.state?.rawValue))
                   and (\(filter.instrument)::text is null or u.instrument = \(filter.instrument))
                   and (\(filter.recipient)::text is null or recipient.code = \(filter.recipient))
                   and (\(filter.owner)::text is null or owner.code = \(filter.owner))
                   and (\(filter.action)::text is null or u.action = \(filter.action))
                   and (\(filter.project)::text is null or u.project = \(filter.project))
                   and (\(filter.party)::text is null or u.parties @> array(
                        select o.id from core.organisation o where o.code = \(filter.party)))
                 order by u.id
                 limit \(filter.limit)
                """, as: Identifier.self)
            let cases = try connection.openCases(Set(ids))
            return ids.compactMap { cases[$0]?.state?.instrumentUse }
        }
    }
}
