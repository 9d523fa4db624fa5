// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Wire

/// Prints values in the format that was asked for.
struct Output: Sendable {
    let format: OutputFormat
    var columns: [String]?
    var sort: [SortKey] = []
    /// CSV as Russian Excel opens it by a double click: see `TextTable.spreadsheet`.
    var isForSpreadsheets = false
    var hasColour = false
    let surroundings: Surroundings

    /// Prints a list: the daemon's own JSON, or a table of the columns. Sorts first and then cuts at the limit.
    func list<Value: Decodable & Sendable>(
        _ items: [JSON], as type: Value.Type, _ columns: [Column<Value>], zone: Zone?, limit: Int? = nil
    ) throws {
        if format.isJSON {
            let items =
                sort.isEmpty ? items : try sorted(items, try cells(items, as: type, columns), columns.map(\.name))
            return try array(Array(items.prefix(limit ?? items.count)))
        }
        let shown =
            format == .wide || self.columns != nil ? columns : columns.filter { !$0.isWide || sorts(by: $0.name) }
        var rows = try cells(items, as: type, shown)
        rows = try Array(sorted(rows, rows, shown.map(\.name)).prefix(limit ?? rows.count))
        let headers = shown.map { column in
            column.name.replacing("-", with: " ").uppercased()
                + (column.isTime ? " (\(zone?.identifier ?? "UTC"))" : "")
        }
        let table = TextTable(
            columns: shown.map(\.name), rows: rows.map { $0.map { text($0, zone: zone) } }, headers: headers)
        let idle = shown.indices.filter { place in
            format == .table && shown[place].isRare && rows.allSatisfy { $0[place].isEmpty }
        }
        let hidden = columns.filter(\.isWide).map(\.name) + idle.map { shown[$0].name }
        try print(format == .wide || self.columns != nil ? table : table.without(hidden))
    }

    /// Prints one value: the daemon's own JSON, or a line for each of the columns.
    func record<Value: Decodable & Sendable>(
        _ item: JSON, as type: Value.Type, _ columns: [Column<Value>], zone: Zone?
    ) throws {
        try refuseSorting()
        if try document(item) { return }
        let value = try item.decoded(as: type)
        guard !format.isForPeople && format != .plain else {
            return try fields(
                columns.map { column in
                    let text = text(column.cell(value), zone: zone)
                    return (column.name, column.isTime && !text.isEmpty ? "\(text) \(zone?.identifier ?? "UTC")" : text)
                })
        }
        try print(
            TextTable(columns: columns.map(\.name), rows: [columns.map { text($0.cell(value), zone: zone) }]))
    }

    /// Prints names and values, one a line, or as one row; in a table what is empty is left out.
    func fields(_ lines: [(name: String, text: String)]) throws {
        try refuseSorting()
        if format == .csv || format == .tsv {
            return try print(TextTable(columns: lines.map(\.name), rows: [lines.map(\.text)]))
        }
        for name in columns ?? [] where !lines.contains(where: { $0.name == name }) {
            throw TextTable.missing(name, among: lines.map(\.name))
        }
        let chosen = lines.filter { line in columns?.contains(line.name) ?? true }
        let width = chosen.map { DisplayWidth.columns(of: $0.name) }.max() ?? 0
        for line in chosen where format == .plain || !line.text.isEmpty {
            let separator = format == .plain ? "\t" : "  "
            let name = format == .plain ? line.name : bold(DisplayWidth.padded(line.name, to: width))
            try surroundings.out(name + separator + line.text.harmless + "\n")
        }
    }

    /// Prints a table that is made of texts, in any format but JSON.
    func table(_ whole: TextTable) throws {
        try print(sorted(whole))
    }

    /// Prints a JSON value when JSON is asked for, and says whether it did.
    func document(_ value: JSON) throws -> Bool {
        guard format.isJSON else { return false }
        try refuseColumns()
        try refuseSorting()
        try surroundings.out((format == .json ? value.pretty : value.compact) + "\n")
        return true
    }

    /// Prints an array of JSON values when JSON is asked for.
    func array(_ items: [JSON]) throws {
        try refuseColumns()
        if format == .json { return try surroundings.out(JSON.array(items).pretty + "\n") }
        for item in items { try surroundings.out(item.compact + "\n") }
    }

    /// Prints a text that has no columns; as JSON it is the member of this name.
    func text(_ text: String, named name: String) throws {
        if try document(.object([JSON.Member(name: name, value: .string(text))])) { return }
        try refuse(format == .csv || format == .tsv, "-o \(format.rawValue)", "this is a text and no table")
        try refuse(columns != nil, "--columns", "this is a text and no table")
        try refuseSorting()
        try surroundings.out(text)
    }

    private func print(_ whole: TextTable) throws {
        let table = try columns.map { try whole.selecting($0) } ?? whole
        switch format {
        case .csv: try surroundings.out(isForSpreadsheets ? table.spreadsheet : table.csv)
        case .tsv: try surroundings.out(table.tsv)
        case .plain: try surroundings.out(table.plain)
        default:
            let width = surroundings.isTerminal && format == .table ? surroundings.width : nil
            try surroundings.out(table.aligned(width: width, hasColour: hasColour))
        }
    }

    private func cells<Value: Decodable & Sendable>(
        _ items: [JSON], as type: Value.Type, _ columns: [Column<Value>]
    ) throws -> [[Cell]] {
        try items.map { item in
            let value = try item.decoded(as: type)
            return columns.map { $0.cell(value) }
        }
    }

    private func sorts(by name: String) -> Bool { sort.contains { $0.column == name } }

    /// The table in the order that --sort asks for.
    func sorted(_ whole: TextTable) throws -> TextTable {
        var table = whole
        table.rows = try sorted(whole.rows, whole.rows.map { $0.map { .text($0) } }, whole.columns)
        return table
    }

    /// Items in the order that --sort asks for, by the cells that stand for them under these columns.
    func sorted<Item>(_ items: [Item], _ rows: [[Cell]], _ names: [String]) throws -> [Item] {
        let keys = try sort.map { key in
            guard let place = names.firstIndex(of: key.column) else {
                throw TextTable.missing(key.column, among: names)
            }
            return (place, key.isDescending)
        }
        return keys.isEmpty ? items : SortKey.order(rows, by: keys).map { items[$0] }
    }

    private func text(_ cell: Cell, zone: Zone?) -> String {
        switch cell {
        case .text(let text): text
        case .number(let text): isForSpreadsheets ? text.replacing(".", with: ",") : text
        case .instant(nil): ""
        case .instant(let instant?):
            isForRecords ? instant.description : zone?.text(instant) ?? instant.description
        }
    }

    /// Programs read RFC 3339; spreadsheets and people read the wall clock.
    private var isForRecords: Bool { format == .tsv || format == .csv && !isForSpreadsheets }

    private func bold(_ text: String) -> String { hasColour ? Style.bold(text) : text }
}

extension JSON {
    /// The value as one of the contract's types; members that are not known are ignored.
    func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
        do {
            return try StrictJSON.decodeAnswer(type, from: compact.utf8)
        } catch {
            throw Failure(
                exit: Exit.unexpected, "the daemon's answer is not what this inoctl knows",
                details: error.errors.map { "\($0.pointer): \($0.detail)" },
                next: "compare the versions: inoctl version; -o json prints the answer as it is")
        }
    }
}
