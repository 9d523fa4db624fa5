// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Postgres

extension Store {
    /// The reports there are: every view of `report_v1` and every function of a moment, with their comments.
    public func reports() async throws -> [ReportDescription] {
        try await reading { db in try db.reports(named: nil) }
    }

    /// Runs a report as it stands, the first `limit` rows of it.
    ///
    /// The name and the columns are looked up among the reports first; nothing a caller gives becomes SQL.
    /// - Parameters:
    ///   - asOf: The moment of a report that takes one, by the programmes' clocks; nil for the others.
    ///   - values: Only rows with these values, by column; an empty one stands for no value.
    /// - Throws: `StoreError` where there is no such report or column, a value is none of its column's type, or the report
    ///   lacks its moment or has no use for one.
    public func runReport(
        _ name: String, asOf: Instant? = nil, where values: [String: String] = [:], limit: Int = 1000
    ) async throws -> ReportResult {
        try await transaction(readOnly: true) { db in
            guard let report = try db.reports(named: name).first else {
                throw StoreError(
                    .notFound(what: "report", name: name), "No report is named «\(name)»: the list has their names.")
            }
            guard report.takesMoment == (asOf != nil) else {
                throw StoreError(
                    .invalid,
                    report.takesMoment
                        ? "The report «\(name)» shows the state as of a moment, and none is given."
                        : "The report «\(name)» shows the present and takes no moment; one as of a moment ends in _asof."
                )
            }
            let columns = report.columns.map { "\(Migrator.quoted($0.name))::text" }.joined(separator: ", ")
            let source: Statement =
                if let asOf {
                    "\(unescaped: Migrator.quoted(report.name))(\(asOf))"
                } else {
                    "\(unescaped: Migrator.quoted(report.name))"
                }
            let condition = try Self.condition(values, of: report)
            let table = try Self.tellingOfValues(values, of: report) {
                try db.table(
                    "select \(unescaped: columns) from report_v1.\(source)\(condition) limit \(Int64(limit) + 1)")
            }
            let rows = Array(table.rows.prefix(limit))
            return ReportResult(
                report: report, rows: rows, samples: Self.samples(in: rows, of: report),
                isTruncated: table.rows.count > limit)
        }
    }

    /// That columns have these values; each value is bound, and read as its column's type.
    private static func condition(_ values: [String: String], of report: ReportDescription) throws -> Statement {
        var condition: Statement = ""
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            guard let column = report.columns.first(where: { $0.name == name }) else {
                throw StoreError(
                    .unknownColumn(name, of: report.columns.map(\.name)),
                    "The report «\(report.name)» has no column «\(name)».")
            }
            let start: Statement = condition.sql.isEmpty ? " where " : "\(condition) and "
            let quoted = Migrator.quoted(name)
            condition =
                value.isEmpty
                ? "\(start)\(unescaped: quoted) is null"
                : "\(start)\(unescaped: quoted) = \(value)::text::\(unescaped: column.type)"
        }
        return condition
    }

    /// Says of which types the columns are when a value does not fit one of them.
    private static func tellingOfValues<Result>(
        _ values: [String: String], of report: ReportDescription, _ run: () throws -> Result
    ) throws -> Result {
        do {
            return try run()
        } catch let error as PostgresError {
            guard !values.isEmpty, case .server(let state) = error.code, state.hasPrefix("22") else { throw error }
            let types = report.columns.filter { values[$0.name] != nil }.map { "\($0.name) is of type \($0.type)" }
            throw StoreError(
                .invalid, "A value does not fit its column: \(types.joined(separator: ", ")).", cause: error)
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
    /// The reports with their columns and comments, in the order of their names. A function's columns are those of the
    /// views of the same subject, and are described there.
    fileprivate func reports(named name: String?) throws -> [ReportDescription] {
        let columns = try query(
            """
            select c.relname::text as report, coalesce(obj_description(c.oid, 'pg_class'), ''), false,
                   a.attname::text, format_type(a.atttypid, a.atttypmod),
                   coalesce(col_description(c.oid, a.attnum), ''), a.attnum::int8 as place
              from pg_class c
              join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
             where c.relnamespace = 'report_v1'::regnamespace
               and c.relkind = 'v'
               and (\(name)::text is null or c.relname = \(name))
             union all
            select p.proname, coalesce(obj_description(p.oid, 'pg_proc'), ''), true,
                   argument.name, format_type(argument.type, null),
                   coalesce((select col_description(a.attrelid, a.attnum)
                               from pg_attribute a
                               join pg_class c on c.oid = a.attrelid
                              where c.relnamespace = p.pronamespace and c.relkind = 'v' and a.attname = argument.name
                                and split_part(c.relname, '_', 1) = split_part(p.proname, '_', 1)
                              order by c.relname limit 1), 'The moment asked for · на какое время'), argument.place
              from pg_proc p
             cross join unnest(p.proargnames, p.proallargtypes, p.proargmodes) with ordinality
                   argument (name, type, mode, place)
             where p.pronamespace = 'report_v1'::regnamespace
               and p.pronargs = 1 and p.proargtypes[0] = 'timestamptz'::regtype
               and argument.mode = 't'
               and (\(name)::text is null or p.proname = \(name))
             order by report, place
            """, as: (String, String, Bool, String, String, String, Int64).self)
        var reports: [ReportDescription] = []
        for (name, comment, takesMoment, column, type, columnComment, _) in columns {
            let next = ReportColumnDescription(name: column, type: type, comment: columnComment)
            let before = reports.last?.name == name ? reports.removeLast().columns : []
            reports.append(
                ReportDescription(name: name, comment: comment, takesMoment: takesMoment, columns: before + [next]))
        }
        return reports
    }
}
