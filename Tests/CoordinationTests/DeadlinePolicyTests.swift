// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

@Suite struct DeadlinePolicyTests {
    /// signed or registered; urgent, prompt and month federal; urgent and prompt regional.
    static let vectors = [
        ["2016-02-19", "2016-02-20", "2016-02-29", "2016-03-18", "2016-02-25", "2016-03-09"],
        ["2016-03-25", "2016-03-28", "2016-04-04", "2016-04-25", "2016-03-30", "2016-04-08"],
        ["2016-04-29", "2016-05-04", "2016-05-06", "2016-05-27", "2016-05-06", "2016-05-18"],
        ["2016-01-31", "2016-02-03", "2016-02-10", "2016-02-29", "2016-02-03", "2016-02-12"],
    ]

    @Test(arguments: vectors) func theVectorsOf2016Hold(_ row: [String]) throws {
        let asked: [(DeadlinePolicy, Mark?)] = [
            (.federal, .urgent), (.federal, .prompt), (.federal, nil), (.regional, .urgent), (.regional, .prompt),
        ]
        for ((policy, mark), expected) in zip(asked, row.dropFirst()) {
            let due = try policy.due(mark, from: Fixture.date(row[0]), in: Fixture.calendar)
            #expect(due.date == Fixture.date(expected), "\(policy.code) \(mark?.rawValue ?? "month")")
            #expect(due.steps.last?.date == due.date)
            #expect(due.steps.allSatisfy { $0.norm.hasPrefix("\(policy.code) v1: ") && !$0.text.isEmpty })
        }
    }

    @Test func everyStepOfTheFloorRuleIsSaid() throws {
        let due = try DeadlinePolicy.federal.due(.urgent, from: Fixture.date("2016-04-29"), in: Fixture.calendar)
        #expect(
            due.steps.map(\.text) == [
                "signed 29.04.2016", "+ 3 calendar days = 02.05.2016", "02.05.2016 is not worked: back to 29.04.2016",
                "29.04.2016 is not after 29.04.2016: on to 04.05.2016",
            ])
        #expect(due.steps[0].norm == "federal v1: «срочно» is 3 calendar days from signing")
    }

    @Test func anIssuerMayCountForwardAndKnowFewerMarks() throws {
        let policy = DeadlinePolicy(
            code: "own", version: 3, start: .signing, urgent: nil, prompt: .init(8, .calendarDays),
            unstated: .init(1, .months), roll: .forward, hasHalfTerm: false, allowsNoDeadline: false,
            requiresEvidence: false)
        let due = try policy.due(.prompt, from: Fixture.date("2016-03-25"), in: Fixture.calendar)
        #expect(due.steps.last?.text == "02.04.2016 is not worked: on to 04.04.2016")
        #expect(due.steps.last?.norm == "own v3: a deadline on a non-working day moves to the working day after it")
        let half = try policy.halfTerm(from: Fixture.date("2016-03-25"), to: due.date, in: Fixture.calendar)
        #expect(half.date == due.date)
        let unknown = refusal { try policy.due(.urgent, from: Fixture.date("2016-03-25"), in: Fixture.calendar) }
        #expect(unknown?.sentence == "The policy own v3 knows no mark «срочно».")
        #expect(unknown?.next == "Name a date, or no mark: then it is 1 month. It knows «оперативно».")
    }

    @Test func termsAreReadAsTheyAreWritten() {
        for term in [DeadlinePolicy.Term(1, .months), .init(3, .calendarDays), .init(10, .workingDays)] {
            #expect(DeadlinePolicy.Term(term.text) == term)
        }
        for text in ["", "3", "0 working days", "-1 month", "3 days", "1001 months", "three months", "1 month "] {
            #expect(DeadlinePolicy.Term(text) == nil, "\(text)")
        }
    }

    @Test func theLastVersionInForceIsIssuedUnderAndEachIsKeptToItsEnd() throws {
        var second = DeadlinePolicy.federal
        (second.version, second.validFrom, second.urgent) = (2, Fixture.date("2016-04-01"), .init(5, .calendarDays))
        var third = second
        (third.version, third.validFrom, third.isEnded) = (3, nil, true)
        var rules = Fixture.programme
        rules.policies = [.federal, second, third, .regional]
        #expect(try rules.policy(named: "federal", on: Fixture.date("2016-03-31")).version == 1)
        #expect(try rules.policy(named: "federal", on: Fixture.date("2016-04-01")).version == 2)
        let unknown = refusal { try rules.policy(named: "own", on: Fixture.date("2016-03-31")) }
        #expect(unknown?.sentence.hasSuffix("has no deadline policy own in force on 31.03.2016.") == true)
        #expect(unknown?.next == "In force are: federal, regional.")
    }

    @Test func aYearThatIsNotLoadedIsRefusedAloud() throws {
        let refused = refusal {
            try DeadlinePolicy.federal.due(.prompt, from: Fixture.date("2026-12-28"), in: Fixture.calendar)
        }
        #expect(refused?.code == "deadline-policy")
        #expect(refused?.sentence.contains("2027") == true)
        #expect(refused?.next?.contains("2014 to 2026") == true)
        let early = refusal {
            try DeadlinePolicy.federal.due(nil, from: Fixture.date("2013-06-01"), in: Fixture.calendar)
        }
        #expect(early?.sentence.contains("2013") == true)
    }

    @Test func aNamedDayOffMovesBackAndANamedWorkingDayStands() throws {
        let friday = Fixture.date("2016-03-25")
        let policy = DeadlinePolicy.federal
        #expect(
            try policy.due(on: Fixture.date("2016-04-03"), from: friday, in: Fixture.calendar).date
                == Fixture.date("2016-04-01"))
        #expect(try policy.due(on: friday, from: friday, in: Fixture.calendar).date == friday)
        #expect(
            try policy.due(on: Fixture.date("2016-03-26"), from: friday, in: Fixture.calendar).date
                == Fixture.date("2016-03-28"))
    }

    @Test(arguments: [
        ("2016-03-25", "2016-04-04", "2016-03-30"), ("2016-03-25", "2016-03-28", "2016-03-28"),
        ("2016-03-25", "2016-03-25", "2016-03-25"), ("2016-04-29", "2016-05-06", "2016-05-04"),
    ])
    func coExecutorsHaveTheFirstHalf(_ start: String, _ due: String, _ half: String) throws {
        let policy = DeadlinePolicy.federal
        let date = try policy.halfTerm(from: Fixture.date(start), to: Fixture.date(due), in: Fixture.calendar).date
        #expect(date == Fixture.date(half))
    }

    @Test func workedDaysAreCountedBothWays() throws {
        let calendar = Fixture.calendar
        #expect(try calendar.isWorked(Fixture.date("2016-02-20")))
        #expect(try !calendar.isWorked(Fixture.date("2016-02-22")))
        #expect(try calendar.workedDays(after: Fixture.date("2016-02-19"), through: Fixture.date("2016-03-09")) == 10)
        #expect(try calendar.workedDays(after: Fixture.date("2016-03-09"), through: Fixture.date("2016-02-19")) == 0)
    }

    @Test func marksAreReadInBothLanguages() {
        #expect(Mark(named: "Срочно") == .urgent)
        #expect(Mark(named: "prompt") == .prompt)
        #expect(Mark(named: "soon") == nil)
    }
}
