// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A date as exactly as it is known: a day, a month, a year, or a span of years.
public enum PartialDate: Hashable, TextCoded {
    /// `2016-03-25`
    case day(CalendarDate)
    /// `2014-06`
    case month(year: Int, month: Int)
    /// `2014`
    case year(Int)
    /// `2006/2016`, both years included.
    case span(from: Int, to: Int)

    /// Reads one of the four forms.
    public init?(_ description: String) {
        if let day = CalendarDate(description) {
            self = .day(day)
            return
        }
        var text = TextScanner(description)
        guard let year = text.number(digits: 4), year > 0 else { return nil }
        if text.isAtEnd {
            self = .year(year)
        } else if text.skip("-"), let month = text.number(digits: 2), (1...12).contains(month), text.isAtEnd {
            self = .month(year: year, month: month)
        } else if text.skip("/"), let last = text.number(digits: 4), last >= year, text.isAtEnd {
            self = .span(from: year, to: last)
        } else {
            return nil
        }
    }

    /// The form it was read from.
    public var description: String {
        switch self {
        case .day(let date): date.description
        case .month(let year, let month): "\(year.padded(4))-\(month.padded(2))"
        case .year(let year): year.padded(4)
        case .span(let first, let last): "\(first.padded(4))/\(last.padded(4))"
        }
    }

    /// The first day it can mean.
    public var firstDay: CalendarDate {
        switch self {
        case .day(let date): date
        case .month(let year, let month): CalendarDate(startOfYear: year, month: month)
        case .year(let year): CalendarDate(startOfYear: year, month: 1)
        case .span(let first, _): CalendarDate(startOfYear: first, month: 1)
        }
    }

    /// The last day it can mean.
    public var lastDay: CalendarDate {
        switch self {
        case .day(let date): date
        case .month(let year, let month): CalendarDate(startOfYear: year, month: month + 1).adding(days: -1)
        case .year(let year): CalendarDate(startOfYear: year + 1, month: 1).adding(days: -1)
        case .span(_, let last): CalendarDate(startOfYear: last + 1, month: 1).adding(days: -1)
        }
    }
}
