// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Reads the files of a registry and judges them as a whole.
///
/// It finds all faults at once, because people mend files in one go; one fault is enough that nothing is loaded.
public struct RegistryValidation {
    var faults: [Fault] = []
    var warnings: [Warning] = []
    var sheets: [Sheet] = []

    /// One file as it was read.
    struct Sheet {
        let table: RegistryTable
        var rows: [SheetRow] = []
        /// Whether rows or columns could not be read, so that what is missing here may not be missing at all.
        var isBroken = false
    }

    /// One row with the place of each field.
    struct SheetRow {
        let line: Int
        let cells: [String: CSVField]

        subscript(_ column: String) -> String { cells[column]?.value ?? "" }

        /// The value, if there is one.
        func filled(_ column: String) -> String? { self[column].isEmpty ? nil : self[column] }

        /// The codes of a list.
        func list(_ column: String) -> [String] {
            self[column].split(separator: ";", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// The data if there is no fault, then all faults and all warnings in the order of the files.
    public static func check(_ files: RegistryFiles) -> (RegistryData?, [Fault], [Warning]) {
        var check = RegistryValidation()
        check.read(files)
        check.checkCells()
        check.checkKeys()
        check.checkReferences()
        check.checkRules()
        check.findTraps()
        check.sort()
        guard check.faults.isEmpty else { return (nil, check.faults, check.warnings) }
        return (check.data(of: files), [], check.warnings)
    }

    private mutating func read(_ files: RegistryFiles) {
        let versions = versions(in: files)
        let shapes = RegistryTable.shapes(versions: versions)
        let known = Set(shapes.map(\.file))
        for name in files.files.keys.sorted() where !known.contains(name) && !name.hasPrefix("working_calendar_") {
            let guess = Nearest.match(name, in: known.sorted()).map { "did you mean \($0)?" }
            fault(name, 1, 1, nil, "the file is not one of a registry", guess ?? "rename it or take it away")
        }
        for table in shapes {
            if let bytes = files.files[table.file] {
                sheets.append(read(table, bytes))
            } else if !table.isOptional {
                fault(table.file, 1, 1, nil, "the file is missing", "add it; if it has no rows, its header line alone")
                sheets.append(Sheet(table: table, isBroken: true))
            }
        }
    }

    /// The roadmap versions that have a file: `v2` before `v10`.
    private func versions(in files: RegistryFiles) -> [String] {
        files.files.keys
            .filter { $0.hasPrefix(RegistryTable.actionsPrefix) && $0.hasSuffix(".csv") }
            .map { String($0.dropFirst(RegistryTable.actionsPrefix.count).dropLast(4)) }
            .filter(Self.isCode)
            .sorted { ($0.count, $0) < ($1.count, $1) }
    }

    /// Reads one file that stands by itself.
    mutating func readOne(_ table: RegistryTable, _ bytes: [UInt8]) {
        sheets.append(read(table, bytes))
    }

    private mutating func read(_ table: RegistryTable, _ bytes: [UInt8]) -> Sheet {
        var reader = CSVReader(bytes, file: table.file)
        let records = reader.records()
        faults += reader.faults
        var sheet = Sheet(table: table, isBroken: !reader.faults.isEmpty)
        guard let header = records.first else {
            if reader.faults.isEmpty {
                fault(table.file, 1, 1, nil, "the file is empty", "begin it with the header line")
            }
            sheet.isBroken = true
            return sheet
        }
        let before = faults.count
        checkHeader(header, of: table)
        sheet.isBroken = sheet.isBroken || faults.count > before
        for record in records.dropFirst() {
            if record.fields.count == header.fields.count {
                let cells = zip(header.fields, record.fields).map { ($0.value, $1) }
                sheet.rows.append(SheetRow(line: record.line, cells: Dictionary(cells) { first, _ in first }))
            } else {
                fault(
                    table.file, record.line, 1, nil,
                    "the row has \(record.fields.count) fields, the header \(header.fields.count)",
                    "look for a comma too many or too few, or for a field with a comma that lacks its quotes")
                sheet.isBroken = true
            }
        }
        return sheet
    }

    private mutating func checkHeader(_ header: CSVRecord, of table: RegistryTable) {
        let names = header.fields.map(\.value)
        let expected = table.columns.map(\.name)
        var meant: Set<String> = []
        for (index, field) in header.fields.enumerated() {
            if names.firstIndex(of: field.value) != index {
                fault(table.file, field, field.value, "the column '\(field.value)' is there twice", "take one away")
            } else if !expected.contains(field.value) {
                let guess = Nearest.match(field.value, in: expected.filter { !names.contains($0) })
                if let guess { meant.insert(guess) }
                let next = guess.map { "did you mean '\($0)'?" } ?? unknownColumnHelp(field.value, expected)
                fault(table.file, field, field.value, "the column '\(field.value)' is not known", next)
            }
        }
        let last = header.fields[header.fields.count - 1]
        for column in table.columns {
            guard !column.mayBeAbsent, !names.contains(column.name), !meant.contains(column.name) else { continue }
            fault(
                table.file, 1, last.column, column.name, "the column '\(column.name)' is missing",
                "add it to the header and to every row")
        }
    }

    private func unknownColumnHelp(_ name: String, _ expected: [String]) -> String {
        for prefix in ["origin_", "action_"] where name.hasPrefix(prefix) {
            return "there is no \(RegistryTable.actionsPrefix)\(name.dropFirst(prefix.count)).csv it could point to"
        }
        return "take it away; the columns are \(expected.joined(separator: ", "))"
    }

    mutating func sort() {
        let order = Dictionary(sheets.enumerated().map { ($1.table.file, $0) }) { first, _ in first }
        func place(_ file: String, _ line: Int, _ column: Int) -> (Int, String, Int, Int) {
            (order[file] ?? -1, file, line, column)
        }
        faults.sort { place($0.file, $0.line, $0.column) < place($1.file, $1.line, $1.column) }
        warnings.sort { place($0.file, $0.line, $0.column) < place($1.file, $1.line, $1.column) }
    }

    private func data(of files: RegistryFiles) -> RegistryData {
        let names = Set(sheets.map(\.table.file))
        let tables = sheets.map { sheet in
            RegistryData.Table(
                name: sheet.table.name, version: sheet.table.version,
                rows: sheet.rows.map { row in
                    RegistryData.Row(
                        key: sheet.table.key.map { row[$0] }.joined(separator: " "), line: row.line,
                        cells: row.cells.mapValues(\.value).filter { !$0.value.isEmpty })
                })
        }
        return RegistryData(
            files: files.files.filter { names.contains($0.key) }, warnings: warnings, tables: tables)
    }
}

extension RegistryValidation {
    /// The sheet of a table, if it was read at all.
    func sheet(_ name: String) -> Sheet? { sheets.first { $0.table.name == name } }

    mutating func fault(
        _ file: String, _ line: Int, _ column: Int, _ name: String?, _ sentence: String, _ next: String
    ) {
        faults.append(
            Fault(file: file, line: line, column: column, columnName: name, sentence: sentence, next: next))
    }

    mutating func fault(_ file: String, _ field: CSVField, _ name: String, _ sentence: String, _ next: String) {
        fault(file, field.line, field.column, name, sentence, next)
    }

    /// A fault at a field of a row; at the row's beginning if the file lacks the column.
    mutating func fault(_ sheet: Sheet, _ row: SheetRow, _ name: String, _ sentence: String, _ next: String) {
        let field = row.cells[name]
        fault(sheet.table.file, field?.line ?? row.line, field?.column ?? 1, name, sentence, next)
    }

    mutating func warn(_ sheet: Sheet, _ row: SheetRow, _ name: String, _ trap: String, _ sentence: String) {
        let field = row.cells[name]
        warnings.append(
            Warning(
                file: sheet.table.file, line: field?.line ?? row.line, column: field?.column ?? 1, columnName: name,
                trap: trap, sentence: sentence))
    }
}
