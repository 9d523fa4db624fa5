// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// The parts of the register that are edited by hand, one row at a time.
public enum RegistryNoun: String, Codable, Hashable, Sendable, CaseIterable {
    /// A body that takes part.
    case organisation
    /// A federal instrument.
    case instrument
    /// A project.
    case project
    /// A person with the position held.
    case person

    /// The registry file that has such rows, without its ending.
    public var file: String {
        switch self {
        case .organisation: "stakeholders"
        case .instrument: "instruments"
        case .project: "projects"
        case .person: "persons"
        }
    }

    /// The columns of its file with its names: what a rename may change.
    public var nameColumns: [String] { self == .project ? ["title_en", "title_ru"] : ["name_en", "name_ru"] }
}

/// A change that somebody makes to one row of the register, in the words of its file's columns.
public struct RegistryEdit: Hashable, Sendable {
    /// What is done to the row.
    public enum Operation: Hashable, Sendable {
        /// It is new.
        case add
        /// Some of its fields change; an empty text clears one.
        case edit
        /// Its names change from a day on; the old ones stay in its history.
        case rename(from: CalendarDate?)
        /// Another takes over what it has, from a day on, and it is closed.
        case merge(into: String, from: CalendarDate?)
        /// Something is done to one row of what an instrument is; only of an instrument.
        case part(InstrumentPart, InstrumentPartAct)

        /// Its name in messages.
        public var name: String {
            switch self {
            case .add: "add"
            case .edit: "edit"
            case .rename: "rename"
            case .merge: "merge"
            case .part(let part, let act): "\(part.rawValue).\(act.name)"
            }
        }
    }

    /// What kind of thing it is.
    public var noun: RegistryNoun
    /// Its code.
    public var code: String
    /// What is done.
    public var operation: Operation
    /// The fields by column; what ends or takes away a row takes only `source_note`, the ground for it.
    public var fields: [String: String]

    /// An edit of all its parts.
    public init(noun: RegistryNoun, code: String, operation: Operation, fields: [String: String]) {
        self.noun = noun
        self.code = code
        self.operation = operation
        self.fields = fields
    }

    /// The row it is made on: that of the code, or that of the part of an instrument.
    public var place: RegistryKey {
        if case .part(let part, let act) = operation {
            return part.key(act.key ?? part.keyColumns.map { fields[$0] ?? "" }.joined(separator: " "), of: code)
        }
        return RegistryKey(file: noun.file, key: code)
    }
}

/// A row of the register: its file and key.
public struct RegistryKey: Hashable, Sendable, Codable, Comparable {
    /// The file's name without its ending.
    public var file: String
    /// The values of the key's columns, joined by a space.
    public var key: String

    /// The place of a row.
    public init(file: String, key: String) {
        self.file = file
        self.key = key
    }

    /// By file, then by key.
    public static func < (left: RegistryKey, right: RegistryKey) -> Bool {
        (left.file, left.key) < (right.file, right.key)
    }
}

/// The fields of rows of the register, by column; empty ones are left out.
public typealias RegistryRowSet = [RegistryKey: [String: String]]

/// What an edit comes to: rows to write, and rows that end.
public struct RegistryOutcome: Hashable, Sendable {
    /// The rows as they are afterwards.
    public var changed: RegistryRowSet
    /// The rows that end.
    public var gone: Set<RegistryKey>
    /// What should be read by a person.
    public var warnings: [Warning]
}

/// An edit that cannot be made: every fault at once, each with its column.
public struct RegistryEditFaults: Error, Hashable, Sendable {
    /// The faults; their `columnName` is the field.
    public var faults: [Fault]
}
