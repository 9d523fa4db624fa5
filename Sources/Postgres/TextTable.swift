// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// The rows of a statement whose columns are known only when it runs, as PostgreSQL writes them: for reports.
public struct TextTable: Sendable {
    /// A column.
    public struct Column: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// Its type as PostgreSQL names it, `timestamp with time zone`.
        public var typeName: String
    }

    /// The columns.
    public var columns: [Column]
    /// The rows; nil is NULL.
    public var rows: [[String?]]
}

extension Connection {
    /// Runs a statement and returns its rows as texts.
    public func table(_ statement: Statement, fileID: String = #fileID, line: Int = #line) throws -> TextTable {
        let place = CallPlace(fileID: fileID, line: line)
        let (names, types, rows) = try texts(statement, at: place)
        let typeNames = try query(
            "select t, format_type(t::oid, null) from unnest(\(types)) as t", as: (Int64, String).self)
        let nameOfType = Dictionary(typeNames.map { ($0.0, $0.1) }) { first, _ in first }
        let columns = zip(names, types).map { TextTable.Column(name: $0, typeName: nameOfType[$1] ?? "?") }
        return TextTable(columns: columns, rows: rows)
    }

    private func texts(
        _ statement: Statement, at place: CallPlace
    ) throws -> (names: [String], types: [Int64], rows: [[String?]]) {
        let answer = try run(statement, asText: true, at: place)
        let columns = 0..<answer.columnCount
        var names: [String] = []
        var types: [Int64] = []
        for column in columns {
            names.append(answer.columnName(column))
            types.append(Int64(answer.columnType(column).rawValue))
        }
        var rows: [[String?]] = []
        for row in 0..<answer.count {
            var cells: [String?] = []
            for column in columns { cells.append(answer.text(row: row, column: column)) }
            rows.append(cells)
        }
        return (names, types, rows)
    }
}
