// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Wire

/// A value in a table: a text, or an instant that each format writes in its own way.
enum Cell: Hashable, Sendable {
    case text(String)
    case instant(Instant?)

    static func optional(_ text: String?) -> Cell { .text(text ?? "") }
    static func list(_ texts: [String]) -> Cell { .text(texts.joined(separator: ";")) }
    static func number(_ value: (some LosslessStringConvertible)?) -> Cell { .text(value.map { "\($0)" } ?? "") }
    static func decimal(_ value: Double?) -> Cell {
        .text(value.map { $0 == $0.rounded() && abs($0) < 1e15 ? String(Int64($0)) : String($0) } ?? "")
    }
}

/// One column of a list: its name and how a value fills it.
struct Column<Value: Sendable>: Sendable {
    let name: String
    let isTime: Bool
    let cell: @Sendable (Value) -> Cell

    init(_ name: String, isTime: Bool = false, _ cell: @escaping @Sendable (Value) -> Cell) {
        self.name = name
        self.isTime = isTime
        self.cell = cell
    }

    static func time(_ name: String, _ instant: @escaping @Sendable (Value) -> Instant?) -> Column {
        Column(name, isTime: true) { .instant(instant($0)) }
    }
}

/// Prints values in the format that was asked for.
struct Output: Sendable {
    let format: OutputFormat
    var columns: [String]?
    let surroundings: Surroundings

    /// Prints a list: the daemon's own JSON, or a table of the columns.
    func list<Value: Decodable & Sendable>(
        _ items: [JSON], as type: Value.Type, _ columns: [Column<Value>], zone: Zone?
    ) throws {
        switch format {
        case .json: try surroundings.out(JSON.array(items).pretty + "\n")
        case .jsonl: for item in items { try surroundings.out(item.compact + "\n") }
        case .table, .plain, .csv:
            let values = try items.map { try $0.decoded(as: type) }
            let rows = values.map { value in columns.map { text($0.cell(value), zone: zone) } }
            let headers = columns.map { column in
                column.name.replacing("-", with: " ").uppercased()
                    + (column.isTime ? " (\(zone?.identifier ?? "UTC"))" : "")
            }
            try table(TextTable(columns: columns.map(\.name), rows: rows, headers: headers))
        }
    }

    /// Prints one value: the daemon's own JSON, or a line for each of the columns.
    func record<Value: Decodable & Sendable>(
        _ item: JSON, as type: Value.Type, _ columns: [Column<Value>], zone: Zone?
    ) throws {
        guard format == .table || format == .plain else {
            if format == .json { return try surroundings.out(item.pretty + "\n") }
            return try list([item], as: type, columns, zone: zone)
        }
        let value = try item.decoded(as: type)
        let lines = columns.map { column in
            let text = text(column.cell(value), zone: zone)
            return (column.name, column.isTime && !text.isEmpty ? "\(text) \(zone?.identifier ?? "UTC")" : text)
        }
        try fields(lines)
    }

    /// Prints names and values, one a line; in a table what is empty is left out.
    func fields(_ lines: [(name: String, text: String)]) throws {
        let chosen = lines.filter { line in columns?.contains(line.name) ?? true }
        let width = chosen.map { DisplayWidth.columns(of: $0.name) }.max() ?? 0
        for line in chosen where format == .plain || !line.text.isEmpty {
            let separator = format == .plain ? "\t" : "  "
            let name = format == .plain ? line.name : DisplayWidth.padded(line.name, to: width)
            try surroundings.out(name + separator + line.text.harmless + "\n")
        }
    }

    /// Prints a table in a format for people or as CSV.
    func table(_ whole: TextTable) throws {
        let table = try columns.map { try whole.selecting($0) } ?? whole
        switch format {
        case .csv: try surroundings.out(table.csv)
        case .plain: try surroundings.out(table.plain)
        default: try surroundings.out(table.aligned(width: surroundings.isTerminal ? surroundings.width : nil))
        }
    }

    private func text(_ cell: Cell, zone: Zone?) -> String {
        switch cell {
        case .text(let text): text
        case .instant(nil): ""
        case .instant(let instant?):
            if format == .csv { instant.description } else { zone?.text(instant) ?? instant.description }
        }
    }
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
