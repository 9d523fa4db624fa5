// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Evidence
import Foundation
import Postgres

extension Store {
    /// Merges the files of a registry in one transaction and says what that changed.
    ///
    /// Rows that are no longer present are ended, never deleted, and old values stay in the history. If anything changes,
    /// one `registry.change` message says so; files that change nothing leave no trace. A dry run does the same and then
    /// takes it back. Without a programme it is the one that `programme.csv` describes, else the only one there is.
    public func importRegistry(
        _ data: RegistryData, programme: String? = nil, by actor: Actor, importer: String, dryRun: Bool = false
    ) async throws -> ImportSummary {
        let work = RegistryImport(data: data, actor: actor, importer: importer, dryRun: dryRun)
        return try await transaction(dryRun: dryRun) { db in try work.run(programme: programme, in: db) }
    }

    /// The same once under a key: its answer is kept, and given again byte for byte.
    public func importRegistry(
        _ data: RegistryData, programme: String? = nil, by actor: Actor, importer: String, once key: RequestKey,
        render: @escaping @Sendable (ImportSummary) throws -> Answer
    ) async throws -> Answer {
        let work = RegistryImport(data: data, actor: actor, importer: importer, dryRun: false)
        return try await once(key) { db in try render(work.run(programme: programme, in: db)) }
    }
}

/// One import of a registry, from the files to the summary.
struct RegistryImport {
    let data: RegistryData
    let actor: Actor
    let importer: String
    let dryRun: Bool

    func run(programme named: String?, in db: isolated Connection) throws -> ImportSummary {
        // Two imports at once would each take the other's rows for unchanged; readers are not disturbed.
        try db.execute("lock table core.registry_row in share row exclusive mode")
        let programme = try programme(named, in: db)
        try stage(for: programme.id, in: db)
        let files = try compare(for: programme.id, in: db)
        try refuseChangedPolicies(in: db)
        let summary = summary(programme.code, files, message: nil)
        guard summary.hasChanges else { return summary }

        let merge = RegistryMerge(programme: programme.id, importer: importer)
        try merge.organisations(in: db)
        try merge.settings(in: db)
        let message = try announce(summary, changes(of: programme.id, in: db), of: programme, in: db)
        try merge.everythingElse(versions: data.tables.compactMap(\.version), message: message.rawValue, in: db)
        return self.summary(programme.code, files, message: dryRun ? nil : message)
    }

    /// A version of a policy under which something was issued, says for ever what it said then.
    private func refuseChangedPolicies(in db: isolated Connection) throws {
        let changed = try db.query(
            """
            select i.key
              from registry_incoming i
              join core.registry_row r on r.programme = i.programme and r.file = i.file and r.key = i.key
             where i.file = 'deadline_policies' and r.ended_at is null
               and r.cells - '{name_en,name_ru,legal_basis,provenance,evidence,source_note}'::text[]
                   <> i.cells - '{name_en,name_ru,legal_basis,provenance,evidence,source_note}'::text[]
             order by i.key
            """, as: String.self)
        guard let code = changed.first?.split(separator: " ").first else { return }
        throw Refusal(
            code: "rule-refused",
            sentence: "deadline_policies.csv changes how deadlines are counted in a version that is there already: "
                + "\(changed.joined(separator: ", ")).",
            next: "Leave the row as it was and add one of \(code) with the next version.")
    }

    private func summary(
        _ programme: String, _ files: [ImportSummary.FileSummary], message: Identifier?
    ) -> ImportSummary {
        ImportSummary(
            programme: programme, dryRun: dryRun, filesHash: FilesHash.of(data.files), files: files,
            warnings: data.warnings, messageID: message)
    }

    /// The programme the files are for; made now if they describe one that is not there yet.
    private func programme(_ named: String?, in db: isolated Connection) throws -> (id: Int16, code: String) {
        let described = data.tables.first { $0.name == "programme" }?.rows.first?.cells
        if let named, let code = described?["code"], named != code {
            throw Refusal(
                code: "rule-refused", sentence: "The files describe the programme '\(code)', not '\(named)'.",
                next: "Name '\(code)', or take programme.csv away.")
        }
        if let described, let code = described["code"] {
            try Programmes.insert(described, importer: importer, in: db)
            return try Programmes.find(code, in: db)
        }
        return try Programmes.find(named, in: db)
    }

    /// Makes the tables of this transaction that a merge reads: what comes in, and what is gone.
    static func makeStage(in db: isolated Connection) throws {
        try db.script(
            """
            create temp table registry_incoming (
                programme smallint not null,
                file text not null,
                key text not null,
                line int not null,
                cells jsonb not null,
                state text not null default 'added',
                primary key (file, key)
            ) on commit drop;
            create temp table registry_gone (
                programme smallint not null,
                file text not null,
                key text not null,
                cells jsonb not null,
                primary key (file, key)
            ) on commit drop
            """)
    }

