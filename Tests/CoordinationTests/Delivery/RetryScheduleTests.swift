// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

@Suite struct RetryScheduleTests {
    private let now = Instant("2026-03-01T12:00:00Z")

    @Test func theTableIsTheSpecificationsOwn() {
        #expect(RetrySchedule.waits == [0, 5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400])
        #expect((0..<10).map { RetrySchedule.wait(afterAttempts: $0, jitter: 1) } == RetrySchedule.waits)
        #expect(RetrySchedule.wait(afterAttempts: 99, jitter: 1) == 86_400, "held messages are tried once a day")
    }

    @Test func jitterTakesAShareOfTheWaitAndNeverMore() {
        for made in 0..<12 {
            for jitter in stride(from: -1.0, through: 2.0, by: 0.125) {
                let wait = RetrySchedule.wait(afterAttempts: made, jitter: jitter)
                #expect((0...RetrySchedule.wait(afterAttempts: made, jitter: 1)).contains(wait))
            }
            #expect(RetrySchedule.wait(afterAttempts: made, jitter: 0) == 0)
            #expect(RetrySchedule.wait(afterAttempts: made, jitter: .nan) <= RetrySchedule.longest)
        }
    }

    @Test func aReceiversWishIsNotCutShortButForADay() {
        #expect(RetrySchedule.wait(afterAttempts: 1, jitter: 0.5, retryAfter: 60) == 60)
        #expect(RetrySchedule.wait(afterAttempts: 3, jitter: 1, retryAfter: 60) == 1800)
        #expect(RetrySchedule.wait(afterAttempts: 1, jitter: 0, retryAfter: .max) == 86_400)
    }

    @Test(
        arguments: [
            ("120", 120), (" 0 ", 0), ("99999999999999999999999", 86_400), ("Sun, 01 Mar 2026 12:02:00 GMT", 120),
            ("Sun, 01 Mar 2026 11:00:00 GMT", 0), ("Mon, 01 Mar 2126 12:00:00 GMT", 86_400), ("", nil), ("soon", nil),
            ("-5", nil), ("1.5", nil), ("+5", nil), ("Sun, 30 Feb 2026 12:02:00 GMT", nil),
            ("Sun, 01 Mar 2026 12:02:00 CET", nil), ("Sunday, 01-Mar-26 12:02:00 GMT", nil),
        ] as [(String, Int?)])
    func bothFormsOfRetryAfterAreRead(header: String, seconds: Int?) throws {
        #expect(RetrySchedule.retryAfter(header, now: try #require(now)) == seconds)
    }

    @Test func everyStatusHasItsMeaning() {
        for status in -1...1000 {
            switch (status, PushResult.answered(status: status, retryAfter: 7).verdict) {
            case (200...299, .done), (410, .disable): break
            case (408, .retry(after: 7, _)), (425, .retry(after: 7, _)), (429, .retry(after: 7, _)): break
            case (300...399, .park(let sentence)): #expect(sentence.contains("never followed"))
            case (400...499, .park): #expect(![408, 410, 425, 429].contains(status))
            case (_, .retry(after: 7, _)): #expect(!(200...499).contains(status))
            case (_, let verdict): Issue.record("\(status) became \(verdict)")
            }
        }
        #expect(PushResult.failed("x").verdict == .retry(after: nil, "x"))
        #expect(PushResult.forbidden("x").verdict == .retry(after: nil, "x"))
    }

    @Test func whatIsHeldIsNeverSetAsideForFailingAndWhatMayBeParkedIsAfterTheLastAttempt() throws {
        let now = try #require(now)
        let failed = PushResult.answered(status: 500, retryAfter: nil)
        for attempts in 1...20 {
            let wait = now.adding(seconds: RetrySchedule.wait(afterAttempts: attempts, jitter: 1))
            guard case .retry(wait, _) = PushStep(after: failed, attempts: attempts, policy: .hold, now: now, jitter: 1)
            else {
                Issue.record("attempt \(attempts) of a held message")
                continue
            }
            let step = PushStep(after: failed, attempts: attempts, policy: .park, now: now, jitter: 1)
            switch step {
            case .retry(wait, _): #expect(attempts < 10)
            case .park(let sentence): #expect(attempts >= 10 && sentence.contains("tried \(attempts) times"))
            default: Issue.record("attempt \(attempts): \(step)")
            }
        }
        for policy in HeadOfLinePolicy.allCases {
            func step(_ status: Int) -> PushStep {
                PushStep(
                    after: .answered(status: status, retryAfter: nil), attempts: 1, policy: policy, now: now, jitter: 1)
            }
            #expect(step(204) == .done)
            guard case .park = step(404), case .disable = step(410) else {
                Issue.record("404 and 410 under \(policy)")
                continue
            }
        }
    }

    @Test(arguments: [
        (0, FailureLevel.none), (3_599, .none), (3_600, .hour), (86_399, .hour), (86_400, .day), (345_599, .day),
        (345_600, .suspended), (9_999_999, .suspended), (-5, .none),
    ])
    func aFailureIsToldAfterAnHourAndADayAndSuspendsAfterFour(seconds: Int, level: FailureLevel) throws {
        let now = try #require(now)
        #expect(FailureLevel.reached(failingSince: now, now: now.adding(seconds: seconds)) == level)
        #expect(FailureLevel.reached(failingSince: nil, now: now) == .none)
    }

    @Test func pausingKeepsTheReasonOfAnEndpointThatStoppedByItself() {
        #expect(EndpointState.allCases.map(\.paused) == [.paused, .paused, .suspended, .disabled])
    }
}
