// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Synchronization
import Testing

@Suite struct SenderLimitsTests {
    @Test func oneSenderTakesNothingOfAnother() throws {
        let limits = SenderLimits(SendingLimit(perSecond: 1, burst: 2), time: { .zero })
        try limits.take(2, of: "minekonom")
        #expect(throws: OverLimit.self) { try limits.take(1, of: "minekonom") }
        try limits.take(2, of: "tsu")
    }

    @Test func withoutALimitEverythingPasses() throws {
        let limits = SenderLimits(nil)
        for _ in 0..<10 { try limits.take(1_000_000, of: "minekonom") }
    }

    @Test func whoWaitsGoesOnAsSoonAsThereIsRoom() async throws {
        let slept = Mutex<[Duration]>([])
        let time = Mutex(Duration.zero)
        let limits = SenderLimits(
            SendingLimit(perSecond: 10, burst: 4), time: { time.withLock { $0 } },
            sleep: { wait in
                slept.withLock { $0.append(wait) }
                time.withLock { $0 += wait }
            })
        for _ in 0..<5 { try await limits.takeWaiting(2, of: "minekonom") }
        #expect(slept.withLock { $0 } == Array(repeating: .milliseconds(200), count: 3))
        await #expect(throws: OverLimit.self) { try await limits.takeWaiting(5, of: "minekonom") }
    }

    @Test func aSenderIsRememberedUntilItHasRestedAndNotLonger() throws {
        let time = Mutex(Duration.zero)
        let limits = SenderLimits(SendingLimit(perSecond: 1, burst: 1), time: { time.withLock { $0 } })
        for n in 0..<5000 { try limits.take(1, of: "body\(n)") }
        #expect(limits.remembered == 5000, "none of them has rested")
        #expect(throws: OverLimit.self) { try limits.take(1, of: "body0") }
        time.withLock { $0 = .seconds(1) }
        try limits.take(1, of: "another")
        #expect(limits.remembered == 1)
    }
}
