// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres

extension Store {
    /// The reports there are: every view of `report_v1`, with its comments.
    public func reports() async throws -> [ReportDescription] {
        try await reading { db in try db.reports(named: nil) }
    }

    /// Runs a report as it stands, the first `limit` rows of it.
    ///
    /// The name is looked up among the views first; nothing a caller gives becomes SQL.
    /// - Throws: `StoreError` where there is no such report.
    public func runReport(_ name: String, limit: Int = 1000) async throws -> ReportResult {
        try await transaction(readOnly: true) { db in
            guard let report = try db.reports(named: name).first else {
                throw StoreError(
                    .notFound(what: "report", name: name), "No report is named «\(name)»: the list has their names.")
            }
            let columns = report.columns.map { "\(Migrator.quoted($0.name))::text" }.joined(separator: ", ")
            let table = try db.table(
                """
                select \(unescaped: columns)
                  from report_v1.\(unescaped: Migrator.quoted(report.name))
                 limit \(Int64(limit) + 1)
                """)
            let rows = Array(table.rows.prefix(limit))
            return ReportResult(
                report: report, rows: rows, samples: Self.samples(in: rows, of: report),
                isTruncated: table.rows.count > limit)
        }
    }

    /// How many rows show an invented fact; nil where no column speaks of provenance.
    private static func samples(in rows: [[String?]], of report: ReportDescription) -> Int? {
        let places = report.columns.indices.filter { report.columns[$0].name.hasSuffix("provenance") }
        guard !places.isEmpty else { return nil }
        return rows.count { row in places.contains { row[$0] == Provenance.sample.rawValue } }
    }
}

extension Connection {
    /// The views of `report_v1` with their columns and comments, in the order of their names.
    fileprivate func reports(named name: String?) throws -> [ReportDescription] {
        let columns = try query(
            """
            select c.relname::text, coalesce(obj_description(c.oid, 'pg_class'), ''),
                   a.attname::text, format_type(a.atttypid, a.atttypmod), coalesce(col_description(c.oid, a.attnum), '')
              from pg_class c
              join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
             where c.relnamespace = 'report_v1'::regnamespace
               and c.relkind = 'v'
               and (\(name)::text is null or c.relname = \(name))
             order by c.relname, a.attnum
            """, as: (String, String, String, String, String).self)
        var reports: [ReportDescription] = []
        for (name, comment, column, type, columnComment) in columns {
            let next = ReportColumnDescription(name: column, type: type, comment: columnComment)
            let before = reports.last?.name == name ? reports.removeLast().columns : []
            reports.append(ReportDescription(name: name, comment: comment, columns: before + [next]))
        }
        return reports
    }
}
