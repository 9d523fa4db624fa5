// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Foundation
import Postgres
import Schema

/// Everything `inod doctor` looks at in a database, as facts without a judgement.
public struct Examination: Sendable {
    /// As what the daemon logs in, and whether that is more than it needs.
    public let login: (name: String, isSuperuser: Bool)
    /// PostgreSQL's version as a number, 150018 for 15.18, and as a text.
    public let version: (number: Int, text: String)
    /// The encoding of the database; UTF8 is needed.
    public let encoding: String
    /// Whether it takes no writes.
    public let isReadOnly: Bool
    /// How long one question took, in milliseconds.
    public let roundTrip: Double
    /// How far the server's clock is before ours, in seconds.
    public let clockAhead: Double
    /// The bytes of the database on disk.
    public let bytes: Int64
    /// Ino's roles that are not there.
    public let missingRoles: [String]
    /// The schema beside the one of this binary.
    public let schema: MigrationStatus
    /// What the daemon may not do and must: `insert on message`.
    public let missingGrants: [String]
    /// What the daemon may do and must not: `update on message`.
    public let excessGrants: [String]
    /// Partitions of this and the next month that are not made, by name.
    public let missingPartitions: [String]
    /// Append-only tables and partitions of them where a trigger is missing or switched off, by name.
    public let openLogs: [String]
    /// Whether the server archives its log, and when it last did; nil when it never has.
    public let archiving: (isOn: Bool, last: Instant?)
    /// The flows that stand.
    public let pauses: [FlowPause]
    /// Endpoints that take nothing, and whose owners were told so.
    public let stuckWebhooks: [Webhook]
    /// Where the server is.
    public let server: Server

    /// Where a server is, as far as this login may know.
    public struct Server: Hashable, Sendable {
        /// Whether it is asked by a unix socket, or from the address it listens at.
        public let isOnThisHost: Bool
        /// Its address; nil by a unix socket.
        public let address: String?
        /// The folder of its data; nil when this login may not know it.
        public let dataFolder: String?

        /// A place of all its parts.
        public init(isOnThisHost: Bool, address: String?, dataFolder: String?) {
            self.isOnThisHost = isOnThisHost
            self.address = address
            self.dataFolder = dataFolder
        }
    }
}

extension Store {
    /// Looks at everything in one read-only transaction.
    public func examine() async throws -> Examination {
        try await transaction(readOnly: true) { db in
            let before = Date.now.timeIntervalSince1970
            let clock = try db.one("select extract(epoch from clock_timestamp())::float8", as: Double.self)
            let after = Date.now.timeIntervalSince1970
            let now = Instant(microsecondsSince1970: Int64(clock * 1_000_000))
            // A schema that is behind has no flows yet; the finding about it says so.
            let hasFlows = try db.one("select to_regclass('core.flow_event') is not null", as: Bool.self)
            let hasWebhooks = try db.one("select to_regclass('core.webhook_retry') is not null", as: Bool.self)
            let (name, isSuperuser, number, text, encoding) = try db.one(
                """
                select current_user::text, rolsuper, current_setting('server_version_num')::int,
                       current_setting('server_version'), current_setting('server_encoding')
                  from pg_roles where rolname = current_user
                """, as: (String, Bool, Int32, String, String).self)
            let (isReadOnly, bytes, archives, archived) = try db.one(
                """
                select pg_is_in_recovery(), pg_database_size(current_database()),
                       current_setting('archive_mode') <> 'off', last_archived_time
                  from pg_stat_archiver
                """, as: (Bool, Int64, Bool, Instant?).self)
            let roles = try db.query(
                """
                select name from unnest(array['ino_owner', 'ino_daemon', 'ino_report_owner', 'ino_reader_all',
                                              'ino_reader_org', 'ino_reader_public', 'ino_auditor']) name
                 where not exists (select from pg_roles where rolname = name)
                 order by name
                """, as: String.self)
            return Examination(
                login: (name, isSuperuser), version: (Int(number), text), encoding: encoding, isReadOnly: isReadOnly,
                roundTrip: (after - before) * 1000, clockAhead: clock - (before + after) / 2, bytes: bytes,
                missingRoles: roles,
                schema: try db.migrationStatus(steps: Schema.migrations, reports: Schema.reports),
                missingGrants: try db.grants(["select", "insert"], held: false),
                excessGrants: try db.grants(["update", "delete", "truncate"], held: true),
                missingPartitions: try db.missingPartitions(), openLogs: try db.openLogs(),
                archiving: (archives, archived),
                pauses: hasFlows ? try db.flowPauses().filter { $0.holds(at: now) } : [],
                stuckWebhooks: hasWebhooks ? try db.webhooks(where: "true").filter(\.isStuck) : [],
                server: try db.place())
        }
    }
}

