// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// A new row of the register: `POST /v1/organisations`, `/v1/instruments`, `/v1/projects`, `/v1/persons`.
public struct RegistryAddRequest: Hashable, Sendable, Codable {
    /// Its code.
    public var code: String
    /// Its fields by the columns of the register's file, `source_note`, `provenance` and `evidence` among them; lists are
    /// split by `;`.
    public var fields: [String: String]

    /// Makes it from its members.
    public init(code: String, fields: [String: String]) {
        self.code = code
        self.fields = fields
    }
}

/// Other fields of a row: `PATCH /v1/organisations/{code}`, or a new row of what an instrument is:
/// `POST /v1/instruments/{code}/windows`; an empty text clears a field.
public struct RegistryEditRequest: Hashable, Sendable, Codable {
    /// The fields that change, by column, and the `source_note` of the change.
    public var fields: [String: String]

    /// Makes it from its members.
    public init(fields: [String: String]) {
        self.fields = fields
    }
}

/// Another name: `POST /v1/organisations/{code}/rename`.
public struct RegistryRenameRequest: Hashable, Sendable, Codable {
    /// The names by column, and the `source_note`.
    public var fields: [String: String]
    /// The first day of the new name; the programme's today when absent.
    public var from: CalendarDate?

    /// Makes it from its members.
    public init(fields: [String: String], from: CalendarDate? = nil) {
        self.fields = fields
        self.from = from
    }
}

/// A successor takes over: `POST /v1/organisations/{code}/merge`.
public struct RegistryMergeRequest: Hashable, Sendable, Codable {
    /// The code of the one that takes over.
    public var into: String
    /// The first day of that; the programme's today when absent.
    public var from: CalendarDate?
    /// The ground: a document, or the address of a page.
    public var sourceNote: String

    /// Makes it from its members.
    public init(into: String, from: CalendarDate? = nil, sourceNote: String) {
        self.into = into
        self.from = from
        self.sourceNote = sourceNote
    }
}

/// A window or a recipient is over: `POST /v1/instruments/{code}/windows/{opens}/end`.
public struct InstrumentPartEndRequest: Hashable, Sendable, Codable {
    /// The last day.
    public var on: CalendarDate
    /// The `source_note` of that, with `provenance` and `evidence` where they change.
    public var fields: [String: String]

    /// Makes it from its members.
    public init(on: CalendarDate, fields: [String: String]) {
        self.on = on
        self.fields = fields
    }
}

/// A row is taken off the record: `POST /v1/instruments/{code}/windows/{opens}/remove`.
public struct InstrumentPartRemoveRequest: Hashable, Sendable, Codable {
    /// The ground: a document, or the address of a page.
    public var sourceNote: String

    /// Makes it from its members.
    public init(sourceNote: String) {
        self.sourceNote = sourceNote
    }
}

extension InstrumentPart {
    /// The path of its list under that of the instrument.
    public var collection: String { rawValue + "s" }
}

extension RegistryNoun {
    /// The path of its list under `/v1`.
    public var collection: String {
        switch self {
        case .organisation: "organisations"
        case .instrument: "instruments"
        case .project: "projects"
        case .person: "persons"
        }
    }
}
