// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// How much one organisation may send: so many messages a second, and so many at once after a rest.
public struct SendingLimit: Hashable, Sendable {
    /// Messages a second in the long run.
    public let perSecond: Int
    /// Messages at once; also the most that one request may hold.
    public let burst: Int

    /// A limit; both are at least 1.
    public init(perSecond: Int, burst: Int) {
        precondition(perSecond > 0 && burst > 0, "a limit lets something pass")
        self.perSecond = perSecond
        self.burst = burst
    }
}

/// What one organisation may still send: a bucket that fills with the limit's rate up to its burst.
///
/// In every stretch of time it lets pass at most the burst and the rate times the stretch, and it refuses nobody who
/// keeps below both. Times are told from any fixed beginning by a clock that does not go back; one that did would bring
/// nothing and take nothing.
public struct TokenBucket: Hashable, Sendable {
    /// In millionths of a message, of which a microsecond brings as many as messages pass in a second: nothing is rounded.
    private var credit: Int64
    private var microseconds: Int64
    private let limit: SendingLimit

    private static let message: Int64 = 1_000_000

    /// A full bucket.
    public init(_ limit: SendingLimit, at time: Duration) {
        self.limit = limit
        credit = Int64(limit.burst) * Self.message
        microseconds = time.wholeMicroseconds
    }

    /// Takes room for some messages, all or none.
    public mutating func take(_ count: Int, at time: Duration) throws(OverLimit) {
        fill(at: time)
        let wanted = Int64(count) * Self.message
        guard wanted <= credit else {
            throw OverLimit(
                limit: limit, count: count, remaining: Int(credit / Self.message),
                wait: .microseconds((wanted - credit).dividedUp(by: Int64(limit.perSecond))))
        }
        credit -= wanted
    }

    /// Whether nothing was taken that has not come back: such a bucket need not be remembered.
    public mutating func isFull(at time: Duration) -> Bool {
        fill(at: time)
        return credit == Int64(limit.burst) * Self.message
    }

    private mutating func fill(at time: Duration) {
        let now = time.wholeMicroseconds
        guard now > microseconds else { return }
        let (missing, rate) = (Int64(limit.burst) * Self.message - credit, Int64(limit.perSecond))
        // Asked first, so that a long rest does not overflow.
        let isFull = now - microseconds >= missing.dividedUp(by: rate)
        credit += isFull ? missing : (now - microseconds) * rate
        microseconds = now
    }
}

/// More than an organisation may send now; nothing of it was stored.
public struct OverLimit: Error, Hashable, Sendable {
    /// What it may send.
    public let limit: SendingLimit
    /// How many messages it wanted to.
    public let count: Int
    /// How many of them would have passed.
    public let remaining: Int
    /// How long until all of them pass, when nothing else is sent meanwhile.
    public let wait: Duration

    /// Whether it never passes as it is: more at once than the limit ever lets.
    public var isForGood: Bool { count > limit.burst }

    /// After how many whole seconds it passes, at least 1.
    public var retryAfter: Int { max(1, Int(wait.wholeMicroseconds.dividedUp(by: 1_000_000))) }
}

extension Duration {
    /// Microseconds, without the rest.
    var wholeMicroseconds: Int64 { components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000 }
}

extension Int64 {
    fileprivate func dividedUp(by divisor: Int64) -> Int64 { (self + divisor - 1) / divisor }
}
