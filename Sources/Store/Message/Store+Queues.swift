// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Postgres

/// How far an organisation has come with its inbox.
public struct Queue: Sendable {
    /// Whose inbox.
    public let organisation: String
    /// The highest number given.
    public let last: Int64
    /// How many have no receipt of any kind: nobody has said to have them, and they have not expired.
    public let depth: Int64
    /// The first of them.
    public let firstUndelivered: Int64?
    /// When it was stored, by the real clock.
    public let oldestUndelivered: Instant?
    /// How many are neither registered nor answered nor expired; counted only for organisations that are named.
    public let unregistered: Int64
    /// The first of them.
    public let firstUnregistered: Int64?
}

extension Store {
    /// The inboxes that hold what nobody has said to have or to have registered, the longest waiting first; of these
    /// organisations, or of all.
    public func queues(of organisations: [String]? = nil) async throws -> [Queue] {
        let rows = try await reading { connection in
            try connection.query(
                """
                select o.code, i.last, waits.depth, waits.first, first.recorded_at, unregistered.depth, unregistered.first
                  from (select i.organisation, i.acked_seq, i.acked_id,
                               coalesce((select d.seq from core.delivery d
                                          where d.recipient = i.organisation and d.message_id > i.base_id
                                          order by d.seq desc limit 1), i.base_seq) as last
                          from core.inbox i) i
                  join core.organisation o on o.id = i.organisation
                 cross join lateral (
                       select coalesce(sum(upper(r) - lower(r)), 0)::int8 as depth, min(lower(r)) as first
                         from unnest(int8multirange(int8range(i.acked_seq + 1, greatest(i.last, i.acked_seq) + 1))
                              - coalesce((select range_agg(int8range(x.from_seq, x.upto_seq, '[]'))
                                            from core.receipt x
                                           where x.recipient = i.organisation and x.message_id >= i.acked_id),
                                         '{}'::int8multirange)) r) waits
                 cross join lateral (
                       select coalesce(sum(upper(r) - lower(r)), 0)::int8 as depth, min(lower(r)) as first
                         from unnest(int8multirange(int8range(1, i.last + 1))
                              - coalesce((select range_agg(int8range(x.from_seq, x.upto_seq, '[]'))
                                            from core.receipt x
                                           where x.recipient = i.organisation
                                             and x.level in ('registered', 'outcome', 'expired')), '{}'::int8multirange)) r
                        where \(organisations)::text[] is not null) unregistered
                  left join lateral (select m.recorded_at
                                       from core.delivery d
                                       join core.message m on m.id = d.message_id
                                      where d.recipient = i.organisation and d.seq = waits.first
                                        and d.message_id >= i.acked_id) first on true
                 where waits.depth + unregistered.depth > 0
                   and (\(organisations)::text[] is null or o.code = any (\(organisations)))
                 order by first.recorded_at nulls last, o.code
                """, as: (String, Int64, Int64, Int64?, Instant?, Int64, Int64?).self)
        }
        return rows.map {
            Queue(
                organisation: $0.0, last: $0.1, depth: $0.2, firstUndelivered: $0.3, oldestUndelivered: $0.4,
                unregistered: $0.5, firstUnregistered: $0.6)
        }
    }
}
