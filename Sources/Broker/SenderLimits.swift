// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Synchronization

/// Holds every sending organisation to the limit, in this daemon's memory: no question to the database stands before a
/// message.
///
/// Each daemon counts by itself, so behind n daemons an organisation may send n times as much, and a restart forgets.
public final class SenderLimits: Sendable {
    /// What each may send; nil: as much as it likes.
    public let limit: SendingLimit?
    private let time: @Sendable () -> Duration
    private let sleep: @Sendable (Duration) async throws -> Void
    private let buckets = Mutex<[String: TokenBucket]>([:])
    /// From how many remembered senders on those are forgotten who have rested long enough.
    private static let many = 4096

    /// Limits by a clock that never goes back; `time` and `sleep` are the machine's own for everything but a test.
    public init(
        _ limit: SendingLimit?, time: @escaping @Sendable () -> Duration = SenderLimits.machineTime,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.limit = limit
        self.time = time
        self.sleep = sleep
    }

    /// Time since the process first asked.
    public static let machineTime: @Sendable () -> Duration = {
        let start = ContinuousClock.now
        return { start.duration(to: .now) }
    }()

    /// Takes room for some messages of an organisation, all or none.
    public func take(_ count: Int, of sender: String) throws(OverLimit) {
        guard let limit, count > 0 else { return }
        let now = time()
        try buckets.withLock { buckets throws(OverLimit) in
            if buckets.count >= Self.many, buckets[sender] == nil {
                buckets = buckets.filter { entry in
                    var bucket = entry.value
                    return !bucket.isFull(at: now)
                }
            }
            try buckets[sender, default: TokenBucket(limit, at: now)].take(count, at: now)
        }
    }

    /// How many senders are remembered.
    package var remembered: Int { buckets.withLock { $0.count } }

    /// Waits until there is room, and takes it; throws only for what never passes, or when the task is cancelled.
    public func takeWaiting(_ count: Int, of sender: String) async throws {
        while true {
            do {
                return try take(count, of: sender)
            } catch let over where !over.isForGood {
                try await sleep(over.wait)
            }
        }
    }
}
