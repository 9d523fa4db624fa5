// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// When to give up waiting; `never` is for a connection whose configuration says so.
struct Deadline: Sendable {
    var instant: ContinuousClock.Instant?
    static let never = Deadline(instant: nil)

    static func after(_ duration: Duration?) -> Deadline {
        Deadline(instant: duration.map { ContinuousClock.now + $0 })
    }

    var hasPassed: Bool { instant.map { ContinuousClock.now >= $0 } ?? false }

    /// As poll wants it: −1 for ever, and rounded up, so that a poll never ends just before its time.
    var millisecondsLeft: Int32 {
        guard let instant else { return -1 }
        let left = ContinuousClock.now.duration(to: instant)
        if left <= .zero { return 0 }
        let (seconds, attoseconds) = left.components
        let whole = seconds.multipliedReportingOverflow(by: 1000).partialValue
        return Int32(clamping: whole + attoseconds / 1_000_000_000_000_000 + 1)
    }
}
