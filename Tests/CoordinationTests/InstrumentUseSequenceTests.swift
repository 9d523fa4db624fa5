// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

/// Random cases, the same in every run, and the bodies of messages letter by letter.
@Suite struct InstrumentUseSequenceTests {
    @Test func twentyThousandRandomSequencesFoldToTheirState() throws {
        var generator = SeededGenerator(seed: 82)
        var reached: [InstrumentUseState: Int] = [:]
        var (allowed, refused) = (0, 0)
        let bodies = ["minekonom", "tpu", "tsu", "minpromtorg", "minobrnauki", "tomsk_admin", "fano"]
        for _ in 0..<20_000 {
            var state: InstrumentUse?
            var folded: InstrumentUse?
            var now = Fixture.hour(Int.random(in: 0..<3000, using: &generator))
            for _ in 0..<Int.random(in: 2...16, using: &generator) {
                now = now.adding(seconds: Int.random(in: -3600...100_000, using: &generator))
                let act = act(after: state, using: &generator)
                let holder = UseFixture.holder(act.kind, state)
                let anybody = bodies.randomElement(using: &generator) ?? ""
                let organisation = Int.random(in: 0..<4, using: &generator) == 0 ? anybody : holder
                let capacity: Capacity =
                    [.own, .own, .operatorOnBehalf, .system].randomElement(using: &generator) ?? .own
                let actor = Fixture.actor(organisation, capacity)
                do {
                    let decision = try InstrumentUse.decide(act, on: state, by: actor, at: now, in: UseFixture.context)
                    let header = MessageHeader(
                        caseID: Fixture.caseID, programme: "ino-tomsk", kind: decision.kind, actor: actor,
                        occurredAt: now)
                    let event = try InstrumentUseEvent(json: decision.event.json())
                    folded = InstrumentUse.applying(event, of: header, to: folded)
                    #expect(event == decision.event && folded == decision.after)
                    state = decision.after
                    allowed += 1
                } catch let error as Refusal {
                    if error.sentence.isEmpty || error.next == nil { Issue.record("a mute refusal of \(act)") }
                    refused += 1
                }
                guard let state else { continue }
                // Money never grows on its way, and only a grant that stands is money.
                if let granted = state.granted, let asked = state.application?.amount { #expect(granted <= asked) }
                if let spent = state.spent { #expect(spent <= (state.granted ?? .zero)) }
                #expect((state.granted != nil) == [.granted, .exhausted].contains(state.state))
                _ = state.why(at: now, in: UseFixture.context)
            }
            if let state { reached[state.state, default: 0] += 1 }
        }
        #expect(Set(reached.keys) == Set(InstrumentUseState.allCases))
        let ends = reached.map { "\($0.key.rawValue) \($0.value)" }.sorted().joined(separator: ", ")
        print("20000 sequences: \(allowed) acts allowed, \(refused) refused; ended in \(ends)")
    }

    private func act(after use: InstrumentUse?, using generator: inout SeededGenerator) -> InstrumentUseAct {
        guard let use else { return UseFixture.act(.need) }
        let onward: [InstrumentUseActKind] =
            switch use.state {
            case .needed: [.match]
            case .matched: [.apply, .apply, .match]
            case .applied: [.grant, .refuse]
            case .granted: [.exhaust]
            case .refused: [.apply, .match]
            case .exhausted, .withdrawn: InstrumentUseActKind.allCases
            }
        let any = InstrumentUseActKind.allCases
        let kind = (Int.random(in: 0..<6, using: &generator) == 0 ? any : onward).randomElement(using: &generator)
        let amount = Roubles(kopecks: Int64.random(in: -5...9_000_000_000, using: &generator))
        let text = ["", " ", "№ 7", "\u{0}\"\\/", "й и\u{306} 🗂", "x"].randomElement(using: &generator) ?? ""
        switch kind {
        case .apply where amount.kopecks % 3 == 0: return .apply(amount: amount, number: text, date: nil)
        case .grant where amount.kopecks % 3 == 0: return .grant(amount: amount, agreement: text, date: nil, until: nil)
        case .exhaust where amount.kopecks % 3 == 0: return .exhaust(spent: amount, comment: text)
        case .match:
            let instruments = ["megagrant", "park_subsidy", "over", "none"]
            return UseFixture.act(.match, on: instruments.randomElement(using: &generator) ?? "")
        default: return UseFixture.act(kind ?? .apply)
        }
    }

    static let golden: [(InstrumentUseEvent, String)] = [
        (
            .needed(number: "М-2016-0001", need: UseFixture.need, lead: "minekonom", office: nil),
            #"{"lead":"minekonom","need":{"action":"v1-05","amount":"120000000","purpose":"Инжиниринговый центр","#
                + #""recipient":"tsu"},"number":"М-2016-0001","type":"need"}"#
        ),
        (
            .matched(instrument: "megagrant", owner: "minobrnauki", recipient: "tsu", comment: nil),
            #"{"instrument":"megagrant","owner":"minobrnauki","recipient":"tsu","type":"match"}"#
        ),
        (
            .applied(
                InstrumentApplication(
                    instrument: "megagrant", owner: "minobrnauki", recipient: "tsu", amount: UseFixture.rub("41000.5"),
                    number: "7", date: Fixture.date("2016-04-01"))),
            #"{"application":{"amount":"41000.50","date":"2016-04-01","instrument":"megagrant","number":"7","#
                + #""outcome":"PENDING","owner":"minobrnauki","recipient":"tsu"},"type":"apply"}"#
        ),
        (
            .granted(
                amount: UseFixture.rub("1"), agreement: "14.W03", date: Fixture.date("2016-05-01"),
                until: Fixture.date("2017-12-31")),
            #"{"agreement":"14.W03","amount":"1","date":"2016-05-01","type":"grant","until":"2017-12-31"}"#
        ),
        (.refused(reason: "нет"), #"{"reason":"нет","type":"refuse"}"#),
        (.exhausted(spent: .zero, comment: nil), #"{"spent":"0","type":"exhaust"}"#),
        (.withdrawn(reason: "не нужно"), #"{"reason":"не нужно","type":"withdraw"}"#),
    ]

    @Test func everyEventIsWrittenAsItAlwaysWas() throws {
        for (event, text) in Self.golden {
            #expect(String(decoding: try event.json(), as: UTF8.self) == text)
            #expect(try InstrumentUseEvent(json: Array(text.utf8)) == event)
        }
        #expect(Set(Self.golden.map(\.0.kind)) == Set(InstrumentUseActKind.allCases))
    }

    @Test(arguments: [
        ("0", "0"), ("1", "1"), ("1.5", "1.50"), ("41000,05", "41000.05"), ("120 млн", "120000000"),
        ("1,5 млрд", "1500000000"), ("300 тыс.", "300000"), ("1 000\u{a0}000", "1000000"),
        ("0.000001 млн", "1"), ("10000000000000", "10000000000000"), ("1.10000", "1.10"),
    ])
    func roublesAreReadAsPeopleWriteThemAndKeptExactly(_ written: String, _ kept: String) throws {
        let amount = try #require(Roubles(written))
        #expect(amount.description == kept)
        #expect(Roubles(amount.description) == amount)
    }

    @Test(arguments: [
        "", "-1", "1.005", "1.", ".5", "1.2.3", "x", "1e9", "10000000000000.01", "99999999999999999999", "млн",
        "0.001 тыс. млн",
    ])
    func whatIsNoAmountIsRefused(_ written: String) { #expect(Roubles(written) == nil) }
}
