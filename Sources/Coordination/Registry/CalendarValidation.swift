// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A working calendar's file that was found good.
public struct CalendarData: Sendable {
    /// The file's name.
    public let file: String
    /// The bytes as they were given, for the hash.
    public let bytes: [UInt8]
    /// The days that differ from "Monday to Friday is working".
    public let days: [Day]

    /// The years it speaks of; a year that is not among them is not known, never guessed.
    public var years: [Int] { Set(days.map(\.date.year)).sorted() }

    /// One day that differs.
    public struct Day: Hashable, Sendable {
        /// The day.
        public let date: CalendarDate
        /// `day_off`, `short_day` or `working_weekend`.
        public let kind: String
        /// The day whose rest was moved here.
        public let movedFrom: CalendarDate?
        /// The holiday in Russian.
        public let holidayRu: String?
        /// The holiday in English.
        public let holidayEn: String?
    }
}

/// Reads a working calendar's file and finds all its faults.
public enum CalendarValidation {
    /// The data if there is no fault, then all faults and all warnings.
    public static func check(file: String, bytes: [UInt8]) -> (CalendarData?, [Fault], [Warning]) {
        var table = RegistryTable(
            calendar: file.hasSuffix(".csv") ? String(file.dropLast(4)) : file,
            [
                .date("date"), .oneOf("kind", ["day_off", "short_day", "working_weekend"]), .date("moved_from").orEmpty,
                .text("holiday_ru").orEmpty, .text("holiday_en").orEmpty,
            ])
        table.ending = file.hasSuffix(".csv") ? ".csv" : ""
        var check = RegistryValidation()
        check.readOne(table, bytes)
        check.checkCells()
        check.checkKeys()
        check.checkDays()
        check.sort()
        guard check.faults.isEmpty else { return (nil, check.faults, check.warnings) }
        return (CalendarData(file: file, bytes: bytes, days: check.days), [], check.warnings)
    }
}

extension RegistryValidation {
    fileprivate var days: [CalendarData.Day] {
        sheets.flatMap(\.rows).compactMap { row in
            CalendarDate(row["date"]).map { date in
                CalendarData.Day(
                    date: date, kind: row["kind"], movedFrom: CalendarDate(row["moved_from"]),
                    holidayRu: row.filled("holiday_ru"), holidayEn: row.filled("holiday_en"))
            }
        }
    }

    fileprivate mutating func checkDays() {
        for sheet in sheets {
            for row in sheet.rows {
                for name in ["date", "moved_from"] where Self.date(row[name]) != nil && CalendarDate(row[name]) == nil {
                    fault(sheet, row, name, "'\(row[name])' is not a day", "write year, month and day: 2016-03-25")
                }
                guard let date = CalendarDate(row["date"]) else { continue }
                if row["kind"] == "working_weekend", date.weekday < 6 {
                    fault(
                        sheet, row, "kind", "\(date) is no Saturday or Sunday, so it cannot be a worked weekend day",
                        "correct the date, or take the row away: the day is a working day anyway")
                }
            }
        }
    }
}
