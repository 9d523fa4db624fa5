// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Coordination

@Suite struct SendingLimitTests {
    /// At so many microseconds so many messages: nil where they pass, else the microseconds to wait and the messages that
    /// would have passed.
    typealias Step = (at: Int64, count: Int, refused: (wait: Int64, remaining: Int)?)

    private static let table: [(limit: SendingLimit, steps: [Step])] = [
        (SendingLimit(perSecond: 1, burst: 1), [(0, 1, nil), (999_999, 1, (1, 0)), (1_000_000, 1, nil)]),
        (SendingLimit(perSecond: 2, burst: 5), [(0, 5, nil), (0, 1, (500_000, 0)), (750_000, 2, (250_000, 1))]),
        (SendingLimit(perSecond: 3, burst: 3), [(0, 3, nil), (333_333, 1, (1, 0)), (333_334, 1, nil)]),
        // A rest brings no more than the burst, however long it is; a refusal takes nothing.
        (SendingLimit(perSecond: 1_000_000, burst: 2), [(0, 2, nil), (.max / 2, 3, (1, 2)), (.max / 2, 2, nil)]),
        // A clock that goes back brings nothing and takes nothing.
        (SendingLimit(perSecond: 1, burst: 2), [(5_000_000, 2, nil), (0, 1, (1_000_000, 0)), (6_000_000, 1, nil)]),
        (SendingLimit(perSecond: 1, burst: 1), [(0, 0, nil), (0, 1, nil), (0, 0, nil)]),
    ]

    @Test(arguments: table.indices)
    func theTableHolds(row: Int) {
        let (limit, steps) = Self.table[row]
        var bucket = TokenBucket(limit, at: .microseconds(steps[0].at))
        for step in steps {
            let over = Self.taken(step.count, from: &bucket, at: step.at)
            #expect(over?.wait == step.refused.map { .microseconds($0.wait) }, "\(step)")
            #expect(over?.remaining == step.refused?.remaining, "\(step)")
        }
    }

    @Test func moreThanTheBurstNeverPassesAndSaysSo() {
        var bucket = TokenBucket(SendingLimit(perSecond: 10, burst: 5), at: .zero)
        #expect(Self.taken(6, from: &bucket, at: 0)?.isForGood == true)
        #expect(Self.taken(5, from: &bucket, at: 0) == nil)
        #expect(Self.taken(5, from: &bucket, at: 0)?.isForGood == false)
    }

    @Test func theWaitIsToldInWholeSecondsAndNeverNone() {
        var bucket = TokenBucket(SendingLimit(perSecond: 2, burst: 4), at: .zero)
        #expect(Self.taken(4, from: &bucket, at: 0) == nil)
        let waits = (1...4).map { Self.taken($0, from: &bucket, at: 0)?.retryAfter }
        #expect(waits == [1, 1, 2, 2])
    }

    /// Nothing that happened in any window is more than the limit allows it, and nothing was refused that would not have
    /// been more: the two together leave a bucket no freedom.
    @Test(arguments: 0..<200)
    func aBucketPassesAllThatTheLimitAllowsAndNothingElse(seed: Int) {
        var dice = SeededGenerator(seed: UInt64(seed))
        let limit = SendingLimit(
            perSecond: .random(in: 1...2_000, using: &dice), burst: .random(in: 1...50, using: &dice))
        var bucket = TokenBucket(limit, at: .zero)
        var passed: [(at: Int64, count: Int)] = []
        var now: Int64 = 0
        for _ in 0..<300 {
            now += .random(in: 0...3, using: &dice) * .random(in: 0...400_000, using: &dice) / Int64(limit.perSecond)
            let count = Int.random(in: 1...limit.burst, using: &dice)
            let over = Self.taken(count, from: &bucket, at: now)
            let isMore = Self.excess(of: count, after: passed, at: now, limit)
            #expect((over != nil) == isMore, "\(count) at \(now) after \(passed.suffix(5)) under \(limit)")
            guard let over else {
                passed.append((now, count))
                continue
            }
            let wait = over.wait.wholeMicroseconds
            var (early, late) = (bucket, bucket)
            #expect(Self.taken(count, from: &early, at: now + wait - 1) != nil)
            #expect(Self.taken(count, from: &late, at: now + wait) == nil)
        }
    }

    /// Whether in some window that ends now more would have passed than the burst and the rate times the window.
    private static func excess(
        of count: Int, after passed: [(at: Int64, count: Int)], at now: Int64, _ limit: SendingLimit
    ) -> Bool {
        var sum = Int64(count) * 1_000_000
        if sum > Int64(limit.burst) * 1_000_000 { return true }
        for earlier in passed.reversed() {
            sum += Int64(earlier.count) * 1_000_000
            if sum > Int64(limit.burst) * 1_000_000 + (now - earlier.at) * Int64(limit.perSecond) { return true }
        }
        return false
    }

    private static func taken(_ count: Int, from bucket: inout TokenBucket, at microseconds: Int64) -> OverLimit? {
        do {
            try bucket.take(count, at: .microseconds(microseconds))
            return nil
        } catch {
            return error
        }
    }
}
