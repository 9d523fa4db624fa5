// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// How a day differs from "Monday to Friday is worked".
public enum DayKind: String, Codable, Hashable, Sendable, CaseIterable {
    /// Not worked: a holiday, or a day whose rest was moved here.
    case dayOff = "day_off"
    /// Worked, an hour less, whatever the weekday.
    case shortDay = "short_day"
    /// A Saturday or Sunday that is worked.
    case workingWeekend = "working_weekend"

    /// Whether people work that day.
    public var isWorked: Bool { self != .dayOff }
}

/// The production calendar: which days are worked, for the years that were loaded.
public struct WorkingCalendar: Hashable, Sendable {
    /// The days that differ from the week's rule.
    public var days: [CalendarDate: DayKind]
    /// The years that were loaded; of any other nothing is known.
    public var years: Set<Int>

    /// A calendar of the days that differ and the years it is complete for.
    public init(days: [CalendarDate: DayKind] = [:], years: Set<Int> = []) {
        self.days = days
        self.years = years
    }

    /// Whether the day is worked; a year that is not loaded is refused, never guessed.
    public func isWorked(_ date: CalendarDate) throws(Refusal) -> Bool {
        guard years.contains(date.year) else {
            throw Refusal(
                code: "deadline-policy",
                sentence: "The working calendar of \(date.year) is not loaded, so nobody can say whether "
                    + "\(date.written) is worked.",
                next: "Load the year with `inoctl calendar import`, or name a date in a year that is loaded"
                    + (loadedSpan.map { " (\($0))." } ?? "."))
        }
        return days[date].map(\.isWorked) ?? (date.weekday <= 5)
    }

    /// The day itself when it is worked, else the last worked day before it.
    public func workedDay(onOrBefore date: CalendarDate) throws(Refusal) -> CalendarDate {
        var day = date
        while try !isWorked(day) { day = day.adding(days: -1) }
        return day
    }

    /// The first worked day after that day.
    public func workedDay(after date: CalendarDate) throws(Refusal) -> CalendarDate {
        try adding(workedDays: 1, to: date)
    }

    /// The day on which so many worked days after that day are complete.
    public func adding(workedDays count: Int, to date: CalendarDate) throws(Refusal) -> CalendarDate {
        var day = date
        var left = count
        while left > 0 {
            day = day.adding(days: 1)
            if try isWorked(day) { left -= 1 }
        }
        return day
    }

    /// Worked days after the first day up to and including the last; 0 when the last is not later.
    public func workedDays(after first: CalendarDate, through last: CalendarDate) throws(Refusal) -> Int {
        var count = 0
        var day = first.adding(days: 1)
        while day <= last {
            if try isWorked(day) { count += 1 }
            day = day.adding(days: 1)
        }
        return count
    }

    private var loadedSpan: String? {
        guard let first = years.min(), let last = years.max() else { return nil }
        return first == last ? "\(first)" : "\(first) to \(last)"
    }
}
