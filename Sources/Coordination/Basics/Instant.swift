// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A moment, to the microsecond: RFC 3339 in UTC, `2016-03-25T12:00:00Z`.
public struct Instant: Hashable, TextCoded {
    /// Microseconds since 1970-01-01T00:00:00Z.
    public let microsecondsSince1970: Int64

    /// The moment so many microseconds after 1970-01-01T00:00:00Z.
    public init(microsecondsSince1970: Int64) {
        self.microsecondsSince1970 = microsecondsSince1970
    }

    /// Reads RFC 3339 with any offset and up to six digits of fraction.
    public init?(_ description: String) {
        var text = TextScanner(description)
        guard let date = CalendarDate.scan(&text), text.skip("T") || text.skip("t") || text.skip(" "),
            let seconds = Self.scanTime(&text), let fraction = Self.scanFraction(&text),
            let offset = Self.scanOffset(&text), text.isAtEnd
        else { return nil }
        self.init(date: date, seconds: seconds - offset)
        self = Instant(microsecondsSince1970: microsecondsSince1970 + fraction)
    }

    /// A moment on a day in UTC, some seconds after its midnight.
    init(date: CalendarDate, seconds: Int) {
        let days = Int64(clamping: date.daysSince1970).multipliedReportingOverflow(by: Self.day)
        let start = days.overflow ? (date.daysSince1970 < 0 ? Int64.min : Int64.max) : days.partialValue
        self = Instant(microsecondsSince1970: start).adding(seconds: seconds)
    }

    /// `2016-03-25T12:00:00Z`; a fraction only when there is one.
    public var description: String {
        let second = secondOfDay
        let time = "\((second / 3600).padded(2)):\((second / 60 % 60).padded(2)):\((second % 60).padded(2))"
        let rest = Int(microsecondsSince1970 % 1_000_000)
        let micros = rest < 0 ? rest + 1_000_000 : rest
        guard micros > 0 else { return "\(date)T\(time)Z" }
        var fraction = micros.padded(6)
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(date)T\(time).\(fraction)Z"
    }

    /// The moment so many seconds later; the ends of time hold.
    public func adding(seconds: Int) -> Instant {
        let micros = Int64(clamping: seconds).multipliedReportingOverflow(by: 1_000_000)
        let sum = microsecondsSince1970.addingReportingOverflow(micros.partialValue)
        guard micros.overflow || sum.overflow else { return Instant(microsecondsSince1970: sum.partialValue) }
        return Instant(microsecondsSince1970: seconds < 0 ? .min : .max)
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    var secondsSince1970: Int {
        let (seconds, rest) = microsecondsSince1970.quotientAndRemainder(dividingBy: 1_000_000)
        return Int(rest < 0 ? seconds - 1 : seconds)
    }

    /// The day in UTC.
    var date: CalendarDate {
        let seconds = secondsSince1970
        return CalendarDate(daysSince1970: (seconds - secondOfDay) / 86_400)
    }

    /// Seconds since midnight in UTC.
    var secondOfDay: Int {
        let rest = secondsSince1970 % 86_400
        return rest < 0 ? rest + 86_400 : rest
    }

    private static let day: Int64 = 86_400_000_000
}

extension Instant: Comparable {
    /// Earlier first.
    public static func < (left: Instant, right: Instant) -> Bool {
        left.microsecondsSince1970 < right.microsecondsSince1970
    }
}

extension Instant {
    private static func scanTime(_ text: inout TextScanner) -> Int? {
        guard let hour = text.number(digits: 2), hour < 24, text.skip(":"),
            let minute = text.number(digits: 2), minute < 60, text.skip(":"),
            let second = text.number(digits: 2), second < 60
        else { return nil }
        return (hour * 60 + minute) * 60 + second
    }

    private static func scanFraction(_ text: inout TextScanner) -> Int64? {
        guard text.skip(".") else { return 0 }
        var micros: Int64 = 0
        var count = 0
        while let digit = text.digit() {
            micros = micros * 10 + Int64(digit)
            count += 1
            guard count <= 6 else { return nil }
        }
        guard count > 0 else { return nil }
        for _ in count..<6 { micros *= 10 }
        return micros
    }

    private static func scanOffset(_ text: inout TextScanner) -> Int? {
        if text.skip("Z") || text.skip("z") { return 0 }
        let sign = text.skip("+") ? 1 : -1
        guard sign == 1 || text.skip("-"), let hour = text.number(digits: 2), hour < 24 else { return nil }
        guard text.skip(":"), let minute = text.number(digits: 2), minute < 60 else { return nil }
        return sign * (hour * 60 + minute) * 60
    }
}
