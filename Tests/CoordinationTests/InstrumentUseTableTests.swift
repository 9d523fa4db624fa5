// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

/// A need of action v1-05, led by minekonom with tpu; tsu gets it; minpromtorg refuses, minobrnauki grants.
enum UseFixture {
    static let context = CaseContext(
        caseID: Fixture.caseID, programme: Fixture.programme, nextNumber: "М-2016-0001",
        organisations: ["minekonom", "tpu", "tsu", "minpromtorg", "minobrnauki", "tomsk_admin", "fano"],
        instrumentUse: InstrumentUseFacts(
            office: "tomsk_admin",
            actions: ["v1-05": .init(lead: "minekonom", others: ["tpu"])],
            projects: ["p-002": .init(lead: "skhk", others: ["tpu"])],
            instruments: [
                "park_subsidy": .init(owner: "minpromtorg"),
                "megagrant": .init(
                    owner: "minobrnauki", firstDay: Fixture.date("2010-01-01"), lastDay: Fixture.date("2016-12-31"),
                    windows: [Fixture.date("2016-03-01")...Fixture.date("2016-10-31")]),
                "over": .init(owner: "minpromtorg", lastDay: Fixture.date("2015-12-31")),
            ]))

    static let need = InstrumentNeed(
        action: "v1-05", amount: rub("120 млн"), purpose: "Инжиниринговый центр", recipient: "tsu")

    static func rub(_ text: String) -> Roubles { Roubles(text) ?? .zero }

    /// An act with words that pass every guard.
    static func act(_ kind: InstrumentUseActKind, on instrument: String = "megagrant") -> InstrumentUseAct {
        switch kind {
        case .need: .need(need)
        case .match: .match(instrument: instrument, recipient: nil, comment: nil)
        case .apply: .apply(amount: rub("100 млн"), number: "ТГУ-7", date: nil)
        case .grant: .grant(amount: rub("80 млн"), agreement: "14.W03", date: nil, until: Fixture.date("2017-12-31"))
        case .refuse: .refuse(reason: "Не хватает средств")
        case .exhaust: .exhaust(spent: rub("79999999,99"), comment: nil)
        case .withdraw: .withdraw(reason: "Построено без субсидии")
        }
    }

    static func holder(_ kind: InstrumentUseActKind, _ use: InstrumentUse?) -> String {
        switch kind {
        case .need: "minekonom"
        case .match: "tomsk_admin"
        case .apply, .exhaust, .withdraw: "tsu"
        case .grant, .refuse: use?.owner ?? ""
        }
    }

    /// Plays acts one hour apart, each by the body whose act it is.
    static func play(_ acts: [InstrumentUseAct]) throws -> InstrumentUse {
        var use: InstrumentUse?
        for (hour, act) in acts.enumerated() {
            use = try InstrumentUse.decide(
                act, on: use, by: Fixture.actor(holder(act.kind, use)), at: Fixture.hour(hour), in: context
            ).after
        }
        return try #require(use)
    }

    static func use(in state: InstrumentUseState) throws -> InstrumentUse {
        let kinds: [InstrumentUseActKind] =
            switch state {
            case .needed: [.need]
            case .matched: [.need, .match]
            case .applied: [.need, .match, .apply]
            case .granted: [.need, .match, .apply, .grant]
            case .refused: [.need, .match, .apply, .refuse]
            case .exhausted: [.need, .match, .apply, .grant, .exhaust]
            case .withdrawn: [.need, .withdraw]
            }
        return try play(kinds.map { act($0, on: "park_subsidy") })
    }
}

/// Every act by every part in every state: what is not in `expected` is refused, with a reason and a next step.
@Suite struct InstrumentUseTableTests {
    /// state, act, part: state after.
    static let expected = """
        NEEDED match office MATCHED
        NEEDED withdraw needer WITHDRAWN
        NEEDED withdraw recipient WITHDRAWN
        MATCHED match office MATCHED
        MATCHED apply needer APPLIED
        MATCHED apply recipient APPLIED
        MATCHED withdraw needer WITHDRAWN
        MATCHED withdraw recipient WITHDRAWN
        APPLIED grant owner GRANTED
        APPLIED refuse owner REFUSED
        APPLIED withdraw needer WITHDRAWN
        APPLIED withdraw recipient WITHDRAWN
        GRANTED exhaust owner EXHAUSTED
        GRANTED exhaust recipient EXHAUSTED
        REFUSED match office MATCHED
        REFUSED apply needer APPLIED
        REFUSED apply recipient APPLIED
        REFUSED withdraw needer WITHDRAWN
        REFUSED withdraw recipient WITHDRAWN
        """

    static let parties: [(organisation: String, part: String)] = [
        ("minekonom", "needer"), ("tsu", "recipient"), ("minpromtorg", "owner"), ("tomsk_admin", "office"),
        ("minobrnauki", "stranger"),
    ]

    @Test func everyPairOfStateAndActIsDecidedOrRefused() throws {
        let table = StateTable.read(Self.expected)
        var (decided, refused) = (0, 0)
        for state in InstrumentUseState.allCases {
            let use = try UseFixture.use(in: state)
            #expect(use.state == state)
            for kind in InstrumentUseActKind.allCases {
                for (organisation, part) in Self.parties {
                    for capacity in Capacity.allCases {
                        let key = "\(state.rawValue) \(kind.rawValue) \(part)"
                        let outcome = outcome(of: kind, on: use, by: organisation, capacity)
                        #expect(outcome == (capacity == .system ? nil : table[key]), "\(key) \(capacity.rawValue)")
                        if outcome == nil { refused += 1 } else { decided += 1 }
                    }
                }
            }
        }
        print("instrument use: \(decided) cells decided, \(refused) refused, none undefined")
        let cells = InstrumentUseState.allCases.count * InstrumentUseActKind.allCases.count * Self.parties.count
        #expect(decided + refused == cells * Capacity.allCases.count)
    }

    @Test func everyActInACaseWithoutMessagesIsDecidedOrRefused() {
        for kind in InstrumentUseActKind.allCases {
            #expect(outcome(of: kind, on: nil, by: "minekonom", .own) == (kind == .need ? "NEEDED" : nil))
        }
    }

    /// The state the act leads to, or nil when it is refused in words.
    private func outcome(
        of kind: InstrumentUseActKind, on use: InstrumentUse?, by organisation: String, _ capacity: Capacity
    ) -> String? {
        do throws(Refusal) {
            let decision = try InstrumentUse.decide(
                UseFixture.act(kind), on: use, by: Fixture.actor(organisation, capacity), at: Fixture.hour(50),
                in: UseFixture.context)
            #expect(decision.kind == "instrument-use.\(kind.rawValue)")
            StateTable.expectAudience(decision.audience, without: organisation)
            return decision.after.state.rawValue
        } catch {
            StateTable.expectWords(error, of: kind.rule)
            return nil
        }
    }
}