extension Connection {
    /// The logs that no one may change, those that are there. `send_key` is kept the same way by its grants alone.
    private static let logs = [
        "message", "delivery", "receipt", "attempt", "registry_history", "programme_clock", "token_event",
        "webhook_event", "webhook_replay", "parked", "parked_resolution", "flow_event",
        "message_expiry",
    ]

    /// Where the server is; `data_directory` is told only to those who may read every setting.
    fileprivate func place() throws -> Examination.Server {
        let (isHere, address, folder) = try one(
            """
            select inet_server_addr() is null or inet_server_addr() = inet_client_addr(), host(inet_server_addr()),
                   case when pg_has_role(current_user, 'pg_read_all_settings', 'usage')
                        then current_setting('data_directory') end
            """, as: (Bool, String?, String?).self)
        return Examination.Server(isOnThisHost: isHere, address: address, dataFolder: folder)
    }

    /// Which of these rights on the daemon's logs are held, or are not.
    fileprivate func grants(_ rights: [String], held: Bool) throws -> [String] {
        try query(
            """
            select r.name || ' on ' || c.relname
              from pg_class c
              join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'core'
             cross join unnest(\(rights)::text[]) with ordinality r (name, place)
             where c.relname = any (array['message', 'delivery', 'receipt', 'attempt', 'send_key'])
               and has_table_privilege(current_user, c.oid, r.name) = \(held)
             order by c.relname, r.place
            """, as: String.self)
    }

    /// Of this month and the next, where the log itself is there.
    fileprivate func missingPartitions() throws -> [String] {
        try query(
            """
            select part
              from unnest(array['message', 'delivery', 'receipt', 'attempt']) log
             cross join generate_series(0, 1) n
             cross join lateral format('%s_%s', log, to_char(date_trunc('month', now() at time zone 'UTC')
                                                             + make_interval(months => n), 'YYYY_MM')) part
             where exists (select from pg_class c join pg_namespace s on s.oid = c.relnamespace
                            where s.nspname = 'core' and c.relname = log)
               and not exists (select from pg_class c join pg_namespace s on s.oid = c.relnamespace
                                where s.nspname = 'core' and c.relname = part)
             order by part
            """, as: String.self)
    }

    /// A log is closed when both triggers of `core.append_only` are there and switched on.
    fileprivate func openLogs() throws -> [String] {
        try query(
            """
            select c.relname::text
              from pg_class c
              join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'core'
             where c.relkind in ('r', 'p')
               and (c.relname = any (\(Self.logs))
                    or exists (select from pg_inherits h join pg_class p on p.oid = h.inhparent
                                where h.inhrelid = c.oid and p.relname = any (\(Self.logs))))
               and (select count(distinct t.tgtype::int & 56) from pg_trigger t
                     where t.tgrelid = c.oid and t.tgenabled in ('O', 'A')
                       and t.tgfoid = to_regprocedure('core.refuse_change()')
                       and t.tgtype::int & 56 in (24, 32)) < 2
             order by c.relname
            """, as: String.self)
    }
}
