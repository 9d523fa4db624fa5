// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// The shape of one kind of registry file.
struct RegistryTable: Sendable {
    /// The file's name without its ending.
    let name: String
    let columns: [RegistryColumn]
    /// The columns whose values together are a row's key.
    let key: [String]
    /// Whether an import may do without the file.
    var isOptional = false
    /// The roadmap version the file is of.
    var version: String?

    var ending = ".csv"

    var file: String { name + ending }

    init(_ name: String, key: [String] = ["code"], _ columns: [RegistryColumn]) {
        self.name = name
        self.key = key
        self.columns = columns + Self.source
    }

    /// The shape of a working calendar, whose rows have no source of their own.
    init(calendar name: String, _ columns: [RegistryColumn]) {
        self.name = name
        key = ["date"]
        self.columns = columns
    }

    /// The three columns that every file ends its rows' claims with.
    private static let source: [RegistryColumn] = [
        .oneOf("provenance", ["document", "public", "sample"]),
        .oneOf("evidence", ["document_text", "stored_page", "prior_knowledge", "invented"]),
        .text("source_note"),
    ]
}

/// One column: its name and what its fields must be.
struct RegistryColumn: Sendable {
    enum Form: Sendable {
        case code, text, date, period, whole, instant
        case number(negative: Bool)
        case oneOf([String])
        case reference(to: String)
        case references(to: String)
    }

    let name: String
    let form: Form
    var mayBeEmpty = false
    /// Whether a file may do without the column.
    var mayBeAbsent = false

    /// The same column, whose fields may be empty.
    var orEmpty: RegistryColumn {
        var column = self
        column.mayBeEmpty = true
        return column
    }

    /// The same column, without which a file may do.
    var orAbsent: RegistryColumn {
        var column = orEmpty
        column.mayBeAbsent = true
        return column
    }

    static let code = RegistryColumn(name: "code", form: .code)
    static let number = whole("number")
    static let names = [text("name_en"), text("name_ru")]
    static let titles = [text("title_en"), text("title_ru")]

    static func text(_ name: String) -> RegistryColumn { RegistryColumn(name: name, form: .text) }
    static func date(_ name: String) -> RegistryColumn { RegistryColumn(name: name, form: .date) }
    static func whole(_ name: String) -> RegistryColumn { RegistryColumn(name: name, form: .whole) }
    static func amount(_ name: String, negative: Bool = false) -> RegistryColumn {
        RegistryColumn(name: name, form: .number(negative: negative), mayBeEmpty: true)
    }
    static func oneOf(_ name: String, _ values: [String]) -> RegistryColumn {
        RegistryColumn(name: name, form: .oneOf(values))
    }
    static func reference(_ name: String, to table: String) -> RegistryColumn {
        RegistryColumn(name: name, form: .reference(to: table))
    }
    static func references(_ name: String, to table: String) -> RegistryColumn {
        RegistryColumn(name: name, form: .references(to: table), mayBeEmpty: true)
    }
}
