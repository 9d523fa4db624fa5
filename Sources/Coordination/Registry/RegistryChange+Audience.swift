// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// One row of the registry with its cells by column, as the files name them.
public struct RegistryRow: Hashable, Sendable {
    /// The file's name without its ending: `stakeholders`, `instruments`, `roadmap_actions_v1`.
    public let file: String
    /// The values of the key's columns, joined by a space.
    public let key: String
    /// The cells that are not empty, by column.
    public let cells: [String: String]

    /// A row of a file.
    public init(file: String, key: String, cells: [String: String]) {
        self.file = file
        self.key = key
        self.cells = cells
    }
}

/// One row of the registry before and after a change.
public struct RegistryChange: Hashable, Sendable {
    /// The file's name without its ending.
    public let file: String
    /// The row's key.
    public let key: String
    /// The cells as they were; nil for a row that is added.
    public let before: [String: String]?
    /// The cells as they are from now on; nil for a row that is ended.
    public let after: [String: String]?

    /// A row that is added (`before` nil), changed, or ended (`after` nil).
    public init(file: String, key: String, before: [String: String]?, after: [String: String]?) {
        self.file = file
        self.key = key
        self.before = before
        self.after = after
    }
}

extension RegistryChange {
    /// Who receives the message of these changes: the bodies whose own facts changed, the owners of what changed rows are
    /// parts of, those who hold or need what changed, and the programme's office; never the sender.
    ///
    /// A body's own facts are the rows that name it, before or after the change: a body that left a project hears of it
    /// too. A changed instrument, and a changed window or budget of one, concerns its recipients and the leads of the
    /// actions and projects that count on it. `registry` are the rows as they stand; without the changed ones' neighbours
    /// among them only the rows' own bodies and the office are found. The role of every recipient is `concerned`, the
    /// office's `office`.
    public static func audience(
        of changes: [RegistryChange], among registry: [RegistryRow] = [], office: String?, from sender: String
    ) -> [Recipient] {
        var concerned = Set(changes.flatMap(\.bodies))
        var touched = Dictionary(grouping: changes, by: \.file).mapValues { Set($0.map(\.key)) }
        // When applications are taken and what money there is concerns all whom the instrument concerns.
        for part in [InstrumentPart.window, .budget] {
            let instruments = changes.filter { $0.file == part.file }.flatMap(\.wholes).map { $0[1] }
            touched["instruments", default: []].formUnion(instruments)
        }
        let wholes = Set(changes.flatMap(\.wholes))
        for row in registry where wholes.contains([row.file, row.key]) || row.isPartOrUser(of: touched) {
            concerned.formUnion(row.head)
        }
        if let office { concerned.insert(office) }
        concerned.remove(sender)
        concerned.remove("")
        return concerned.map { Recipient(organisation: $0, role: $0 == office ? "office" : "concerned") }.sorted()
    }

    /// Every body that the row names, before or after.
    var bodies: [String] {
        rows.flatMap(\.bodies)
    }

    /// File and key of what the row is a part of, before or after.
    fileprivate var wholes: [[String]] {
        rows.compactMap(\.whole)
    }

    private var rows: [RegistryRow] {
        [before, after].compactMap(\.self).map { RegistryRow(file: file, key: key, cells: $0) }
    }
}

extension RegistryRow {
    /// Whole and part: a change of a part concerns the whole's head, and a change of the whole its parts' heads.
    private static let parts = [
        "instrument_recipients": (column: "instrument", whole: "instruments"),
        "instrument_windows": (column: "instrument", whole: "instruments"),
        "instrument_budgets": (column: "instrument", whole: "instruments"),
        "indicator_values": (column: "indicator", whole: "indicators"),
        "meeting_decisions": (column: "meeting", whole: "meetings"),
    ]

    /// Every body that the row names, by the columns that refer to one; a body's own row names itself.
    var bodies: [String] {
        let named = Self.columns(of: file).flatMap { column in
            cells[column, default: ""].split(separator: ";").map(String.init)
        }
        return file == "stakeholders" ? named + [key] : named
    }

    /// The body that answers for the row: its first.
    fileprivate var head: [String] {
        Self.columns(of: file).first.flatMap { cells[$0] }.map { [$0] } ?? []
    }

    /// File and key of what the row is a part of.
    fileprivate var whole: [String]? {
        Self.parts[file].flatMap { part in cells[part.column].map { [part.whole, $0] } }
    }

    /// Whether the row is a part of a touched row, or counts on a touched instrument.
    fileprivate func isPartOrUser(of touched: [String: Set<String>]) -> Bool {
        if let whole, touched[whole[0]]?.contains(whole[1]) == true { return true }
        guard let instruments = touched["instruments"], let named = cells["instruments"] else { return false }
        return named.split(separator: ";").contains { instruments.contains(String($0)) }
    }

    /// The columns of a file that name bodies, in the file's order.
    private static func columns(of file: String) -> [String] {
        bodyColumns[file.hasPrefix(RegistryTable.actionsPrefix) ? RegistryTable.actionsPrefix : file] ?? []
    }

    private static let bodyColumns: [String: [String]] = {
        let shapes = RegistryTable.shapes(versions: [""])
        return Dictionary(uniqueKeysWithValues: shapes.map { ($0.name, $0.columns.filter(\.namesBodies).map(\.name)) })
    }()
}

extension RegistryColumn {
    fileprivate var namesBodies: Bool {
        switch form {
        case .reference(to: "stakeholders"), .references(to: "stakeholders"): true
        default: false
        }
    }
}
