// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A fault of a file to be imported: nothing is loaded while there is one.
public struct Fault: Error, Codable, Hashable, Sendable {
    /// The file's name.
    public let file: String
    /// The line, counted from 1; the header is line 1.
    public let line: Int
    /// The character in the line, counted from 1.
    public let column: Int
    /// The name of the column, where the fault is in a field.
    public let columnName: String?
    /// What is wrong.
    public let sentence: String
    /// What to do.
    public let next: String

    /// A fault at a place of a file.
    public init(file: String, line: Int, column: Int, columnName: String?, sentence: String, next: String) {
        self.file = file
        self.line = line
        self.column = column
        self.columnName = columnName
        self.sentence = sentence.asSentence
        self.next = next.asSentence
    }

    /// `file:line:column`, as editors read it.
    public var place: String { "\(file):\(line):\(column)" }
}

/// Something in a file that is loaded as it is but should be read by a person.
public struct Warning: Codable, Hashable, Sendable {
    /// The file's name.
    public let file: String
    /// The line, counted from 1.
    public let line: Int
    /// The character in the line, counted from 1.
    public let column: Int
    /// The name of the column.
    public let columnName: String?
    /// The known trap it is: `D1` base of a percent, `D2` alias, `D3` percent or over-plan, `D4` magnitude, `doubt`.
    public let trap: String
    /// What to look at.
    public let sentence: String

    /// A warning at a place of a file.
    public init(file: String, line: Int, column: Int, columnName: String?, trap: String, sentence: String) {
        self.file = file
        self.line = line
        self.column = column
        self.columnName = columnName
        self.trap = trap
        self.sentence = sentence.asSentence
    }

    /// `file:line:column`, as editors read it.
    public var place: String { "\(file):\(line):\(column)" }
}

extension String {
    /// With a capital letter and an end.
    var asSentence: String {
        let ends: [Character] = [".", "?", "!"]
        return prefix(1).uppercased() + dropFirst() + (last.map(ends.contains) == true ? "" : ".")
    }
}

/// What an import did, or would do.
public struct ImportSummary: Codable, Hashable, Sendable {
    /// The code of the programme; absent for a calendar.
    public let programme: String?
    /// Whether nothing was stored because only the answer was asked for.
    public let dryRun: Bool
    /// Whether anything is added, changed or no longer present.
    public let hasChanges: Bool
    /// SHA-256 in hexadecimal over the lines `HASH  NAME` of all files in the order of their names: what
    /// `sha256sum *.csv | sha256sum` prints in a folder that holds these files only.
    public let filesHash: String
    /// What happened to each file's rows, in the order of loading.
    public let files: [FileSummary]
    /// What should be read by a person.
    public let warnings: [Warning]
    /// The `registry.change` message; absent when nothing changed, in a dry run, and for a calendar.
    public let messageID: Identifier?

    /// What happened to the rows of one file.
    public struct FileSummary: Codable, Hashable, Sendable {
        /// The file's name.
        public let file: String
        /// How many rows it has.
        public let rows: Int
        /// The keys of rows that are new.
        public let added: [String]
        /// The keys of rows that differ from what was loaded before.
        public let changed: [String]
        /// How many rows are as they were.
        public let unchanged: Int
        /// The keys of rows that were there before and are not any more; they are ended, never deleted.
        public let noLongerPresent: [String]

        /// What happened to the rows of one file.
        public init(
            file: String, rows: Int, added: [String], changed: [String], unchanged: Int, noLongerPresent: [String]
        ) {
            self.file = file
            self.rows = rows
            self.added = added
            self.changed = changed
            self.unchanged = unchanged
            self.noLongerPresent = noLongerPresent
        }
    }

    /// What an import did, or would do.
    public init(
        programme: String?, dryRun: Bool, filesHash: String, files: [FileSummary], warnings: [Warning],
        messageID: Identifier?
    ) {
        self.programme = programme
        self.dryRun = dryRun
        self.hasChanges = files.contains {
            !$0.added.isEmpty || !$0.changed.isEmpty || !$0.noLongerPresent.isEmpty
        }
        self.filesHash = filesHash
        self.files = files
        self.warnings = warnings
        self.messageID = messageID
    }
}
