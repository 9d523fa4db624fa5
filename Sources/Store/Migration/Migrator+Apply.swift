// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres
import Schema

extension Migrator {
    /// Applies one step, unless another migrator has done so meanwhile.
    func apply(_ step: Schema.Step) async throws {
        try await explaining(step.name) { [patience] in
            try await transaction { db in
                try db.lockSchema(patience: patience)
                guard try db.appliedSteps().allSatisfy({ $0.name != step.name }) else { return }
                try db.script(step.sql)
                try db.execute(
                    """
                    insert into core.schema_version (number, name, checksum)
                    values (\(step.number), \(step.name), \(MigrationStatus.checksum(step.sql)))
                    """)
            }
        }
    }

    /// Makes all report views anew, if any file's text changed: they build on one another, and the last file says what
    /// holds for all of them. They are made in the name of their owner, who may do nothing else.
    func applyReports() async throws {
        try await explaining(Self.reportsName) { [reports, patience] in
            try await transaction { db in
                try db.lockSchema(patience: patience)
                let recorded = try db.appliedReports()
                let texts = reports.map { (name: $0.name, sql: $0.sql, checksum: MigrationStatus.checksum($0.sql)) }
                guard texts.contains(where: { recorded[$0.name] != $0.checksum }) else { return }
                try db.script("set local role ino_report_owner")
                for text in texts { try db.script(text.sql) }
                try db.script("reset role")
                try db.execute(
                    """
                    insert into core.report_version (name, checksum)
                    select * from unnest(\(texts.map(\.name)), \(texts.map(\.checksum)))
                    on conflict (name) do update set checksum = excluded.checksum, applied_at = clock_timestamp()
                    """)
            }
        }
    }

    /// Turns what PostgreSQL says about a step into what the operator can do about it.
    private func explaining(_ name: String, _ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as PostgresError {
            switch error.sqlState {
            case "55P03":
                throw MigrationError(
                    code: .busy, sentence: "\(name) waited too long for a table that is in use",
                    next: "Run 'inod migrate up' again; if it stays so, look for long transactions in pg_stat_activity")
            case .some:
                throw MigrationError(
                    code: .failed,
                    sentence: "\(name) failed and left nothing: \(error.serverMessage ?? error.sentence)",
                    next: "The steps before it are in place; mend the cause and run 'inod migrate up' again")
            case nil: throw error
            }
        }
    }
}

extension Connection {
    /// Waits for other migrators, then sets how long a step may wait for tables that others use.
    fileprivate func lockSchema(patience: Duration) throws {
        try script("select pg_advisory_xact_lock(\(Self.schemaLock))")
        try script("set local lock_timeout = \(Int(patience / .milliseconds(1)))")
    }

    /// Nobody else's number, one hopes: "ino-schm" in ASCII.
    private static var schemaLock: Int64 { 0x696E_6F2D_7363_686D }
}
