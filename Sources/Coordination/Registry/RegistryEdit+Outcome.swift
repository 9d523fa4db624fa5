// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension RegistryEdit {
    /// What the edit comes to on these rows, or its faults: those an import of the whole register would find, and that
    /// were not there before.
    public func outcome(on rows: RegistryRowSet) throws(RegistryEditFaults) -> RegistryOutcome {
        var check = RegistryEditCheck(edit: self, rows: rows)
        let after = check.apply()
        guard check.faults.isEmpty else { throw RegistryEditFaults(faults: check.faults) }
        // A merged body is still named by what is over, so it is judged as if it stayed; it ends afterwards.
        var judged = after
        if case .merge = operation { judged[check.place] = rows[check.place] }
        let (faults, warnings) = RegistryValidation.news(in: judged, since: rows)
        guard faults.isEmpty else { throw RegistryEditFaults(faults: faults) }
        let changed = after.filter { rows[$0.key] != $0.value }
        let gone = Set(rows.keys).subtracting(after.keys)
        return RegistryOutcome(changed: changed, gone: gone, warnings: warnings)
    }
}

/// Applies one edit to the rows, with the faults that are the edit's own.
struct RegistryEditCheck {
    let edit: RegistryEdit
    let rows: RegistryRowSet
    var faults: [Fault] = []

    var place: RegistryKey { edit.place }
    private var tables: [RegistryTable] { RegistryTable.shapes(versions: RegistryValidation.versions(in: rows)) }

    init(edit: RegistryEdit, rows: RegistryRowSet) {
        self.edit = edit
        self.rows = rows
    }

    mutating func apply() -> RegistryRowSet {
        checkFields()
        if case .part(let part, let act) = edit.operation {
            return faults.isEmpty ? apply(act, to: part) : rows
        }
        let known = rows[place]
        if case .add = edit.operation {
            if known != nil {
                fault("code", "the code '\(edit.code)' is taken", "choose another, or edit the one there is")
            }
        } else if known == nil {
            let codes = rows.keys.filter { $0.file == edit.noun.file }.map(\.key)
            let guess = Nearest.match(edit.code, in: codes.sorted()).map { "did you mean '\($0)'?" }
            fault("code", "there is no \(edit.noun.rawValue) '\(edit.code)'", guess ?? "look it up in the list")
        }
        guard faults.isEmpty else { return rows }
        switch edit.operation {
        case .add, .edit, .rename:
            var row = known ?? ["code": edit.code]
            for (column, value) in edit.fields { row[column] = value.isEmpty ? nil : value }
            var after = rows
            after[place] = row
            if row == known { fault("code", "nothing changes: the row is so already", "leave it") }
            return after
        case .merge(let successor, _): return merge(into: successor)
        case .part: return rows
        }
    }

    private mutating func checkFields() {
        let columns = tables.first { $0.name == edit.place.file }?.columns.map(\.name) ?? []
        let allowed: [String] =
            switch edit.operation {
            case .add, .edit: columns.filter { $0 != "code" }
            case .rename: edit.noun.nameColumns + ["source_note", "provenance", "evidence"]
            case .merge, .part(_, .remove): ["source_note"]
            case .part(_, .end): ["source_note", "provenance", "evidence"]
            case .part(let part, .edit) where part == .recipient:
                columns.filter { $0 != "instrument" && !part.keyColumns.contains($0) }
            case .part: columns.filter { $0 != "instrument" }
            }
        for column in edit.fields.keys.sorted() where !allowed.contains(column) {
            let guess = Nearest.match(column, in: allowed).map { "did you mean '\($0)'?" }
            fault(
                column, "'\(column)' cannot be given here",
                guess ?? "the fields are \(allowed.joined(separator: ", "))")
        }
        if edit.fields["source_note"]?.isBlank ?? true {
            fault("source_note", "no source is named", "say where it comes from: a document, or the address of a page")
        }
        if case .rename = edit.operation, edit.noun.nameColumns.allSatisfy({ edit.fields[$0] == nil }) {
            fault(edit.noun.nameColumns[0], "no new name is given", "give the new name")
        }
    }

    /// What is open goes to the successor; what is over keeps the name it had then.
    private mutating func merge(into successor: String) -> RegistryRowSet {
        guard successor != edit.code, rows[RegistryKey(file: edit.noun.file, key: successor)] != nil else {
            fault(
                "into",
                successor == edit.code
                    ? "it cannot be merged into itself"
                    : "there is no \(edit.noun.rawValue) '\(successor)'", "name the one that takes over")
            return rows
        }
        var after = rows
        after[place] = nil
        for table in tables where !["meetings", "meeting_decisions"].contains(table.name) {
            for (key, row) in rows where key.file == table.name && key != place && !Self.isOver(row) {
                let changed = replaced(row, in: table, by: successor, key: key)
                guard changed != row else { continue }
                after[key] = nil
                let name = table.key.map { changed[$0] ?? "" }.joined(separator: " ")
                let moved = RegistryKey(file: key.file, key: name)
                if moved != key, let own = rows[moved], Self.contradict(own, changed, in: key.file) {
                    fault(
                        "into", "'\(edit.code)' and '\(successor)' each have a row '\(name)' in \(key.file)",
                        "remove one of the two first, and set the other to what holds for both")
                }
                after[moved] = changed
            }
        }
        return after
    }

    /// Whether one row cannot stand for both; that a body is a recipient twice over is no contradiction.
    private static func contradict(_ one: [String: String], _ other: [String: String], in file: String) -> Bool {
        [InstrumentPart.window, .budget].contains { $0.file == file }
            && ["closes", "amount_mrub", "co_funding_pct"].contains { one[$0] != other[$0] }
    }

    private static func isOver(_ row: [String: String]) -> Bool {
        ["done", "withdrawn", "completed"].contains(row["status"] ?? "")
    }

    private func replaced(
        _ row: [String: String], in table: RegistryTable, by successor: String, key: RegistryKey
    ) -> [String: String] {
        let before = row
        var row = row
        for column in table.columns {
            guard case .reference(let target) = column.form, target == edit.noun.file, row[column.name] == edit.code
            else { continue }
            // The successor does not become its own parent; it takes the merged one's.
            let isItself = key == RegistryKey(file: edit.noun.file, key: successor)
            row[column.name] = isItself ? rows[place]?[column.name].flatMap { $0 == successor ? nil : $0 } : successor
        }
        for column in table.columns {
            guard case .references(let target) = column.form, target == edit.noun.file,
                let list = row[column.name]?.split(separator: ";").map(String.init),
                list.contains(edit.code) || row != before
            else { continue }
            // Who leads now is no longer named among the others.
            let leads = [row["lead"]].compactMap(\.self)
            var seen: Set<String> = edit.noun == .organisation ? Set(leads) : []
            let kept = list.map { $0 == edit.code ? successor : $0 }.filter { seen.insert($0).inserted }
            row[column.name] = kept.isEmpty ? nil : kept.joined(separator: ";")
        }
        return row
    }

    mutating func fault(_ column: String, _ sentence: String, _ next: String) {
        faults.append(
            Fault(
                file: edit.place.file + ".csv", line: 1, column: 1, columnName: column, sentence: sentence, next: next))
    }
}
