// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A stretch of time in which a flow stood.
public struct FlowStretch: Hashable, Sendable {
    /// Since when.
    public let since: Instant
    /// Until when; nil: it still stands.
    public let until: Instant?

    /// A stretch between two moments.
    public init(since: Instant, until: Instant?) {
        self.since = since
        self.until = until
    }

    /// For how many microseconds between two moments the flow stood in any of these stretches; they may overlap.
    public static func microseconds(of stretches: [FlowStretch], from start: Instant, to end: Instant) -> Int64 {
        var (sum, reached) = (Int64(0), start)
        for stretch in stretches.sorted(by: { $0.since < $1.since }) {
            let (from, to) = (max(stretch.since, reached), min(stretch.until ?? end, end))
            guard from < to else { continue }
            sum += to.microsecondsSince1970 - from.microsecondsSince1970
            reached = to
        }
        return sum
    }
}
