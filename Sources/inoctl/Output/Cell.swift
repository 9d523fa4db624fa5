// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination

/// A value in a table: a text, a number, or an instant that each format writes in its own way.
enum Cell: Hashable, Sendable {
    case text(String)
    /// A number as it is written in JSON; empty when there is none.
    case number(String)
    case instant(Instant?)

    static func optional(_ text: String?) -> Cell { .text(text ?? "") }
    static func list(_ texts: [String]) -> Cell { .text(texts.joined(separator: ";")) }
    static func number(_ value: (some LosslessStringConvertible)?) -> Cell { .number(value.map { "\($0)" } ?? "") }
    static func decimal(_ value: Double?) -> Cell {
        .number(value.map { $0 == $0.rounded() && abs($0) < 1e15 ? String(Int64($0)) : String($0) } ?? "")
    }

    /// Whether there is nothing to show.
    var isEmpty: Bool {
        switch self {
        case .text(let text), .number(let text): text.isEmpty
        case .instant(let instant): instant == nil
        }
    }

    /// Whether this one stands before the other in a sorted list: instants by time, numbers by size, the rest as text.
    func precedes(_ other: Cell) -> Bool {
        switch (self, other) {
        case (.instant(let first?), .instant(let second?)): first < second
        case (.text(let first), .text(let second)), (.number(let first), .number(let second)):
            if let one = Double(first), let two = Double(second) { one < two } else { first < second }
        default: false
        }
    }
}

/// One column of a list: its name and how a value fills it.
struct Column<Value: Sendable>: Sendable {
    let name: String
    var isTime = false
    /// Whether tables show it only with `-o wide` or when `--columns` names it.
    var isWide = false
    /// Whether a table for people leaves it out when no row has it.
    var isRare = false
    let cell: @Sendable (Value) -> Cell

    init(_ name: String, _ cell: @escaping @Sendable (Value) -> Cell) {
        self.name = name
        self.cell = cell
    }

    static func time(_ name: String, _ instant: @escaping @Sendable (Value) -> Instant?) -> Column {
        var column = Column(name) { .instant(instant($0)) }
        column.isTime = true
        return column
    }

    /// The same column of a value that has this one in it.
    func of<Whole: Sendable>(_ part: any KeyPath<Whole, Value> & Sendable) -> Column<Whole> {
        var column = Column<Whole>(name) { cell($0[keyPath: part]) }
        (column.isTime, column.isWide, column.isRare) = (isTime, isWide, isRare)
        return column
    }

    /// The same column, left out of a table in which no row has it.
    var rare: Column {
        var column = self
        column.isRare = true
        return column
    }

    /// The same column, shown only where there is room for it.
    var wide: Column {
        var column = self
        column.isWide = true
        return column
    }
}

/// One part of `--sort`: a column and a direction.
struct SortKey: Hashable, Sendable {
    let column: String
    let isDescending: Bool

    /// Reads `due`, `due:asc` or `due:desc`.
    init?(_ text: Substring) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let name = parts.first, !name.isEmpty, parts.count < 3 else { return nil }
        guard parts.count == 1 || ["asc", "desc"].contains(parts[1]) else { return nil }
        column = String(name)
        isDescending = parts.last == "desc" && parts.count == 2
    }

    /// The order of rows by these keys; what has no value stands last, and equals keep their order.
    static func order(_ rows: [[Cell]], by keys: [(place: Int, isDescending: Bool)]) -> [Int] {
        rows.indices.sorted { first, second in
            for key in keys {
                let (one, two) = (rows[first][key.place], rows[second][key.place])
                if one.isEmpty != two.isEmpty { return two.isEmpty }
                if one.precedes(two) { return !key.isDescending }
                if two.precedes(one) { return key.isDescending }
            }
            return first < second
        }
    }
}
