// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// What each field alone must be.
extension RegistryValidation {
    mutating func checkCells() {
        for sheet in sheets {
            for row in sheet.rows {
                for column in sheet.table.columns {
                    guard let field = row.cells[column.name] else { continue }
                    check(field, column, in: sheet.table.file)
                }
            }
        }
    }

    /// Whether a text can be a code: lower-case letters and digits, with single `_` or `-` between them.
    public static func isCode(_ text: String) -> Bool {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "_" || $0 == "-" }
        return parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
        }
    }

    private mutating func check(_ field: CSVField, _ column: RegistryColumn, in file: String) {
        let (name, value) = (column.name, field.value)
        guard !value.unicodeScalars.contains("\u{FFFD}") else { return }
        if value.isEmpty {
            if !column.mayBeEmpty {
                fault(file, field, name, "'\(name)' is empty", "fill it in; this column needs a value in every row")
            }
            return
        }
        if value.contains(where: \.isNewline) {
            fault(file, field, name, "'\(name)' has a line break", "put it on one line")
            return
        }
        if value.first?.isWhitespace == true || value.last?.isWhitespace == true {
            fault(file, field, name, "'\(name)' begins or ends with a blank", "take the blank away")
            return
        }
        guard let (sentence, next) = form(value, column) else { return }
        fault(file, field, name, sentence, next)
    }

    /// What is wrong with the form of a value, and what to do.
    private func form(_ value: String, _ column: RegistryColumn) -> (String, String)? {
        switch column.form {
        case .code where !Self.isCode(value):
            ("'\(value)' is not a code", "use lower-case letters, digits, and single '_' or '-' between them")
        case .date where Self.date(value) == nil:
            ("'\(value)' is not a date", Self.dateHelp(value) + "2016-03-25, 2014-06 or 2014")
        case .period where PartialDate(value).map(Self.isPeriod) != true:
            (
                "'\(value)' is not a period",
                Self.dateHelp(value) + "2016-03-25, 2016 or 2006/2016 (first year before the last)"
            )
        case .instant where Instant(value) == nil:
            ("'\(value)' is not a time", "write a time with its offset: 2016-03-25T03:00:00Z")
        case .whole where Int(value).map { $0 > 0 && String($0) == value } != true:
            ("'\(value)' is not a whole number", "write a number such as 7, without sign, point or leading zero")
        case .number(false) where Self.isNumber(value, negative: true) && value.first == "-":
            ("'\(value)' is below zero", "write the amount without a sign")
        case .number(let negative) where !Self.isNumber(value, negative: negative):
            ("'\(value)' is not a number", numberHelp(value))
        case .oneOf(let values) where !values.contains(value):
            (
                "'\(value)' is not a value of '\(column.name)'",
                Nearest.match(value, in: values).map { "did you mean '\($0)'? " } ?? ""
                    + "allowed: \(values.joined(separator: ", "))"
            )
        default: nil
        }
    }

    /// A day, a month or a year; not a span.
    static func date(_ text: String) -> PartialDate? {
        guard let date = PartialDate(text) else { return nil }
        if case .span = date { return nil }
        return date
    }

    private static func isPeriod(_ date: PartialDate) -> Bool {
        if case .span(let first, let last) = date { return first < last }
        return true
    }

    private static func dateHelp(_ value: String) -> String {
        let parts = value.split(separator: ".").compactMap { Int($0) }
        if parts.count == 3, let date = CalendarDate(year: parts[2], month: parts[1], day: parts[0]) {
            return "write \(date); the forms are "
        }
        return "write it as "
    }

    private static func isNumber(_ value: String, negative: Bool) -> Bool {
        let unsigned = negative && value.first == "-" ? value.dropFirst() : value[...]
        let parts = unsigned.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count <= 2
            && parts.allSatisfy { part in !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    }

    private func numberHelp(_ value: String) -> String {
        let plain = String(value.filter { !$0.isWhitespace }.map { $0 == "," ? "." : $0 })
        return Self.isNumber(plain, negative: true) ? "write \(plain)" : "write digits with a point: 2997.5"
    }
}
