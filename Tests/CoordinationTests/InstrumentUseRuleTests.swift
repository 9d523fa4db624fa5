// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

@Suite struct InstrumentUseRuleTests {
    typealias Act = InstrumentUseAct

    private func decide(
        _ act: Act, on use: InstrumentUse?, by organisation: String, at hour: Int = 50
    ) throws -> Decision<InstrumentUseEvent, InstrumentUse> {
        try InstrumentUse.decide(
            act, on: use, by: Fixture.actor(organisation), at: Fixture.hour(hour), in: UseFixture.context)
    }

    @Test func refusedByOneOwnerItIsGrantedByAnother() throws {
        let use = try UseFixture.play([
            .need(UseFixture.need),
            .match(instrument: "park_subsidy", recipient: nil, comment: nil),
            .apply(amount: UseFixture.rub("120 млн"), number: "1", date: nil),
            .refuse(reason: "Нет средств"),
            .match(instrument: "megagrant", recipient: nil, comment: "вместо субсидии"),
            .apply(amount: UseFixture.rub("90 млн"), number: "2", date: nil),
            .grant(amount: UseFixture.rub("80 млн"), agreement: "14.W03", date: nil, until: nil),
        ])
        #expect(use.state == .granted && use.granted == UseFixture.rub("80000000"))
        #expect(use.applications.map(\.owner) == ["minpromtorg", "minobrnauki"])
        #expect(use.applications.map(\.outcome) == [.refused, .granted])
        #expect(use.parties == ["minekonom", "tomsk_admin", "tsu", "minobrnauki", "minpromtorg"])
    }

    @Test func theFormerOwnerHearsOfAnotherMatch() throws {
        let refused = try UseFixture.use(in: .refused)
        let decision = try decide(UseFixture.act(.match), on: refused, by: "tomsk_admin")
        #expect(decision.audience.map(\.organisation) == ["minekonom", "minobrnauki", "minpromtorg", "tsu"])
        #expect(decision.audience.map(\.role) == ["lead", "owner", "owner", "recipient"])
    }

    @Test func aNeedIsOfOneActionOrProjectByItsBodiesOrForOneself() throws {
        var need = UseFixture.need
        #expect(refusal { try decide(.need(need), on: nil, by: "fano") }?.code == "not-authorised")
        need.recipient = "fano"
        #expect(try decide(.need(need), on: nil, by: "fano").after.needer == "fano")
        need.recipient = "nobody"
        #expect(refusal { try decide(.need(need), on: nil, by: "tpu") }?.code == "unknown-recipient")
        need = InstrumentNeed(amount: .zero, purpose: "x")
        #expect(refusal { try decide(.need(need), on: nil, by: "tpu") }?.sentence.contains("neither") == true)
        (need.action, need.project) = ("v1-05", "p-002")
        #expect(refusal { try decide(.need(need), on: nil, by: "tpu") }?.sentence.contains("both") == true)
        need.action = nil
        #expect(refusal { try decide(.need(need), on: nil, by: "tpu") }?.sentence.contains("how much") == true)
        need.amount = UseFixture.rub("1")
        #expect(try decide(.need(need), on: nil, by: "tpu").after.lead == "skhk")
        need.project = "p-999"
        #expect(refusal { try decide(.need(need), on: nil, by: "tpu") }?.code == "unknown-reference")
    }

    @Test func aMatchIsWithAnInstrumentInForceForABodyThatIsNotItsOwner() throws {
        let use = try UseFixture.use(in: .needed)
        func match(_ instrument: String, _ recipient: String? = nil) -> Refusal? {
            refusal {
                try decide(
                    .match(instrument: instrument, recipient: recipient, comment: nil), on: use, by: "tomsk_admin")
            }
        }
        #expect(match("over")?.sentence.contains("31.12.2015") == true)
        #expect(match("sez")?.code == "unknown-reference")
        #expect(match("megagrant", "minobrnauki")?.sentence.contains("nobody grants to itself") == true)
        #expect(match("megagrant", "nobody")?.code == "unknown-recipient")
        let matched = try UseFixture.use(in: .matched)
        let again = Act.match(instrument: "park_subsidy", recipient: "tsu", comment: nil)
        #expect(refusal { try decide(again, on: matched, by: "tomsk_admin") }?.sentence.contains("already") == true)
    }

