// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// Keys that must be unique, and codes that must be somewhere else.
extension RegistryValidation {
    mutating func checkKeys() {
        for sheet in sheets where !sheet.table.key.isEmpty {
            var seen: [String: Int] = [:]
            for row in sheet.rows {
                let values = sheet.table.key.map { row[$0] }
                guard values.allSatisfy({ !$0.isEmpty }) else { continue }
                let key = values.joined(separator: " ")
                if let first = seen[key] {
                    let what = sheet.table.key.joined(separator: " + ")
                    fault(
                        sheet, row, sheet.table.key[0], "\(what) '\(key)' is already in line \(first)",
                        "give each row a key of its own, or take one of the two away")
                }
                seen[key] = seen[key] ?? row.line
            }
        }
    }

    mutating func checkReferences() {
        let codes = Dictionary(
            sheets.map { ($0.table.name, Set($0.rows.map { $0["code"] })) }, uniquingKeysWith: { first, _ in first })
        for sheet in sheets {
            for column in sheet.table.columns {
                switch column.form {
                case .reference(let target): check(sheet, column.name, target, codes[target] ?? [], isList: false)
                case .references(let target): check(sheet, column.name, target, codes[target] ?? [], isList: true)
                default: continue
                }
            }
        }
    }

    private mutating func check(
        _ sheet: Sheet, _ column: String, _ target: String, _ codes: Set<String>, isList: Bool
    ) {
        let isBroken = self.sheet(target)?.isBroken ?? true
        for row in sheet.rows {
            guard let field = row.cells[column], !field.value.isEmpty else { continue }
            guard !field.value.unicodeScalars.contains("\u{FFFD}") else { continue }
            var seen: Set<String> = []
            var offset = 0
            for part in isList ? row.list(column) : [field.value] {
                let place = CSVField(value: part, line: field.line, column: field.column + offset)
                offset += part.unicodeScalars.count + 1
                if !seen.insert(part).inserted {
                    fault(sheet.table.file, place, column, "'\(column)' repeats '\(part)'", "name each code once")
                } else if part.isEmpty {
                    fault(
                        sheet.table.file, place, column, "'\(column)' has an empty place in its list",
                        "take away the ';' that is too many")
                } else if !codes.contains(part), !isBroken {
                    // Guessing walks all codes; in a file that is wrong throughout it helps nobody.
                    let candidates = faults.count < 200 ? codes.filter(Self.isCode) : []
                    let guess = Nearest.match(part, in: candidates).map { "did you mean '\($0)'?" }
                    fault(
                        sheet.table.file, place, column, "'\(part)' is not a code of \(target).csv",
                        guess ?? "add it to \(target).csv or correct it here")
                }
            }
        }
    }
}
