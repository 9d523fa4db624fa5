// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// The rules of the files, asked of rows that are in the register already.
extension RegistryValidation {
    /// The faults and warnings of the rows that those before did not have.
    static func news(in rows: RegistryRowSet, since before: RegistryRowSet) -> ([Fault], [Warning]) {
        // Lines are the places in one common order, so that what did not change has the same faults twice.
        let places = Dictionary(uniqueKeysWithValues: zip(Set(rows.keys).union(before.keys).sorted(), 2...))
        let versions = Set(versions(in: rows) + Self.versions(in: before)).sorted { ($0.count, $0) < ($1.count, $1) }
        let old = judged(before, places, versions)
        let new = judged(rows, places, versions)
        let (oldFaults, oldWarnings) = (Set(old.faults), Set(old.warnings))
        return (new.faults.filter { !oldFaults.contains($0) }, new.warnings.filter { !oldWarnings.contains($0) })
    }

    /// The roadmap versions the rows have actions of.
    static func versions(in rows: RegistryRowSet) -> [String] {
        let prefix = RegistryTable.actionsPrefix
        return Set(rows.keys.map(\.file).filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) })
            .sorted { ($0.count, $0) < ($1.count, $1) }
    }

    private static func judged(
        _ rows: RegistryRowSet, _ places: [RegistryKey: Int], _ versions: [String]
    ) -> RegistryValidation {
        var check = RegistryValidation()
        let files = Dictionary(grouping: rows, by: \.key.file)
        for table in RegistryTable.shapes(versions: versions) {
            let lines = (files[table.name] ?? []).map { key, cells in
                let line = places[key] ?? 1
                // Absent is empty: a row of the register leaves empty fields out.
                let fields = table.columns.map { column in
                    (column.name, CSVField(value: cells[column.name] ?? "", line: line, column: 1))
                }
                return SheetRow(line: line, cells: Dictionary(fields) { first, _ in first })
            }
            check.sheets.append(Sheet(table: table, rows: lines.sorted { $0.line < $1.line }))
        }
        check.checkCells()
        check.checkReferences()
        check.checkRules()
        check.findTraps()
        check.sort()
        return check
    }
}
