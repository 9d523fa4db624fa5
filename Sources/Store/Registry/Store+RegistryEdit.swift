// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Foundation
import Postgres

extension Store {
    /// A row of the register as it can be edited, with its revision.
    public func registryRecord(
        _ noun: RegistryNoun, _ code: String, programme: String? = nil
    ) async throws -> RegistryRecord {
        try await reading { db in
            let (programme, _) = try Programmes.find(programme, in: db)
            let edit = RegistryEdit(noun: noun, code: code, operation: .edit, fields: [:])
            return try RegistryEditing.record(of: edit, programme: programme, in: db)
        }
    }

    /// A row of what an instrument is, by the values of its key's columns joined by a space, with its revision.
    public func registryRecord(
        _ part: InstrumentPart, _ key: String, of instrument: String, programme: String? = nil
    ) async throws -> RegistryRecord {
        let edit = RegistryEdit(
            noun: .instrument, code: instrument, operation: .part(part, .edit(key: key)), fields: [:])
        return try await reading { db in
            let (programme, _) = try Programmes.find(programme, in: db)
            return try RegistryEditing.record(of: edit, programme: programme, in: db)
        }
    }

    /// Makes one edit of the register once under a key, in one transaction, and tells those concerned by one
    /// `registry.change` message.
    ///
    /// It is judged by the rules of an import, on the whole register with the edit made, and merged by the same statements:
    /// what a row said before stays in the history. With `ifMatch` it is refused when the row has another revision.
    /// - Throws: `RegistryEditFaults` with every fault; `Refusal` for a stale revision.
    public func edit(
        _ edit: RegistryEdit, programme: String? = nil, by actor: Actor, importer: String, ifMatch: String? = nil,
        once key: RequestKey, render: @escaping @Sendable (RegistryEdited) throws -> Answer
    ) async throws -> Answer {
        let editing = RegistryEditing(edit: edit, actor: actor, importer: importer, ifMatch: ifMatch)
        return try await once(key) { db in try render(editing.run(programme: programme, in: db)) }
    }

    /// What an edit would do; nothing is stored.
    public func tryEdit(
        _ edit: RegistryEdit, programme: String? = nil, by actor: Actor, importer: String, ifMatch: String? = nil
    ) async throws -> RegistryEdited {
        let editing = RegistryEditing(edit: edit, actor: actor, importer: importer, ifMatch: ifMatch)
        var change = try await transaction(dryRun: true) { db in try editing.run(programme: programme, in: db) }
        (change.dryRun, change.messageID, change.revision) = (true, nil, nil)
        return change
    }
}

/// One edit of the register, from the row to the message.
struct RegistryEditing {
    let edit: RegistryEdit
    let actor: Actor
    let importer: String
    let ifMatch: String?

    func run(programme named: String?, in db: isolated Connection) throws -> RegistryEdited {
        // As an import does: two changes at once would each be judged without the other.
        try db.execute("lock table core.registry_row in share row exclusive mode")
        let programme = try Programmes.find(named, in: db)
        if let ifMatch {
            let found = try Self.record(of: edit, programme: programme.id, in: db).revision
            guard ifMatch == found else {
                throw Refusal(
                    code: "stale-revision",
                    sentence: "\(edit.place.key) was changed meanwhile: its revision is \(found), not \(ifMatch).",
                    next: "Read it again, and repeat the edit on what it says now.")
            }
        }
        let rows = try rows(of: programme.id, in: db)
        let outcome = try edit.outcome(on: rows)
        try stage(outcome, before: rows, for: programme.id, in: db)

        let merge = RegistryMerge(programme: programme.id, importer: importer)
        try merge.organisations(in: db)
        try merge.settings(in: db)
        var change = change(outcome, before: rows)
        if case .merge = edit.operation, edit.noun == .organisation {
            change.openCases = try db.openCases(of: edit.code, programme: programme.id)
        }
        let message = try RegistryMessage(
            actor: actor, basis: "edit of the registry by \(importer)", changes: change.changes,
            rows: rows.map { RegistryRow(file: $0.key.file, key: $0.key.key, cells: $0.value) }
        ).send(key: "\(edit.noun.rawValue) \(edit.code)", of: programme, in: db) { audience in
            change.concerned = audience.map(\.organisation)
            return change
        }
        let versions = try db.query(
            "select code from core.roadmap_version where programme = \(programme.id) and ended_at is null order by position",
            as: String.self)
        try merge.everythingElse(versions: versions, message: message.rawValue, in: db)
        try date(in: db)
        change.messageID = message
        switch edit.operation {
        case .merge, .part(_, .remove): break
        case .add, .edit, .rename, .part: change.revision = message.description
        }
        return change
    }

    /// The row with its revision: the message that last changed it.
    static func record(
        of edit: RegistryEdit, programme: Int16, in db: isolated Connection
    ) throws -> RegistryRecord {
        let place = edit.place
        let found = try db.query(
            """
            select coalesce(import_message, 0), cells from core.registry_row
             where programme = \(programme) and file = \(place.file) and key = \(place.key) and ended_at is null
            """, as: (Identifier, JSONText).self)
        guard let (revision, cells) = found.first else {
            if case .part(let part, _) = edit.operation { throw RegistryRows.missing(part.rawValue, place.key) }
            throw RegistryRows.missing(edit.noun.rawValue, edit.code)
        }
        return RegistryRecord(
            noun: edit.noun, code: edit.code, revision: revision.description, fields: try Self.fields(cells))
    }

