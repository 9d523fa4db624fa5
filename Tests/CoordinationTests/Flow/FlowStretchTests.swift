// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

@Suite struct FlowStretchTests {
    private static func at(_ seconds: Int) -> Instant { Instant(microsecondsSince1970: 0).adding(seconds: seconds) }

    private static func stretch(_ since: Int, _ until: Int?) -> FlowStretch {
        FlowStretch(since: at(since), until: until.map(at))
    }

    /// Stretches, and how many seconds of the time from 10 to 100 they cover.
    private static let cases: [(stretches: [FlowStretch], seconds: Int64)] = [
        ([], 0), ([stretch(20, 30)], 10), ([stretch(0, 15)], 5), ([stretch(90, nil)], 10), ([stretch(100, nil)], 0),
        ([stretch(0, 10)], 0), ([stretch(20, 40), stretch(30, 50)], 30), ([stretch(20, 90), stretch(30, 40)], 70),
        ([stretch(60, 70), stretch(20, 30)], 20), ([stretch(0, nil)], 90),
    ]

    @Test(arguments: cases) func whatAFlowStoodBetweenTwoMomentsIsCountedOnce(stretches: [FlowStretch], seconds: Int64)
    {
        let stood = FlowStretch.microseconds(of: stretches, from: Self.at(10), to: Self.at(100))
        #expect(stood == seconds * 1_000_000)
    }

    @Test func anHourOfFailureIsAnHourInWhichSomebodyTried() {
        let pause = [Self.stretch(60, 86_460)]
        for (now, level) in [(86_460, FailureLevel.none), (89_999, .none), (90_000, .hour)] {
            #expect(FailureLevel.reached(failingSince: Self.at(0), now: Self.at(now), standing: pause) == level)
        }
        #expect(FailureLevel.reached(failingSince: Self.at(0), now: Self.at(90_000)) == .day)
    }

    @Test(arguments: [
        ("https://hooks.example/in?key=1", "https://hooks.example"), ("http://10.0.0.1:80?k", "http://10.0.0.1:80"),
        ("https://[::1]:9/x", "https://[::1]:9"), ("https://h.example", "https://h.example"), ("nonsense", ""),
    ])
    func anAddressIsToldAsFarAsItsHost(url: String, told: String) { #expect(WebhookURL.withoutPath(url) == told) }
}
