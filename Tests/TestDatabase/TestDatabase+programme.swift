// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres

extension TestDatabase {
    /// Makes a programme in Tomsk's zone and the bodies that take part in it, each a university named after its code.
    ///
    /// With a start it is a replay programme whose now stands there (as PostgreSQL writes a time: `2016-03-25 04:00+00`);
    /// without one it runs on the real clock.
    public func furnish(
        programme: String = "demo", replayingFrom start: String? = nil, bodies: [String] = ["minekonom", "tsu"]
    ) async throws {
        let clock = start == nil ? "real" : "replay"
        let admin = try await connection()
        try await admin.execute(
            """
            insert into core.programme (code, name_en, name_ru, zone, clock, clock_now, imported_by)
            values (\(programme), \(programme), upper(\(programme)), 'Asia/Tomsk', \(clock),
                    \(start)::text::timestamptz, 'test')
            """)
        try await admin.execute(
            """
            insert into core.organisation (code, kind, name_en, name_ru, provenance, evidence, source_note, imported_by)
            select code, 'university', code, upper(code), 'sample', 'invented', 'invented', 'test'
              from unnest(\(bodies)) code
            """)
    }
}
