// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Postgres

/// What one round of maintenance did.
public struct MaintenanceReport: Sendable {
    /// How many partitions were made.
    public let partitions: Int
    /// How many inboxes' checkpoints moved.
    public let checkpoints: Int
    /// How many answers were older than 30 days.
    public let answers: Int
    /// How many uploads had not ended within a day.
    public let uploads: Int
    /// How many attachments no message had named for a day.
    public let attachments: Int
}

extension Store {
    /// Makes partitions three months ahead, moves the inboxes' checkpoints, forgets answers after 30 days, ours
    /// and those of endpoints, and attachments that no message names a day after they were uploaded. Has the clock look at
    /// every instruction under way that it would not look at again by itself.
    /// - Parameter now: by which attachments are old; the database's clock when absent.
    public func maintain(now: Instant? = nil) async throws -> MaintenanceReport {
        let partitions = try await reading { connection in
            try connection.one(
                """
                select sum(core.ensure_partitions((now() at time zone 'UTC' + make_interval(months => n))::date))
                  from generate_series(0, 3) n
                """, as: Int64.self)
        }
        let checkpoints = try await transaction { connection in try connection.checkpointInboxes() }
        let answers = try await transaction { connection in
            try connection.execute("delete from core.idempotency where created_at < now() - interval '30 days'")
        }
        _ = try await transaction { connection in
            try connection.execute("delete from core.attempt_answer where at < now() - interval '30 days'")
        }
        // A row is missing where a daemon wrote that did not know of the clock yet.
        try await transaction { connection in
            try connection.askForLooks(
                where: "not exists (select from core.instruction_due d where d.instruction = i.id)")
        }
        let swept = try await sweepAttachments(now: now)
        return MaintenanceReport(
            partitions: Int(partitions), checkpoints: checkpoints, answers: answers, uploads: swept.uploads,
            attachments: swept.contents)
    }
}

extension Connection {
    /// Moves the checkpoints of numbering and receipts forward, under the same locks that numbering takes.
    ///
    /// Only inboxes that moved by a hundred numbers are written: the rows must stay few versions old.
    func checkpointInboxes() throws -> Int {
        _ = try execute("select 1 from core.inbox order by organisation for no key update")
        return try execute(
            """
            update core.inbox i
               set base_seq = moved.seq, base_id = moved.id, acked_seq = moved.acked_seq, acked_id = moved.acked_id
              from (
                select i.organisation, last.seq, last.id, coalesce(acked.seq, i.acked_seq) as acked_seq,
                       coalesce(acked.id, i.acked_id) as acked_id
                  from core.inbox i
                  join lateral (select d.seq, d.message_id as id from core.delivery d
                                 where d.recipient = i.organisation and d.message_id > i.base_id
                                 order by d.seq desc limit 1) last on true
                  left join lateral (select r.upto_seq as seq, r.message_id as id from core.receipt r
                                      where r.recipient = i.organisation and r.level = 'delivered'
                                        and r.message_id >= i.acked_id
                                      order by r.upto_seq desc limit 1) acked on true
                 where last.seq >= i.base_seq + 100
              ) moved
             where i.organisation = moved.organisation
            """)
    }
}
