// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// What an instrument is: its application windows, its recipients and its money, one row at a time.
extension RegistryEditCheck {
    /// The rows with the part's row added, changed, ended or gone.
    mutating func apply(_ act: InstrumentPartAct, to part: InstrumentPart) -> RegistryRowSet {
        guard rows[instrument] != nil else {
            missing(edit.code, among: rows.keys.filter { $0.file == instrument.file }.map(\.key))
            return rows
        }
        guard let key = act.key else { return added(to: part) }
        let place = part.key(key, of: edit.code)
        guard let known = rows[place] else {
            missing(key, of: part)
            return rows
        }
        var after = rows
        switch act {
        case .add: preconditionFailure("a new part has no key yet")
        case .remove: after[place] = nil
        case .end(_, let day):
            after[place] = ended(known, part, on: day)
        case .edit:
            let row = merged(into: known)
            let moved = part.key(part.keyColumns.map { row[$0] ?? "" }.joined(separator: " "), of: edit.code)
            if row == known { fault("source_note", "nothing changes: the row is so already", "leave it") }
            if moved != place, rows[moved] != nil { taken(moved, part) }
            after[place] = nil
            after[moved] = row
        }
        return after
    }

    private var instrument: RegistryKey { RegistryKey(file: RegistryNoun.instrument.file, key: edit.code) }

    private func merged(into known: [String: String]) -> [String: String] {
        var row = known
        for (column, value) in edit.fields { row[column] = value.isEmpty ? nil : value }
        return row
    }

    private mutating func added(to part: InstrumentPart) -> RegistryRowSet {
        for column in part.keyColumns where edit.fields[column]?.isBlank ?? true {
            fault(column, "'\(column)' is not given", "say which \(part.rawValue) it is")
        }
        guard faults.isEmpty else { return rows }
        let place = edit.place
        let row = merged(into: ["instrument": edit.code])
        // Who was a recipient before may become one again; what was is in the history.
        if let known = rows[place], !Self.isOver(known, before: row) { taken(place, part) }
        var after = rows
        after[place] = row
        return after
    }

    private static func isOver(_ known: [String: String], before row: [String: String]) -> Bool {
        guard let until = known["valid_to"].flatMap(PartialDate.init),
            let since = row["valid_from"].flatMap(PartialDate.init)
        else { return false }
        return until.lastDay < since.firstDay
    }

    private mutating func ended(
        _ known: [String: String], _ part: InstrumentPart, on day: CalendarDate
    ) -> [String: String] {
        guard let column = part.endColumn else {
            fault("on", "a \(part.rawValue) is of a year and does not end on a day", "change its amount, or remove it")
            return known
        }
        if let end = known[column].flatMap(PartialDate.init), end.lastDay <= day {
            fault("on", "the \(part.rawValue) ends on \(end) already", "name an earlier day, or edit it")
        }
        let start = known[part == .window ? "opens" : "valid_from"].flatMap(PartialDate.init)
        if let start, day < start.firstDay {
            fault(
                "on", "\(day) is before the \(part.rawValue) begins on \(start)",
                "name a later day, or remove it if it never was")
        }
        var row = merged(into: known)
        row[column] = day.description
        return row
    }

    private mutating func taken(_ place: RegistryKey, _ part: InstrumentPart) {
        let name = place.key.dropFirst(edit.code.count + 1)
        fault(
            part.keyColumns[0], "'\(edit.code)' has the \(part.rawValue) '\(name)' already",
            part == .recipient ? "leave it, or end that one first" : "edit that one, or choose another")
    }

    private mutating func missing(_ code: String, among codes: [String]) {
        let guess = Nearest.match(code, in: codes.sorted()).map { "did you mean '\($0)'?" }
        fault("code", "there is no instrument '\(code)'", guess ?? "look it up in the list")
    }

    private mutating func missing(_ key: String, of part: InstrumentPart) {
        let prefix = edit.code + " "
        let known = rows.keys.filter { $0.file == part.file && $0.key.hasPrefix(prefix) }
            .map { String($0.key.dropFirst(prefix.count)) }.sorted()
        fault(
            part.keyColumns[0], "'\(edit.code)' has no \(part.rawValue) '\(key)'",
            known.isEmpty ? "none is on record: add it" : "on record: \(known.joined(separator: ", "))")
    }
}
