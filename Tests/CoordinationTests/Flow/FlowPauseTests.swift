// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Coordination

@Suite struct FlowPauseTests {
    private static let now = Instant(microsecondsSince1970: 1_458_885_600_000_000)
    private static let earlier = now.adding(seconds: -600)

    private static func pause(until: Int?) -> FlowPause {
        FlowPause(
            flow: .webhook, since: earlier, until: until.map { now.adding(seconds: $0) }, reason: "before", by: "root")
    }

    /// How a flow may stand before an act: moving, paused by hand, until later, until now, and over.
    private static let before: [(current: FlowPause?, stands: Bool)] = [
        (nil, false), (pause(until: nil), true), (pause(until: 1), true), (pause(until: 0), false),
        (pause(until: -1), false),
    ]

    @Test(arguments: before.indices)
    func aPauseHoldsUntilItsEndAndNotAtIt(row: Int) {
        let (current, stands) = Self.before[row]
        #expect(current?.holds(at: Self.now) ?? false == stands)
    }

    @Test(arguments: before.indices)
    func everyFlowCanBePausedAndKeepsSinceWhenItStands(row: Int) throws {
        let (current, stands) = Self.before[row]
        for end in [nil, Self.now.adding(seconds: 1)] {
            let pause = try Flow.webhook.after(
                .pause(reason: "now", until: end), current: current, by: "op", at: Self.now)
            #expect(
                pause
                    == FlowPause(
                        flow: .webhook, since: stands ? Self.earlier : Self.now, until: end, reason: "now", by: "op"))
        }
    }

    @Test(arguments: before.indices)
    func onlyAFlowThatStandsIsResumed(row: Int) throws {
        let (current, stands) = Self.before[row]
        if stands {
            #expect(try Flow.webhook.after(.resume, current: current, by: "op", at: Self.now) == nil)
        } else {
            let no = refusal { try Flow.webhook.after(.resume, current: current, by: "op", at: Self.now) }
            #expect(no?.code == "rule-refused")
        }
    }

    @Test(arguments: ["", " ", String(repeating: "x", count: 501)])
    func aPauseNeedsAReason(reason: String) {
        let no = refusal {
            try Flow.intake.after(.pause(reason: reason, until: nil), current: nil, by: "op", at: Self.now)
        }
        #expect(no?.code == "invalid-value")
    }

    @Test(arguments: [0, -1])
    func aPauseEndsLater(seconds: Int) {
        let act = FlowAct.pause(reason: "x", until: Self.now.adding(seconds: seconds))
        let no = refusal { try Flow.intake.after(act, current: nil, by: "op", at: Self.now) }
        #expect(no?.code == "invalid-value")
    }

    @Test(arguments: [(nil, 60), (1, 1), (90, 90), (3600, 3600), (86_400, 3600)] as [(Int?, Int)])
    func whoRunsIntoAPauseIsToldWhenToComeAgain(until: Int?, seconds: Int) {
        #expect(FlowPaused(Self.pause(until: until), at: Self.now).retryAfter == seconds)
    }

    @Test func aPartOfASecondIsAWholeOne() {
        let until = Instant(microsecondsSince1970: Self.now.microsecondsSince1970 + 1_000_001)
        let pause = FlowPause(flow: .intake, since: Self.earlier, until: until, reason: "x", by: "op")
        #expect(FlowPaused(pause, at: Self.now).retryAfter == 2)
    }
}