    private static func fields(_ cells: JSONText) throws -> [String: String] {
        try JSONDecoder().decode([String: String].self, from: Data(cells.text.utf8))
    }

    private func rows(of programme: Int16, in db: isolated Connection) throws -> RegistryRowSet {
        let found = try db.query(
            "select file, key, cells from core.registry_row where programme = \(programme) and ended_at is null",
            as: (String, String, JSONText).self)
        var rows: RegistryRowSet = [:]
        for (file, key, cells) in found { rows[RegistryKey(file: file, key: key)] = try Self.fields(cells) }
        return rows
    }

    /// Puts what changes where an import puts its rows.
    private func stage(
        _ outcome: RegistryOutcome, before: RegistryRowSet, for programme: Int16, in db: isolated Connection
    ) throws {
        try RegistryImport.makeStage(in: db)
        let encoder = JSONEncoder()
        func text(_ cells: [String: String]) throws -> String {
            String(decoding: try encoder.encode(cells), as: UTF8.self)
        }
        let incoming = try outcome.changed.keys.sorted().enumerated().map { line, place -> [String?] in
            let state = before[place] == nil ? "added" : "changed"
            return [
                String(programme), place.file, place.key, String(line + 1), try text(outcome.changed[place] ?? [:]),
                state,
            ]
        }
        try db.copyIn(
            "registry_incoming", columns: ["programme", "file", "key", "line", "cells", "state"], rows: incoming)
        let gone = try outcome.gone.sorted().map { place -> [String?] in
            [String(programme), place.file, place.key, try text(before[place] ?? [:])]
        }
        try db.copyIn("registry_gone", columns: ["programme", "file", "key", "cells"], rows: gone)
    }

    private func change(_ outcome: RegistryOutcome, before: RegistryRowSet) -> RegistryEdited {
        var (into, from, ground): (String?, CalendarDate?, String?)
        switch edit.operation {
        case .add, .edit, .part(_, .add), .part(_, .edit), .part(_, .end): break
        case .rename(let day): from = day
        case .merge(let successor, let day): (into, from, ground) = (successor, day, edit.fields["source_note"])
        case .part(_, .remove): ground = edit.fields["source_note"]
        }
        let places = Set(outcome.changed.keys).union(outcome.gone).sorted()
        return RegistryEdited(
            operation: edit.operation.name, noun: edit.noun, code: edit.code, into: into, from: from, ground: ground,
            rows: places.map { place in
                RegistryEdited.Row(
                    file: place.file, key: place.key, before: before[place], after: outcome.changed[place])
            }, concerned: [], warnings: outcome.warnings)
    }

    /// Puts the day that was named on the history of an organisation's names; without one it is the programme's today.
    private func date(in db: isolated Connection) throws {
        guard edit.noun == .organisation else { return }
        switch edit.operation {
        case .add, .edit, .rename(from: nil), .part: return
        case .rename(let day?):
            try db.execute(
                """
                update core.organisation_name n set valid_to = greatest(n.valid_from, \(day)::date - 1)
                  from core.organisation o
                 where o.code = \(edit.code) and n.organisation = o.id
                   and n.valid_to = (select max(b.valid_to) from core.organisation_name b where b.organisation = o.id)
                """)
            try db.execute(
                """
                update core.organisation_name n set valid_from = \(day)
                  from core.organisation o
                 where o.code = \(edit.code) and n.organisation = o.id and n.valid_to is null
                """)
        case .merge(_, let day):
            try db.execute(
                """
                update core.organisation_name n
                   set valid_to = greatest(n.valid_from, coalesce(\(day), (
                           select (core.programme_now(p.id) at time zone p.zone)::date
                             from core.programme p join core.registry_row r on r.programme = p.id
                            where r.file = 'stakeholders' and r.key = o.code
                            order by r.ended_at desc nulls last limit 1)) - 1)
                  from core.organisation o
                 where o.code = \(edit.code) and o.ended_at is not null and n.organisation = o.id
                   and n.valid_to is null
                """)
        }
    }
}

extension Connection {
    /// The cases of an organisation that are not at their end.
    fileprivate func openCases(of organisation: String, programme: Int16) throws -> [RegistryEdited.OpenCase] {
        try query(
            """
            with own as (select array_agg(id) as ids from core.organisation where code = \(organisation))
            select 'instruction', coalesce(i.number, core.external_id(i.id)), i.state
              from core.instruction i, own
             where i.programme = \(programme) and i.parties && own.ids and i.closed_at is null
             union all
            select 'instrument-use', u.number, u.state
              from core.instrument_use u, own
             where u.programme = \(programme) and u.parties && own.ids and u.closed_at is null
             union all
            select 'approval', coalesce(a.number, core.external_id(a.id)), a.state
              from core.approval a, own
             where a.programme = \(programme) and a.closed_at is null
               and (a.author = any (own.ids) or a.signer = any (own.ids)
                    or exists (select from core.approval_slot s
                                where s.approval = a.id and s.organisation = any (own.ids)))
             order by 1, 2
            """, as: (String, String, String).self
        ).map { RegistryEdited.OpenCase(kind: $0, number: $1, state: $2) }
    }
}
