// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres
import Schema

extension Connection {
    /// Compares what is recorded here with the texts at hand.
    func migrationStatus(steps: [Schema.Step], reports: [Schema.Report]) throws -> MigrationStatus {
        MigrationStatus(applied: try appliedSteps(), reports: try appliedReports(), steps: steps, reports: reports)
    }

    /// The steps in the database, by number; none in an empty one.
    func appliedSteps() throws -> [MigrationStatus.Applied] {
        guard try hasRecord() else { return [] }
        return try query(
            "select number, name, checksum, applied_at from core.schema_version order by number",
            as: (Int, String, String, PostgresTimestamp).self
        ).map { number, name, checksum, appliedAt in
            MigrationStatus.Applied(
                number: number, name: name, checksum: checksum,
                appliedAt: Instant(microsecondsSince1970: appliedAt.microsecondsSince1970))
        }
    }

    /// The report files that made the views, name to checksum.
    func appliedReports() throws -> [String: String] {
        guard try hasRecord() else { return [:] }
        let rows = try query("select name, checksum from core.report_version", as: (String, String).self)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0, $1) })
    }

    private func hasRecord() throws -> Bool {
        try one("select to_regclass('core.schema_version') is not null", as: Bool.self)
    }
}
