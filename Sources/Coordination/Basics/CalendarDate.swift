// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A day of the Gregorian calendar, without a zone: `2016-03-25`.
public struct CalendarDate: Hashable, TextCoded {
    /// Days since 1 January 1970.
    public let daysSince1970: Int

    /// The day so many days after 1 January 1970.
    public init(daysSince1970: Int) {
        self.daysSince1970 = daysSince1970
    }

    /// A day that exists, of the years 1 to 9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        let date = CalendarDate(startOfYear: year, month: month).adding(days: day - 1)
        guard date.month == month else { return nil }
        self = date
    }

    /// Reads `2016-03-25` and nothing else.
    public init?(_ description: String) {
        var text = TextScanner(description)
        guard let date = Self.scan(&text), text.isAtEnd else { return nil }
        self = date
    }

    /// `2016-03-25`.
    public var description: String {
        let (year, month, day) = civil
        return "\(year.padded(4))-\(month.padded(2))-\(day.padded(2))"
    }

    /// The year.
    public var year: Int { civil.year }
    /// The month, 1 to 12.
    public var month: Int { civil.month }
    /// The day of the month, 1 to 31.
    public var day: Int { civil.day }
    /// 1 for Monday to 7 for Sunday.
    public var weekday: Int { Self.modulo(daysSince1970 + 3, 7) + 1 }

    /// The day so many days later, or earlier when negative.
    public func adding(days: Int) -> CalendarDate {
        CalendarDate(daysSince1970: daysSince1970 + days)
    }

    /// The same day of the month so many months later, or that month's last day when it has no such day.
    public func adding(months: Int) -> CalendarDate {
        let (year, month, day) = civil
        let first = CalendarDate(startOfYear: year, month: month + months)
        let last = CalendarDate(startOfYear: year, month: month + months + 1).adding(days: -1)
        return first.adding(days: min(day, last.day) - 1)
    }

    /// `25.03.2016`, as people here write it.
    public var written: String {
        let (year, month, day) = civil
        return "\(day.padded(2)).\(month.padded(2)).\(year.padded(4))"
    }

    static func scan(_ text: inout TextScanner) -> CalendarDate? {
        guard let year = text.number(digits: 4), text.skip("-"), let month = text.number(digits: 2), text.skip("-"),
            let day = text.number(digits: 2)
        else { return nil }
        return CalendarDate(year: year, month: month, day: day)
    }
}

extension CalendarDate: Comparable {
    /// Earlier first.
    public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        left.daysSince1970 < right.daysSince1970
    }
}

// The arithmetic counts years from 1 March, so that the leap day is a year's last, in eras of 400 years.
extension CalendarDate {
    /// The first day of a month; months outside 1 to 12 count on into other years.
    init(startOfYear year: Int, month: Int) {
        let months = year * 12 + month - 1
        let month = Self.modulo(months, 12) + 1
        let year = (months - (month - 1)) / 12 - (month <= 2 ? 1 : 0)
        let yearOfEra = Self.modulo(year, 400)
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        daysSince1970 = (year - yearOfEra) / 400 * 146_097 + dayOfEra - 719_468
    }

    private var civil: (year: Int, month: Int, day: Int) {
        let days = daysSince1970 + 719_468
        let dayOfEra = Self.modulo(days, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted + (shifted < 10 ? 3 : -9)
        let year = yearOfEra + (days - dayOfEra) / 146_097 * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private static func modulo(_ value: Int, _ divisor: Int) -> Int {
        let rest = value % divisor
        return rest < 0 ? rest + divisor : rest
    }
}