    /// Copies the rows into a table of this transaction.
    private func stage(for programme: Int16, in db: isolated Connection) throws {
        try Self.makeStage(in: db)
        let encoder = JSONEncoder()
        let rows = try data.tables.flatMap { table in
            try table.rows.map { row -> [String?] in
                let cells = String(decoding: try encoder.encode(row.cells), as: UTF8.self)
                return [String(programme), table.name, row.key, String(row.line), cells]
            }
        }
        try db.copyIn("registry_incoming", columns: ["programme", "file", "key", "line", "cells"], rows: rows)
        try db.execute("analyze registry_incoming")
    }

    /// Every row that is added, changed or no longer present, as it was and as it will be.
    private func changes(of programme: Int16, in db: isolated Connection) throws -> [RegistryChange] {
        let old = try db.query(
            """
            select r.file, r.key, g.key is not null, r.cells::text
              from core.registry_row r
              left join registry_gone g on g.file = r.file and g.key = r.key
              left join registry_incoming i on i.file = r.file and i.key = r.key and i.state = 'changed'
             where r.programme = \(programme) and r.ended_at is null and (g.key is not null or i.key is not null)
            """, as: (String, String, Bool, String).self)
        let decoder = JSONDecoder()
        var changed: [[String]: [String: String]] = [:]
        var changes: [RegistryChange] = []
        for (file, key, isGone, text) in old {
            let cells = try decoder.decode([String: String].self, from: Data(text.utf8))
            if isGone {
                changes.append(RegistryChange(file: file, key: key, before: cells, after: nil))
            } else {
                changed[[file, key]] = cells
            }
        }
        let new = try db.query(
            "select file, key from registry_incoming where state <> 'unchanged'", as: (String, String).self)
        let touched = Set(new.map { [$0.0, $0.1] })
        return changes
            + rows.filter { touched.contains([$0.file, $0.key]) }.map { row in
                RegistryChange(
                    file: row.file, key: row.key, before: changed[[row.file, row.key]], after: row.cells)
            }
    }

    /// The rows of the files.
    var rows: [RegistryRow] {
        data.tables.flatMap { table in
            table.rows.map { RegistryRow(file: table.name, key: $0.key, cells: $0.cells) }
        }
    }

    /// Finds what is added, changed, unchanged and no longer present.
    private func compare(for programme: Int16, in db: isolated Connection) throws -> [ImportSummary.FileSummary] {
        try db.execute(
            """
            update registry_incoming i
               set state = case when r.cells = i.cells then 'unchanged' else 'changed' end
              from core.registry_row r
             where r.programme = i.programme and r.file = i.file and r.key = i.key and r.ended_at is null
            """)
        // A file an import may do without says nothing about its rows when it is not there.
        let covered = Set(data.tables.map(\.name))
        let untouched =
            [
                "programme", "deadline_policies", "roadmap_versions", InstrumentPart.window.file,
                InstrumentPart.budget.file,
            ].filter { !covered.contains($0) }
        try db.execute(
            """
            insert into registry_gone (programme, file, key, cells)
            select r.programme, r.file, r.key, r.cells
              from core.registry_row r
             where r.programme = \(programme)
               and r.ended_at is null
               and r.file <> all (\(untouched))
               and not exists (select from registry_incoming i where i.file = r.file and i.key = r.key)
            """)
        let touched = try db.query(
            """
            select file, state, key from registry_incoming where state <> 'unchanged'
             union all
            select file, 'gone', key from registry_gone
             order by 1, 2, 3
            """, as: (String, String, String).self)
        var keys: [String: [String: [String]]] = [:]
        for (file, state, key) in touched { keys[file, default: [:]][state, default: []].append(key) }
        let rows = Dictionary(data.tables.map { ($0.name, $0.rows.count) }) { first, _ in first }
        let names = data.tables.map(\.name) + keys.keys.filter { rows[$0] == nil }.sorted()
        return names.map { name in
            let (count, changes) = (rows[name] ?? 0, keys[name] ?? [:])
            let (added, changed) = (changes["added"] ?? [], changes["changed"] ?? [])
            return ImportSummary.FileSummary(
                file: name + ".csv", rows: count, added: added, changed: changed,
                unchanged: count - added.count - changed.count, noLongerPresent: changes["gone"] ?? [])
        }
    }
}

/// One hash over several files.
enum FilesHash {
    /// What `sha256sum FILES | sha256sum` prints, the files in the order of their names.
    static func of(_ files: [String: [UInt8]]) -> String {
        let lines = files.keys.sorted().map { name in
            Hexadecimal.text(ContentHash.sha256(files[name] ?? [])) + "  \(name)\n"
        }
        return Hexadecimal.text(ContentHash.sha256(Array(lines.joined().utf8)))
    }
}
