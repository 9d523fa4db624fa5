// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres
import TestDatabase

/// What the rows run on: a durable cluster, a database with a programme on the real clock, and the release `inod`.
struct Arena: Sendable {
    /// Who sends, and who reads where an inbox of its own is wanted.
    static let (sender, recipient, reader) = ("minekonom", "tsu", "reader")
    /// Where one message goes to many: 447 more, so that there are 450 inboxes in all.
    static let bodies = (1...447).map { "body_\(String(1000 + $0).dropFirst())" }

    let cluster: TestCluster
    let database: TestDatabase
    let daemon: Daemon
    /// The superuser's.
    let admin: Connection
    /// The token of the sending body, and that of the reading one.
    let senderToken: String
    let readerToken: String

    /// Furnishes a database, fills it and starts the daemon on it; both go when the closure returns.
    static func with<Result>(
        _ cluster: TestCluster, filling fill: (Connection) async throws -> Void = { _ in },
        _ body: (Arena) async throws -> Result
    ) async throws -> Result {
        try await TestDatabase.withDatabase(in: cluster) { database in
            try await furnish(database)
            try await fill(try await patient(database))
            let daemon = try Daemon(database)
            defer { daemon.stop() }
            let arena = Arena(
                cluster: cluster, database: database, daemon: daemon, admin: try await patient(database),
                senderToken: try daemon.token(of: sender), readerToken: try daemon.token(of: reader))
            return try await body(arena)
        }
    }

    /// A superuser's connection that waits as long as it takes.
    static func patient(_ database: TestDatabase) async throws -> Connection {
        try await Connection.open(
            ConnectionConfiguration(
                conninfo: database.conninfo(), applicationName: "benchmark", statementTimeout: .zero,
                lockTimeout: .zero, idleInTransactionTimeout: .zero))
    }

    private static func furnish(_ database: TestDatabase) async throws {
        try await database.furnish(programme: "bench", bodies: [sender, recipient, reader] + bodies)
        try await database.connection().script(
            """
            insert into core.programme_organisation (programme, organisation, membership_provenance, provenance,
                   evidence, source_note, imported_by)
            select p.id, o.id, 'sample', 'sample', 'invented', 'invented', 'benchmark'
              from core.programme p, core.organisation o
             where o.code between 'body_001' and 'body_400';
            update core.organisation set kind = 'resident' where code between 'body_001' and 'body_400';
            insert into core.person (code, name_en, provenance, evidence, source_note, imported_by)
            values ('worker', 'Worker', 'sample', 'invented', 'invented', 'benchmark');
            insert into core.person_position (person, organisation, position_en, provenance, evidence, source_note,
                   imported_by)
            select p.id, o.id, 'engineer', 'sample', 'invented', 'invented', 'benchmark'
              from core.person p, core.organisation o where o.code = '\(recipient)';
            insert into core.calendar_year (calendar, year)
            select p.calendar, year from core.programme p, generate_series(2026, 2040) year;
            create table public.raw (id bigint generated always as identity primary key, payload text not null);
            create table public.raw_delivery (recipient int, message bigint, primary key (recipient, message));
            """)
    }

    /// Runs statements as the superuser.
    func script(_ sql: String) async throws { try await admin.script(sql) }

    /// A session of its own, with nothing of ours between.
    func session() throws -> PostgresSession {
        try PostgresSession(folder: cluster.folder, database: database.name)
    }

    /// The number of the last message in an inbox.
    func last(of organisation: String) async throws -> Int {
        try await admin.one(
            """
            select coalesce(max(d.seq), 0)::int
              from core.delivery d join core.organisation o on o.id = d.recipient where o.code = \(organisation)
            """, as: Int.self)
    }
}

/// One run of one contender in one round.
struct Run: Sendable {
    var arena: Arena
    /// Another with years of correspondence; only where a row asks for it.
    let history: Arena?
    let row: String
    let contender: String
    let round: Int
    let scale: Scale

    /// What the keys of its messages begin with; nobody else's do.
    var prefix: String { "\(row)-\(contender.filter { $0 != " " })-\(round)-" }

    /// The same work elsewhere.
    func on(_ other: Arena) -> Run {
        var run = self
        run.arena = other
        return run
    }

    /// How long it works.
    var seconds: Double { scale.seconds }

    /// Does the work, and takes down what it used.
    func measure(_ work: () throws -> Reading) async throws -> Reading {
        let (used, syncs) = (arena.daemon.used(), try await syncs())
        var reading = try work()
        reading.used = arena.daemon.used() - used
        reading.syncs = try await self.syncs() - syncs
        return reading
    }

    private func syncs() async throws -> Int {
        try await arena.admin.one("select wal_sync::int from pg_stat_wal", as: Int.self)
    }
}

/// How much work is done.
struct Scale: Sendable {
    /// Seconds of a run that goes by time.
    var seconds = 3.0
    /// How long a transaction is held open in row h.
    var heldSeconds = 180.0
    /// Deliveries of history in row n.
    var history = 2_000_000
    /// Messages that wait in row m.
    var backlog = 100_000

    /// Fractions of a second and small numbers: shows that every row works, and measures nothing.
    static let short = Scale(seconds: 0.3, heldSeconds: 2, history: 20_000, backlog: 2_000)
    /// The sizes of the promises: half an hour, 100 million deliveries, a million messages.
    static let long = Scale(seconds: 3, heldSeconds: 1800, history: 100_000_000, backlog: 1_000_000)
}
