// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Foundation
import Postgres
import Schema

/// How the store and its database do, as far as one look tells.
public struct StoreStatus: Sendable {
    /// The schema beside the one of this binary.
    public let schema: MigrationStatus
    /// What was sent and has no receipt yet.
    public let queue: QueueDepth
    /// Messages that an endpoint would not take and nobody has decided about.
    public let parked: Int64
    /// Attachments that are kept, and their bytes.
    public let attachments: AttachmentTotals
    /// How far the clock of deadlines is behind.
    public let clock: ClockBacklog
    /// PostgreSQL's version.
    public let version: String
    /// The bytes of the database on disk.
    public let bytes: Int64
    /// How far the server's clock is before ours, in seconds.
    public let clockAhead: Double
    /// Whether it takes no writes.
    public let isReadOnly: Bool
}

/// Deliveries without a receipt for `delivered` that have not expired.
public struct QueueDepth: Hashable, Sendable {
    /// How many.
    public let undelivered: Int64
    /// In how many inboxes.
    public let inboxes: Int64
    /// When the oldest of them was recorded.
    public let oldestAt: Instant?
    /// In whose inbox it lies, by code.
    public let oldestIn: String?
}

/// Attachments that are kept, each counted once however often it was uploaded or named.
public struct AttachmentTotals: Hashable, Sendable {
    /// How many.
    public let count: Int64
    /// How many bytes they have together.
    public let bytes: Int64
}

/// The connections of a store.
public struct ConnectionCounts: Hashable, Sendable {
    /// How many there may be.
    public let size: Int
    /// How many there are.
    public let connections: Int
    /// How many of them are free.
    public let idle: Int
    /// How many callers wait for one.
    public let waiting: Int
}

extension Store {
    /// The connections now; asks nobody.
    public var connectionCounts: ConnectionCounts {
        let counts = pool.counts
        return ConnectionCounts(
            size: configuration.poolSize, connections: counts.connections, idle: counts.idle, waiting: counts.waiting)
    }

    /// Looks once at everything an operator asks about.
    public func status() async throws -> StoreStatus {
        try await reading { db in
            let schema = try db.migrationStatus(steps: Schema.migrations, reports: Schema.reports)
            let before = Date.now.timeIntervalSince1970
            let (clock, version, bytes, isReadOnly) = try db.one(
                """
                select extract(epoch from clock_timestamp())::float8, current_setting('server_version'),
                       pg_database_size(current_database()),
                       pg_is_in_recovery() or current_setting('transaction_read_only')::bool
                           and current_setting('default_transaction_read_only')::bool
                """, as: (Double, String, Int64, Bool).self)
            // Our clock in the middle of the round trip is the server's at its answer, as nearly as can be told.
            let ours = (before + Date.now.timeIntervalSince1970) / 2
            return StoreStatus(
                schema: schema, queue: try db.queueDepth(), parked: try db.parkedCount(),
                attachments: try db.attachmentTotals(), clock: try db.clockFigures(), version: version,
                bytes: bytes, clockAhead: clock - ours,
                isReadOnly: isReadOnly)
        }
    }
}

extension Connection {
    /// A schema that is behind may have no place for them yet.
    fileprivate func parkedCount() throws -> Int64 {
        guard try one("select to_regclass('core.parked_resolution') is not null", as: Bool.self) else { return 0 }
        return try one(
            """
            select count(*) from core.parked k
             where not exists (select from core.parked_resolution r where r.parked = k.id)
            """, as: Int64.self)
    }

    /// The same holds for what the clock has to look at.
    fileprivate func clockFigures() throws -> ClockBacklog {
        guard try one("select to_regclass('core.instruction_due') is not null", as: Bool.self) else {
            return ClockBacklog(due: 0, behind: 0)
        }
        return try clockBacklog()
    }

    /// The same holds for attachments.
    fileprivate func attachmentTotals() throws -> AttachmentTotals {
        guard try one("select to_regclass('core.attachment') is not null", as: Bool.self) else {
            return AttachmentTotals(count: 0, bytes: 0)
        }
        let (count, bytes) = try one(
            "select count(*), coalesce(sum(a.size), 0)::int8 from core.attachment a", as: (Int64, Int64).self)
        return AttachmentTotals(count: count, bytes: bytes)
    }

    /// Three index probes an inbox: its last number, its last receipt, and what expired above that.
    func queueDepth() throws -> QueueDepth {
        let rows = try query(
            """
            with inbox as materialized (
                select i.organisation, i.acked_id,
                       coalesce((select d.seq from core.delivery d
                                  where d.recipient = i.organisation and d.message_id > i.base_id
                                  order by d.seq desc limit 1), i.base_seq) as last,
                       greatest(i.acked_seq, (select max(r.upto_seq) from core.receipt r
                                               where r.recipient = i.organisation and r.level = 'delivered'
                                                 and r.message_id >= i.acked_id)) as acked
                  from core.inbox i
            ), waiting as materialized (
                select i.organisation, i.acked_id, i.last - i.acked - expired.numbers as depth,
                       case when expired.numbers = 0 then i.acked + 1 else (
                           select min(d.seq)
                             from core.delivery d
                            where d.recipient = i.organisation and d.seq > i.acked and d.message_id >= i.acked_id
                              and not exists (select from core.receipt r
                                               where r.recipient = d.recipient and r.level = 'expired'
                                                 and r.upto_seq = d.seq and r.message_id = d.message_id)) end as first
                  from inbox i
                 cross join lateral (select count(*) as numbers from core.receipt r
                                      where r.recipient = i.organisation and r.level = 'expired'
                                        and r.upto_seq > i.acked and r.message_id >= i.acked_id) expired
                 where i.last > i.acked + expired.numbers
            ), oldest as (
                select d.message_id, w.organisation
                  from waiting w
                  join core.delivery d on d.recipient = w.organisation and d.seq = w.first
                 order by d.message_id
                 limit 1
            )
            select coalesce(sum(w.depth), 0)::int8, count(*), max(m.recorded_at), max(o.code)
              from waiting w
              left join (oldest join core.message m on m.id = oldest.message_id
                                join core.organisation o on o.id = oldest.organisation) on true
            """, as: (Int64, Int64, Instant?, String?).self)
        let (undelivered, inboxes, oldestAt, oldestIn) = rows.first ?? (0, 0, nil, nil)
        return QueueDepth(undelivered: undelivered, inboxes: inboxes, oldestAt: oldestAt, oldestIn: oldestIn)
    }
}
