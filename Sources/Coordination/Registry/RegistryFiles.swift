// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// The files of an import as they were given: name and bytes.
public struct RegistryFiles: Sendable {
    /// The bytes by file name (`stakeholders.csv`).
    public let files: [String: [UInt8]]

    /// Files by name.
    public init(files: [String: [UInt8]]) {
        self.files = files
    }
}

/// Files that were found good as a whole: what an import takes.
public struct RegistryData: Sendable {
    /// The files as they were given, for the hash.
    public let files: [String: [UInt8]]
    /// What should be read by a person.
    public let warnings: [Warning]
    /// The tables, in the order in which every reference resolves.
    package let tables: [Table]

    /// The rows of one file.
    package struct Table: Sendable {
        /// The file's name without its ending.
        package let name: String
        /// The roadmap version the file is of.
        package let version: String?
        /// The rows in the order of the file.
        package let rows: [Row]
    }

    /// One row: the key, and the fields by column.
    package struct Row: Sendable {
        /// The values of the key's columns, joined by a space.
        package let key: String
        /// The line in the file.
        package let line: Int
        /// The fields that are not empty, by column.
        package let cells: [String: String]
    }

    /// The number of rows of a file; nil if the import does without it.
    public func rowCount(of file: String) -> Int? {
        tables.first { $0.name + ".csv" == file }?.rows.count
    }
}
