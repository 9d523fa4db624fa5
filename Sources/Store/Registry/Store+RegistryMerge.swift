// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres

/// Carries the rows of one import from `registry_incoming` and `registry_gone` into the tables of the registry.
///
/// Each step is one statement over all rows. Only rows that are new or differ are written.
struct RegistryMerge {
    let programme: Int16
    let importer: String

    /// Organisations first: the message that announces the import has one for its sender.
    func organisations(in db: isolated Connection) throws {
        try upsert("organisation", from: "stakeholders", key: "code", message: nil, in: db) {
            [
                ("code", "i.cells ->> 'code'"), ("kind", "i.cells ->> 'kind'"), ("name_en", "i.cells ->> 'name_en'"),
                ("name_ru", "i.cells ->> 'name_ru'"),
            ]
        }
        // Parents in a second step, since a row may stand before its parent's.
        try db.execute(
            """
            update core.organisation o
               set parent = (select p.id from core.organisation p where p.code = i.cells ->> 'parent')
              from registry_incoming i
             where i.file = 'stakeholders' and i.state <> 'unchanged' and o.code = i.key
            """)
        try names(in: db)
        try end("organisation", "stakeholders", message: nil, in: db, where: "x.code = g.key and \(unshared)")
    }

    /// The history of names: the present one has no last day.
    private func names(in db: isolated Connection) throws {
        try db.execute(
            """
            update core.organisation_name n
               set valid_to = greatest(n.valid_from, p.today - 1)
              from core.organisation o,
                   (select (core.programme_now(id) at time zone zone)::date as today
                      from core.programme where id = \(programme)) p
             where n.organisation = o.id and n.valid_to is null and (n.name_en, n.name_ru) <> (o.name_en, o.name_ru)
            """)
        try db.execute(
            """
            insert into core.organisation_name (organisation, name_en, name_ru, valid_from, imported_by)
            select o.id, o.name_en, o.name_ru, (select max(b.valid_to) + 1 from core.organisation_name b
                                                 where b.organisation = o.id), \(importer)
              from core.organisation o
             where o.ended_at is null
               and not exists (select from core.organisation_name n where n.organisation = o.id and n.valid_to is null)
            """)
    }

    /// What programme.csv says of the programme itself. Its clock is not touched: that only the operator moves.
    func settings(in db: isolated Connection) throws {
        try db.execute(
            """
            update core.programme p
               set name_en = i.cells ->> 'name_en', name_ru = i.cells ->> 'name_ru', zone = i.cells ->> 'zone',
                   end_of_day_hour = (i.cells ->> 'end_of_day_hour')::smallint, calendar = i.cells ->> 'calendar',
                   policy = i.cells ->> 'policy', goal_en = i.cells ->> 'goal_en', goal_ru = i.cells ->> 'goal_ru',
                   legal_basis = i.cells ->> 'legal_basis', provenance = i.cells ->> 'provenance',
                   evidence = i.cells ->> 'evidence', source_note = i.cells ->> 'source_note',
                   office = (select o.id from core.organisation o where o.code = i.cells ->> 'office'),
                   imported_by = \(importer), imported_at = now()
              from registry_incoming i
             where i.file = 'programme' and i.state <> 'unchanged' and p.id = i.programme
            """)
    }

    /// All other tables, and the rows as they are now with those they replace.
    func everythingElse(versions: [String], message: Int64, in db: isolated Connection) throws {
        try sign(message, in: db)
        try policies(message, in: db)
        try dictionaries(message, in: db)
        try persons(message, in: db)
        try instruments(message, in: db)
        try roadmaps(versions, message, in: db)
        try projects(message, in: db)
        try indicators(message, in: db)
        try meetings(message, in: db)
        try history(message, in: db)
    }

    /// Puts the message on what was written before it had an id.
    private func sign(_ message: Int64, in db: isolated Connection) throws {
        try db.execute(
            """
            update core.organisation o set import_message = \(message)
             where o.imported_at = now()
               and o.code in (select key from registry_incoming where file = 'stakeholders' and state <> 'unchanged'
                               union all
                              select key from registry_gone where file = 'stakeholders')
            """)
        try db.execute("update core.organisation_name set import_message = \(message) where imported_at = now()")
        try db.execute(
            "update core.programme set import_message = \(message) where id = \(programme) and imported_at = now()")
    }

    private func history(_ message: Int64, in db: isolated Connection) throws {
        try db.execute(
            """
            insert into core.registry_history
                   (programme, file, key, change, cells, valid_from, import_message, imported_by)
            select r.programme, r.file, r.key, t.change, r.cells, r.since, \(message), \(importer)
              from core.registry_row r
              join (select programme, file, key, 'changed' as change from registry_incoming where state = 'changed'
                     union all
                    select programme, file, key, 'ended' from registry_gone) t using (programme, file, key)
            """)
        try db.execute(
            """
            insert into core.registry_row (programme, file, key, cells, import_message)
            select i.programme, i.file, i.key, i.cells, \(message)
              from registry_incoming i
             where i.state <> 'unchanged'
                on conflict (programme, file, key) do update
               set cells = excluded.cells, since = now(), import_message = excluded.import_message, ended_at = null
            """)
        try db.execute(
            """
            update core.registry_row r set ended_at = now(), import_message = \(message)
              from registry_gone g
             where r.programme = g.programme and r.file = g.file and r.key = g.key
            """)
    }

    /// A shared row ends only when no other programme lists it.
    var unshared: String {
        """
        not exists (select from core.registry_row r
                     where r.file = g.file and r.key = g.key and r.programme <> g.programme and r.ended_at is null)
        """
    }
}
