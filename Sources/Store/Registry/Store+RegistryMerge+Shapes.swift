// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres

// The shapes of statement that every table of the registry is merged by. The texts are constants of this target.
extension RegistryMerge {
    /// Inserts what is new and overwrites what differs; the key is a list of columns with a unique index.
    func upsert(
        _ table: String, from file: String, key: String, message: Int64?, in db: isolated Connection,
        _ columns: () -> [(name: String, value: String)]
    ) throws {
        let facts = ["provenance", "evidence", "source_note"].map { (name: $0, value: "i.cells ->> '\($0)'") }
        let all = columns() + facts
        let names = all.map(\.name).joined(separator: ", ")
        let values = all.map(\.value).joined(separator: ", ")
        let changes = all.map { "\($0.name) = excluded.\($0.name)" }.joined(separator: ", ")
        try db.execute(
            """
            insert into core.\(unescaped: table) (\(unescaped: names), imported_by, import_message)
            select \(unescaped: values), \(importer), \(message)
              from registry_incoming i
             where i.file \(unescaped: Self.matching(file)) and i.state <> 'unchanged'
             order by i.file, i.line
                on conflict (\(unescaped: key)) do update
               set \(unescaped: changes), imported_by = excluded.imported_by, imported_at = now(),
                   import_message = excluded.import_message, ended_at = null
            """)
    }

    /// Ends what is no longer present; in the condition `x` is the table's row and `g` the one that is gone.
    func end(
        _ table: String, _ file: String, message: Int64?, in db: isolated Connection,
        where condition: String = "x.programme = g.programme and x.code = g.key"
    ) throws {
        try db.execute(
            """
            update core.\(unescaped: table) x
               set ended_at = now(), imported_by = \(importer), imported_at = now(), import_message = \(message)
              from registry_gone g
             where g.file \(unescaped: Self.matching(file)) and x.ended_at is null and \(unescaped: condition)
            """)
    }

    /// Replaces the links of the rows that are new or differ by those of a list column.
    func link(
        _ table: String, of owner: String, from file: String, column: String, to target: String, as name: String,
        in db: isolated Connection
    ) throws {
        try unlink(table, of: owner, from: file, in: db)
        let scope = target == "organisation" ? "" : "and t.programme = i.programme"
        try db.execute(
            """
            insert into core.\(unescaped: table) (\(unescaped: Self.column(of: owner)), \(unescaped: name), position)
            select x.id, t.id, part.place
              from registry_incoming i
              join core.\(unescaped: owner) x on x.programme = i.programme and x.code = i.key
             cross join lateral unnest(string_to_array(i.cells ->> \(column), ';'))
                        with ordinality part (code, place)
              join core.\(unescaped: target) t on t.code = part.code \(unescaped: scope)
             where i.file \(unescaped: Self.matching(file)) and i.state <> 'unchanged'
            """)
    }

    /// Replaces the links to actions, which stand in one column a version: `action_v1`, `action_v2`.
    func linkActions(
        _ table: String, of owner: String, from file: String, prefix: String, as name: String,
        in db: isolated Connection
    ) throws {
        try unlink(table, of: owner, from: file, in: db)
        try db.execute(
            """
            insert into core.\(unescaped: table) (\(unescaped: Self.column(of: owner)), \(unescaped: name))
            select distinct x.id, a.id
              from registry_incoming i
              join core.\(unescaped: owner) x on x.programme = i.programme and x.code = i.key
             cross join lateral jsonb_each_text(i.cells) c
             cross join lateral unnest(string_to_array(c.value, ';')) part (code)
              join core.roadmap_action a on a.programme = i.programme and a.code = part.code
             where i.file \(unescaped: Self.matching(file)) and i.state <> 'unchanged' and starts_with(c.key, \(prefix))
            """)
    }

    private func unlink(
        _ table: String, of owner: String, from file: String, in db: isolated Connection
    ) throws {
        try db.execute(
            """
            delete from core.\(unescaped: table) l
             using core.\(unescaped: owner) x, registry_incoming i
             where l.\(unescaped: Self.column(of: owner)) = x.id and x.programme = i.programme and x.code = i.key
               and i.file \(unescaped: Self.matching(file)) and i.state <> 'unchanged'
            """)
    }

    /// Links of an action are named by it, as those of a project are.
    private static func column(of owner: String) -> String {
        owner == "roadmap_action" ? "action" : owner
    }

    /// One file, or all that begin alike: `roadmap_actions_*`.
    private static func matching(_ file: String) -> String {
        file.hasSuffix("*") ? "like '\(file.dropLast().replacing("_", with: "\\_"))%'" : "= '\(file)'"
    }
}

// How a field becomes a value.
extension RegistryMerge {
    func text(_ columns: String...) -> [(name: String, value: String)] {
        columns.map { ($0, "i.cells ->> '\($0)'") }
    }

    func number(_ columns: String...) -> [(name: String, value: String)] {
        columns.map { ($0, "(i.cells ->> '\($0)')::numeric") }
    }

    func whole(_ columns: String...) -> [(name: String, value: String)] {
        columns.map { ($0, "(i.cells ->> '\($0)')::int") }
    }

    func organisation(_ columns: String...) -> [(name: String, value: String)] {
        columns.map { ($0, "(select o.id from core.organisation o where o.code = i.cells ->> '\($0)')") }
    }

    /// The id of a row of the programme whose code the field gives.
    func own(_ columns: String...) -> [(name: String, value: String)] {
        columns.map { column in
            let code = "t.code = i.cells ->> '\(column)'"
            return (column, "(select t.id from core.\(column) t where t.programme = i.programme and \(code))")
        }
    }

    var programmeColumn: [(name: String, value: String)] { [("programme", "i.programme")] }
}
