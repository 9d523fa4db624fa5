// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What the register says of an instrument in rows of their own.
public enum InstrumentPart: String, Codable, Hashable, Sendable, CaseIterable {
    /// When applications are taken.
    case window
    /// A body in a role towards it.
    case recipient
    /// Its money in a year.
    case budget

    /// The registry file that has such rows, without its ending.
    public var file: String { "instrument_\(rawValue)s" }

    /// The columns that tell one row of an instrument from another.
    public var keyColumns: [String] {
        switch self {
        case .window: ["opens"]
        case .recipient: ["stakeholder", "role"]
        case .budget: ["year"]
        }
    }

    /// The column whose day an end sets; a budget is of a year and has none.
    public var endColumn: String? {
        switch self {
        case .window: "closes"
        case .recipient: "valid_to"
        case .budget: nil
        }
    }

    /// The key in the file of a part of an instrument.
    public func key(_ key: String, of instrument: String) -> RegistryKey {
        RegistryKey(file: file, key: "\(instrument) \(key)")
    }
}

/// What is done to a part of an instrument; `key` are the values of its key's columns, joined by a space.
public enum InstrumentPartAct: Hashable, Sendable {
    /// It is new; its fields have the key.
    case add
    /// Some of its fields change; an empty text clears one.
    case edit(key: String)
    /// It is over from the day after; it stays on record.
    case end(key: String, on: CalendarDate)
    /// It is taken off the record, as what was entered by mistake; the history keeps it.
    case remove(key: String)

    /// Its name in messages.
    public var name: String {
        switch self {
        case .add: "add"
        case .edit: "edit"
        case .end: "end"
        case .remove: "remove"
        }
    }

    /// The row it is done to; a new one has none yet.
    public var key: String? {
        switch self {
        case .add: nil
        case .edit(let key), .end(let key, _), .remove(let key): key
        }
    }
}
