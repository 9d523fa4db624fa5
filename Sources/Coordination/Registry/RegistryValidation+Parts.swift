// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// Windows, recipients and money of instruments: what their rows must be, and what a person should look at.
extension RegistryValidation {
    mutating func checkWindows(_ sheet: Sheet) {
        checkOrder(sheet, "opens", "closes")
    }

    mutating func checkBudgets(_ sheet: Sheet) {
        for row in sheet.rows {
            if let year = Int(row["year"]), !(1900...2199).contains(year) {
                fault(sheet, row, "year", "\(year) is not a year of a budget", "write it with four digits: 2017")
            }
            if let part = Double(row["co_funding_pct"]), part > 100 {
                fault(
                    sheet, row, "co_funding_pct", "\(row["co_funding_pct"]) percent is more than the whole",
                    "write the part the region adds, from 0 to 100")
            }
        }
    }

    /// A window or a year outside the time in which the instrument is in force, and windows that run into each other.
    mutating func warnOfParts() {
        guard let instruments = sheet("instruments") else { return }
        let known = Dictionary(instruments.rows.map { ($0["code"], $0) }) { first, _ in first }
        if let sheet = sheet(InstrumentPart.window.file) {
            var seen: [String: [SheetRow]] = [:]
            for row in sheet.rows {
                warnOfForce(row, in: sheet, "opens", known[row["instrument"]])
                for other in seen[row["instrument"]] ?? [] where Self.overlap(row, other) {
                    warn(
                        sheet, row, "opens", "overlap",
                        "the window of '\(row["instrument"])' from \(row["opens"]) runs into the one from "
                            + "\(other["opens"]): one window entered twice?")
                }
                seen[row["instrument"], default: []].append(row)
            }
        }
        if let sheet = sheet(InstrumentPart.budget.file) {
            for row in sheet.rows { warnOfForce(row, in: sheet, "year", known[row["instrument"]]) }
        }
    }

    private mutating func warnOfForce(_ row: SheetRow, in sheet: Sheet, _ column: String, _ instrument: SheetRow?) {
        guard let instrument, let date = Self.date(row[column]) else { return }
        let (from, to) = (Self.date(instrument["valid_from"]), Self.date(instrument["valid_to"]))
        let isAfter = to.map { $0.lastDay < date.firstDay } ?? false
        let isBefore = from.map { date.lastDay < $0.firstDay } ?? false
        guard isAfter || isBefore else { return }
        let force = [from.map { "from \($0)" }, to.map { "to \($0)" }].compactMap(\.self).joined(separator: " ")
        warn(
            sheet, row, column, "validity",
            "\(column) \(date) is outside the time in which '\(row["instrument"])' is in force, \(force)")
    }

    private static func overlap(_ one: SheetRow, _ other: SheetRow) -> Bool {
        guard let from = date(one["opens"]), let to = date(one["closes"]), let otherFrom = date(other["opens"]),
            let otherTo = date(other["closes"])
        else { return false }
        return from.firstDay <= otherTo.lastDay && otherFrom.firstDay <= to.lastDay
    }
}
