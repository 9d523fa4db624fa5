// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A row of the register as it can be edited.
public struct RegistryRecord: Hashable, Sendable, Codable {
    /// What kind of thing it is.
    public var noun: RegistryNoun
    /// Its code.
    public var code: String
    /// Changes with every change of the row; an edit names the one it was made on, so that none is lost.
    public var revision: String
    /// The fields that are not empty, by column.
    public var fields: [String: String]

    /// A row of all its parts.
    public init(noun: RegistryNoun, code: String, revision: String, fields: [String: String]) {
        self.noun = noun
        self.code = code
        self.revision = revision
        self.fields = fields
    }
}

/// What an edit of the register did, or would do: the body of its message and the answer to whoever made it.
public struct RegistryEdited: Hashable, Sendable, Codable {
    /// One row before and after.
    public struct Row: Hashable, Sendable, Codable {
        /// The file's name without its ending.
        public var file: String
        /// The values of the key's columns, joined by a space.
        public var key: String
        /// The fields it had; none of a new row.
        public var before: [String: String]?
        /// The fields it has; none of a row that ended.
        public var after: [String: String]?

        /// A row before and after.
        public init(file: String, key: String, before: [String: String]?, after: [String: String]?) {
            self.file = file
            self.key = key
            self.before = before
            self.after = after
        }
    }

    /// A case of a merged body that is not at its end: whoever acts for the successor must take it up.
    public struct OpenCase: Hashable, Sendable, Codable {
        /// `instruction`, `instrument-use`, …
        public var kind: String
        /// Its number, or its id while it has none.
        public var number: String
        /// Where it stands.
        public var state: String

        /// A case.
        public init(kind: String, number: String, state: String) {
            self.kind = kind
            self.number = number
            self.state = state
        }
    }

    /// `add`, `edit`, `rename`, `merge`, or of a part of an instrument `window.add`, `recipient.end`, `budget.edit`, ….
    public var operation: String
    /// What kind of thing it is.
    public var noun: RegistryNoun
    /// Its code.
    public var code: String
    /// Who takes over, of a merge.
    public var into: String?
    /// From which day on, of a rename or a merge.
    public var from: CalendarDate?
    /// The ground on which rows ended, as it was given; rows that stay have theirs as `source_note`.
    public var ground: String?
    /// The rows it changed.
    public var rows: [Row]
    /// What is open for a merged body.
    public var openCases: [OpenCase]?
    /// Who is told.
    public var concerned: [String]
    /// What should be read by a person.
    public var warnings: [Warning]
    /// Whether nothing was stored.
    public var dryRun: Bool?
    /// The `registry.change` message; absent in the message itself and after a dry run.
    public var messageID: Identifier?
    /// The row's revision afterwards; absent when it ended and after a dry run.
    public var revision: String?

    /// A change of all its parts.
    public init(
        operation: String, noun: RegistryNoun, code: String, into: String? = nil, from: CalendarDate? = nil,
        ground: String? = nil, rows: [Row], openCases: [OpenCase]? = nil, concerned: [String], warnings: [Warning],
        dryRun: Bool? = nil,
        messageID: Identifier? = nil, revision: String? = nil
    ) {
        self.operation = operation
        self.noun = noun
        self.code = code
        self.into = into
        self.from = from
        self.ground = ground
        self.rows = rows
        self.openCases = openCases
        self.concerned = concerned
        self.warnings = warnings
        self.dryRun = dryRun
        self.messageID = messageID
        self.revision = revision
    }
}

extension RegistryEdited {
    /// The rows as the rule of who is told takes them.
    public var changes: [RegistryChange] {
        rows.map { RegistryChange(file: $0.file, key: $0.key, before: $0.before, after: $0.after) }
    }
}
