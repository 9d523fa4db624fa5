// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// When a push that failed is tried again: the waits of the Standard Webhooks specification, about 76 hours in all.
public enum RetrySchedule {
    /// Seconds before the first, second, … tenth attempt.
    public static let waits = [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]

    /// The longest that anything is waited for, a receiver's own wish too: a day.
    public static let longest = 86_400

    /// How many attempts the table knows. After them a message is parked, or held and tried once a day.
    public static var attempts: Int { waits.count }

    /// Seconds to wait after so many failed attempts, with full jitter: `jitter` from 0 to 1 is the share of the wait that
    /// is taken, so that receivers that failed together are not all tried together again.
    ///
    /// What the receiver asked for by Retry-After is never cut short, but for the bound of a day.
    public static func wait(afterAttempts made: Int, jitter: Double, retryAfter: Int? = nil) -> Int {
        let base = waits[min(max(made, 0), waits.count - 1)]
        let share = jitter.isFinite ? min(max(jitter, 0), 1) : 1
        return min(longest, max(Int(Double(base) * share), retryAfter ?? 0))
    }

    /// Seconds that a `Retry-After` asks for, from 0 to a day; nil for what is no such header (RFC 9110, 10.2.3).
    ///
    /// Both forms are read: a number of seconds, and a date as in `Sun, 06 Nov 1994 08:49:37 GMT`.
    public static func retryAfter(_ header: String, now: Instant) -> Int? {
        let text = header.trimming(" \t")
        if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return min(longest, Int(text) ?? longest)
        }
        guard let date = Instant(httpDate: text) else { return nil }
        let away = date.secondsSince1970.subtractingReportingOverflow(now.secondsSince1970)
        return away.overflow ? longest : min(longest, max(0, away.partialValue))
    }
}

extension Instant {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Reads an HTTP date of the form that may be sent today (IMF-fixdate); the two obsolete forms are not read.
    public init?(httpDate text: String) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].utf8.count == 4, parts[0].hasSuffix(","), parts[5] == "GMT",
            parts[1].utf8.count == 2, parts[3].utf8.count == 4,
            let month = Self.months.firstIndex(where: { $0 == parts[2] })
        else { return nil }
        self.init("\(parts[3])-\((month + 1).padded(2))-\(parts[1])T\(parts[4])Z")
    }
}

extension String {
    fileprivate func trimming(_ characters: String) -> String {
        let kept = drop { characters.contains($0) }
        guard let end = kept.lastIndex(where: { !characters.contains($0) }) else { return "" }
        return String(kept[...end])
    }
}
