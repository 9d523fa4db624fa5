// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Foundation
import Postgres

// Lists of the registry. A list holds what its source still lists; what was ended is in the reports and the history.
extension Store {
    /// The organisations that take part in a programme.
    public func organisations(_ filter: RegistryFilter = RegistryFilter()) async throws -> [Organisation] {
        try await registry(filter, RegistryRows.organisations)
    }

    /// One organisation.
    public func organisation(_ code: String, programme: String? = nil) async throws -> Organisation {
        try await one("organisation", code, programme, organisations)
    }

    /// The persons with their positions.
    public func persons(_ filter: RegistryFilter = RegistryFilter()) async throws -> [Person] {
        try await registry(filter, RegistryRows.persons)
    }

    /// One person.
    public func person(_ code: String, programme: String? = nil) async throws -> Person {
        try await one("person", code, programme, persons)
    }

    /// The instruments with recipients, windows and budgets.
    public func instruments(_ filter: RegistryFilter = RegistryFilter()) async throws -> [Instrument] {
        try await registry(filter, RegistryRows.instruments)
    }

    /// One instrument.
    public func instrument(_ code: String, programme: String? = nil) async throws -> Instrument {
        try await one("instrument", code, programme, instruments)
    }

    /// The projects.
    public func projects(_ filter: RegistryFilter = RegistryFilter()) async throws -> [Project] {
        try await registry(filter, RegistryRows.projects)
    }

    /// One project.
    public func project(_ code: String, programme: String? = nil) async throws -> Project {
        try await one("project", code, programme, projects)
    }

    /// The indicators with their values.
    public func indicators(_ filter: RegistryFilter = RegistryFilter()) async throws -> [Indicator] {
        try await registry(filter, RegistryRows.indicators)
    }

    /// One indicator.
    public func indicator(_ code: String, programme: String? = nil) async throws -> Indicator {
        try await one("indicator", code, programme, indicators)
    }

    /// The meetings with their decisions, the earliest first.
    public func meetings(_ filter: RegistryFilter = RegistryFilter()) async throws -> [Meeting] {
        try await registry(filter, RegistryRows.meetings)
    }

    /// One meeting.
    public func meeting(_ code: String, programme: String? = nil) async throws -> Meeting {
        try await one("meeting", code, programme, meetings)
    }

    /// The versions of the roadmap in their order, without their actions.
    public func roadmaps(_ filter: RegistryFilter = RegistryFilter()) async throws -> [RoadmapVersion] {
        try await registry(filter) { try RegistryRows.roadmaps($0, $1, withActions: false, in: $2) }
    }

    /// One version with its actions.
    public func roadmap(_ version: String, programme: String? = nil) async throws -> RoadmapVersion {
        let filter = RegistryFilter(programme: programme, code: version)
        let found = try await registry(filter) { try RegistryRows.roadmaps($0, $1, withActions: true, in: $2) }
        guard let only = found.first else { throw RegistryRows.missing("roadmap version", version) }
        return only
    }

    /// The actions of all versions.
    public func roadmapActions(_ filter: RegistryFilter = RegistryFilter()) async throws -> [RoadmapAction] {
        try await registry(filter, RegistryRows.actions)
    }

    /// The work areas by number.
    public func workAreas(programme: String? = nil) async throws -> [WorkArea] {
        try await registry(RegistryFilter(programme: programme), RegistryRows.workAreas)
    }

    /// The clusters by number.
    public func clusters(programme: String? = nil) async throws -> [Cluster] {
        try await registry(RegistryFilter(programme: programme), RegistryRows.clusters)
    }

    /// The types of areas by number.
    public func areaTypes(programme: String? = nil) async throws -> [AreaType] {
        try await registry(RegistryFilter(programme: programme), RegistryRows.areaTypes)
    }

    private func registry<Row: Sendable>(
        _ filter: RegistryFilter,
        _ read: @escaping @Sendable (RegistryFilter, Int16, isolated Connection) throws -> [Row]
    ) async throws -> [Row] {
        try await reading { db in
            let (programme, _) = try Programmes.find(filter.programme, in: db)
            return try read(filter, programme, db)
        }
    }

    private func one<Row>(
        _ noun: String, _ code: String, _ programme: String?, _ list: (RegistryFilter) async throws -> [Row]
    ) async throws -> Row {
        let found = try await list(RegistryFilter(programme: programme, code: code))
        guard let only = found.first else { throw RegistryRows.missing(noun, code) }
        return only
    }
}

/// The statements that read the registry. PostgreSQL writes each row as the JSON of its value, lists and all, so that
/// one statement is one round trip.
enum RegistryRows {
    static func missing(_ noun: String, _ code: String) -> StoreError {
        StoreError(.notFound(what: noun, name: code), "There is no \(noun) '\(code)'.")
    }

    static func decode<Row: Decodable>(_ statement: Statement, in db: isolated Connection) throws -> [Row] {
        let decoder = JSONDecoder()
        return try db.query(statement, as: JSONText.self).map { json in
            try decoder.decode(Row.self, from: Data(json.text.utf8))
        }
    }

    /// The condition that a column holds what is wanted; whatever it holds, where nothing is.
    static func wanted(_ value: String?, _ column: String) -> Statement {
        "(\(value) is null or \(unescaped: column) = \(value))"
    }

    /// The codes that a table of links, `l`, joins to a row, in their order, as an array in JSON.
    static func linked(_ table: String, to target: String, where condition: String) -> Statement {
        """
        coalesce((
            select jsonb_agg(t.code order by l.position)
              from core.\(unescaped: table) l join core.\(unescaped: target) t on t.id = l.\(unescaped: target)
             where \(unescaped: condition)), '[]')
        """
    }

    /// The members every fact has, of the table's alias.
    static func source(_ alias: String) -> Statement {
        let members = "'provenance', x.provenance, 'evidence', x.evidence, 'sourceNote', x.source_note"
        return Statement(unescaped: members.replacing("x.", with: alias + "."))
    }
}

extension RegistryFilter {
    /// The conditions every list has: code, part of a name, and where to begin.
    func rows(_ alias: String, names: String...) -> Statement {
        let texts = (["code"] + names).map { "lower(coalesce(\(alias).\($0), ''))" }.joined(separator: " || ' ' || ")
        return """
            (\(code) is null or \(unescaped: alias).code = \(code))
            and (\(query) is null or strpos(\(unescaped: texts), lower(\(query))) > 0)
            """
    }

    /// The lists that go by code.
    func page(_ alias: String) -> Statement {
        """
        and (\(after) is null or \(unescaped: alias).code > \(after))
        order by \(unescaped: alias).code
        limit \(limit)
        """
    }
}