    @Test func anApplicationKeepsToTheInstrumentsTermsAndWindows() throws {
        let use = try UseFixture.play([UseFixture.act(.need), UseFixture.act(.match)])
        func apply(_ date: String?, hour: Int = 50, amount: String = "1", number: String = "1") -> Refusal? {
            let act = Act.apply(amount: UseFixture.rub(amount), number: number, date: date.map(Fixture.date))
            return refusal { try decide(act, on: use, by: "tsu", at: hour) }
        }
        #expect(apply("2016-02-28")?.next?.contains("01.03.2016–31.10.2016") == true)
        #expect(apply("2009-12-31")?.sentence.contains("01.01.2010") == true)
        #expect(apply("2017-01-01", hour: 9000)?.sentence.contains("31.12.2016") == true)
        #expect(apply("2016-04-30")?.sentence.contains("later than the act's day") == true)
        #expect(apply(nil, amount: "0")?.rule == "U3")
        #expect(apply(nil, number: " ")?.sentence.contains("number") == true)
        #expect(apply(nil, hour: 0)?.sentence.contains("cannot have happened") == true)
    }

    @Test func moreThanAskedIsNotGrantedAndMoreThanGrantedIsNotSpent() throws {
        let applied = try UseFixture.use(in: .applied)
        func grant(_ amount: String, _ date: String? = nil, _ until: String? = nil) -> Refusal? {
            let act = Act.grant(
                amount: UseFixture.rub(amount), agreement: "7", date: date.map(Fixture.date),
                until: until.map(Fixture.date))
            return refusal { try decide(act, on: applied, by: "minpromtorg") }
        }
        #expect(grant("100000000.01")?.sentence.contains("100\u{a0}000\u{a0}000,01\u{a0}₽") == true)
        #expect(grant("0")?.next?.contains("Refuse") == true)
        #expect(grant("1", "2016-03-01")?.sentence.contains("01.03.2016") == true)
        #expect(grant("1", nil, "2016-03-01")?.sentence.contains("before its agreement") == true)
        let granted = try UseFixture.use(in: .granted)
        let tooMuch = Act.exhaust(spent: UseFixture.rub("80000000.01"), comment: nil)
        #expect(refusal { try decide(tooMuch, on: granted, by: "tsu") }?.rule == "U6")
        #expect(try decide(.exhaust(spent: .zero, comment: "вернули"), on: granted, by: "tsu").after.spent == .zero)
    }

    @Test func whyNamesWhoIsWaitedForAndUntilWhen() throws {
        let matched = try UseFixture.play([UseFixture.act(.need), UseFixture.act(.match)])
        let why = matched.why(at: Fixture.hour(9), in: UseFixture.context, names: ["tsu": "ТГУ"])
        #expect(why.duties.map(\.name) == ["ТГУ"] && why.duties.map(\.act) == [.apply])
        #expect(why.duties.first?.due == Fixture.date("2016-10-31"))
        let granted = try UseFixture.use(in: .granted).why(at: Fixture.hour(20_000), in: UseFixture.context)
        #expect(granted.duties.first?.overdue == true)
        for state in InstrumentUseState.allCases {
            let use = try UseFixture.use(in: state)
            #expect(use.why(at: Fixture.hour(9), in: UseFixture.context).duties.isEmpty == state.isTerminal)
        }
    }

    @Test func allowedActsAreThoseTheRulesAllow() throws {
        let applied = try UseFixture.use(in: .applied)
        func allowed(_ organisation: String?, _ scopes: Set<Scope>) -> [String] {
            let principal = Principal(name: "x", organisation: organisation, scopes: scopes)
            return applied.allowedActs(for: principal, at: Fixture.hour(9), in: UseFixture.context)
                .filter(\.allowed).map(\.act)
        }
        #expect(allowed("minpromtorg", [.act]) == ["grant", "refuse"])
        #expect(allowed("tsu", [.act]) == ["withdraw"])
        #expect(allowed("fano", [.act]).isEmpty)
        #expect(allowed(nil, [.operate]) == ["grant", "refuse", "withdraw"])
    }
}
