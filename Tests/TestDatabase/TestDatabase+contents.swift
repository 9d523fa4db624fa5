// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres

extension TestDatabase {
    /// What each table of the schema `core` holds, as one hash a table: equal when nothing was stored in between.
    ///
    /// When a token was last used is left out: looking is not storing.
    public func contents() async throws -> [String: String] {
        let admin = try await connection()
        let tables = try await admin.query(
            """
            select relname::text from pg_class
             where relnamespace = 'core'::regnamespace and relkind in ('r', 'p') and not relispartition
            """, as: String.self)
        var contents: [String: String] = [:]
        for table in tables {
            contents[table] = try await admin.one(
                """
                select md5(coalesce(string_agg(held, ',' order by held), ''))
                  from (select (to_jsonb(x) - 'last_used_at')::text as held from core.\(unescaped: table) x) rows
                """, as: String.self)
        }
        return contents
    }
}
