// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres

// Roadmap versions are files: one is there when its file has been imported, whether or not a row describes it.
extension RegistryMerge {
    func roadmaps(_ versions: [String], _ message: Int64, in db: isolated Connection) throws {
        try versionRows(versions, message, in: db)
        try upsert("roadmap_action", from: "roadmap_actions_*", key: "programme, code", message: message, in: db) {
            let version = """
                (select v.id from core.roadmap_version v
                  where v.programme = i.programme and 'roadmap_actions_' || v.code = i.file)
                """
            return programmeColumn + [("version", version)]
                + text(
                    "code", "title_en", "title_ru", "due", "outcome", "status", "details_provenance",
                    "status_provenance", "document_link")
                + whole("number") + organisation("lead") + own("work_area", "cluster")
        }
        try end("roadmap_action", "roadmap_actions_*", message: message, in: db)
        try link(
            "roadmap_action_co_executor", of: "roadmap_action", from: "roadmap_actions_*", column: "co_executors",
            to: "organisation", as: "organisation", in: db)
        try link(
            "roadmap_action_instrument", of: "roadmap_action", from: "roadmap_actions_*", column: "instruments",
            to: "instrument", as: "instrument", in: db)
        try linkActions(
            "roadmap_action_origin", of: "roadmap_action", from: "roadmap_actions_*", prefix: "origin_", as: "origin",
            in: db)
    }

    private func versionRows(_ versions: [String], _ message: Int64, in db: isolated Connection) throws {
        try db.execute(
            """
            insert into core.roadmap_version (programme, code, position, imported_by, import_message)
            select \(programme), v.code, v.place, \(importer), \(message)
              from unnest(\(versions)) with ordinality v (code, place)
                on conflict (programme, code) do update
               set position = excluded.position, ended_at = null, imported_by = excluded.imported_by,
                   imported_at = now(), import_message = excluded.import_message
             where roadmap_version.position <> excluded.position or roadmap_version.ended_at is not null
            """)
        try db.execute(
            """
            update core.roadmap_version
               set ended_at = now(), imported_by = \(importer), imported_at = now(), import_message = \(message)
             where programme = \(programme) and ended_at is null and code <> all (\(versions))
            """)
        try db.execute(
            """
            update core.roadmap_version v
               set name_en = i.cells ->> 'name_en', name_ru = i.cells ->> 'name_ru', status = i.cells ->> 'status',
                   status_on = i.cells ->> 'status_on', legal_basis = i.cells ->> 'legal_basis',
                   provenance = i.cells ->> 'provenance', evidence = i.cells ->> 'evidence',
                   source_note = i.cells ->> 'source_note', imported_by = \(importer), imported_at = now(),
                   import_message = \(message)
              from registry_incoming i
             where i.file = 'roadmap_versions' and i.state <> 'unchanged'
               and v.programme = i.programme and v.code = i.key
            """)
        try db.execute(
            """
            update core.roadmap_version v
               set name_en = null, name_ru = null, status = null, status_on = null, legal_basis = null,
                   provenance = null, evidence = null, source_note = null, imported_by = \(importer),
                   imported_at = now(), import_message = \(message)
              from registry_gone g
             where g.file = 'roadmap_versions' and v.programme = g.programme and v.code = g.key
            """)
    }
}
