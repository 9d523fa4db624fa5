// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Logging
import Postgres
import Schema

extension Migrator {
    /// Makes roles and database as a superuser, then the schema as `ino_owner`: what an embedded cluster and a test need.
    /// Can be repeated, and changes nothing then.
    ///
    /// - Parameters:
    ///   - superuser: Connection settings of a superuser, to any database.
    ///   - owner: Those of `ino_owner`, to the database that is to be.
    ///   - database: Its name.
    public static func setUp(
        superuser: String, owner: String, database: String, logger: Logger,
        progress: (MigrationProgress) -> Void = { _ in }
    ) async throws {
        try await Connection.with(connection(conninfo: superuser, password: nil), logger: logger) { db in
            try db.script(Schema.roles)
            let exists = try db.one(
                "select exists (select from pg_database where datname = \(database))", as: Bool.self)
            try db.script(exists ? "alter database \(quoted(database)) owner to ino_owner" : creation(of: database))
        }
        try await Migrator(conninfo: owner, logger: logger).up(progress: progress)
    }

    /// What `inod db-setup` prints for the superuser of a PostgreSQL of one's own: `inod db-setup | sudo -u postgres psql`.
    public static func setUpSQL(database: String = "ino") -> String {
        """
        \(Schema.roles)
        select \(literal(creation(of: database)))
         where not exists (select from pg_database where datname = \(literal(database)))
        \\gexec

        """
    }

    /// The steps and reports of this binary as one text for `psql -U ino_owner -v ON_ERROR_STOP=1`, for administrators who
    /// apply changes themselves. For an empty database: each step is one transaction with its row.
    public static func sql() -> String {
        let steps = Schema.migrations.map { step in
            """
            begin;
            \(step.sql)
            insert into core.schema_version (number, name, checksum)
            values (\(step.number), \(literal(step.name)), \(literal(MigrationStatus.checksum(step.sql))));
            commit;

            """
        }
        let recorded = Schema.reports.map { "(\(literal($0.name)), \(literal(MigrationStatus.checksum($0.sql))))" }
        let reports = """
            begin;
            set local role ino_report_owner;
            \(Schema.reports.map(\.sql).joined(separator: "\n"))
            reset role;
            insert into core.report_version (name, checksum)
            values \(recorded.joined(separator: ",\n       "));
            commit;

            """
        return (steps + [reports]).joined(separator: "\n")
    }

    private static func creation(of database: String) -> String {
        "create database \(quoted(database)) owner ino_owner template template0 encoding 'UTF8'"
    }
}
