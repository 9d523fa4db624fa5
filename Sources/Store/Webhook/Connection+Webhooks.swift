// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres

extension Connection {
    /// An endpoint that is there.
    func webhook(_ id: Identifier) throws -> Webhook {
        guard let found = try webhooks(where: "w.id = \(id)").first else { throw StoreError.noWebhook(id.description) }
        return found
    }

    /// Keeps an endpoint as it is until the transaction ends.
    func lockWebhook(_ id: Identifier) throws {
        let found = try query(
            "select 1 from core.webhook where id = \(id) and removed_at is null for no key update", as: Int32.self)
        guard !found.isEmpty else { throw StoreError.noWebhook(id.description) }
    }

    /// Writes down what happened to an endpoint.
    func note(_ id: Identifier, _ kind: String, at now: Instant? = nil, by actor: String, _ detail: String?) throws {
        try execute(
            """
            insert into core.webhook_event (webhook, at, kind, actor, detail)
            values (\(id), coalesce(\(now), clock_timestamp()), \(kind), \(actor), \(detail))
            """)
    }

    /// Refuses codes of programmes that nobody knows.
    func checkProgrammes(_ codes: [String]) throws {
        let unknown = try query(
            """
            select given.code from unnest(\(codes)) given (code)
             where not exists (select from core.programme p where p.code = given.code) order by code
            """, as: String.self)
        if let first = unknown.first { throw Programmes.unknown(first) }
    }

    /// The endpoints that a condition selects, `w` being the endpoint and `o` its organisation.
    func webhooks(where condition: Statement) throws -> [Webhook] {
        let rows = try query(
            """
            select w.id, o.code, w.url, w.description, w.kinds, w.programmes, w.policy, w.state, w.reason, w.revision,
                   w.created_at, w.created_by,
                   array[f.seq, f.attempts::int8, f.last_status::int8, f.told::int8], array[f.failing_since, f.next_at], f.last_detail,
                   \(Self.webhookPosition),
                   coalesce((select d.seq from core.delivery d
                              where d.recipient = i.organisation and d.message_id > i.base_id
                              order by d.seq desc limit 1), i.base_seq),
                   (select count(*) from core.parked k
                     where k.webhook = w.id
                       and not exists (select from core.parked_resolution r where r.parked = k.id)),
                   (select count(*) from core.webhook_replay r
                     where r.webhook = w.id and r.id > \(Self.webhookReplayed))
              from core.webhook w
              join core.organisation o on o.id = w.organisation
              join core.inbox i on i.organisation = w.organisation
              left join core.webhook_retry f on f.webhook = w.id
             where w.removed_at is null and (\(condition))
             order by o.code, w.id
            """,
            as: (
                Identifier, String, String, String?, [String], [String], String, String, String?, Int32, Instant,
                String,
                [Int64?], [Instant?], String?, Int64, Int64, Int64, Int64
            ).self)
        return try rows.map { row in
            guard let policy = HeadOfLinePolicy(rawValue: row.6), let state = EndpointState(rawValue: row.7) else {
                throw StoreError(.internalFault, "Webhook \(row.0) has a state that cannot be read.")
            }
            var failure: Webhook.Failure?
            if row.12.count == 4, row.13.count == 2, let number = row.12[0], let attempts = row.12[1],
                let since = row.13[0], let next = row.13[1]
            {
                failure = Webhook.Failure(
                    number: number, attempts: Int(attempts), since: since, nextAt: next,
                    status: row.12[2].map(Int.init),
                    detail: row.14 ?? "", told: row.12[3].flatMap { FailureLevel(rawValue: Int($0)) } ?? .none)
            }
            return Webhook(
                id: row.0, organisation: row.1, url: row.2, description: row.3, kinds: row.4, programmes: row.5,
                policy: policy, state: state, reason: row.8, revision: Int(row.9), created: (row.10, row.11),
                failure: failure, position: row.15, last: row.16, parked: row.17, replays: row.18)
        }
    }

    /// Up to which number the endpoint `w` has had or passed over everything.
    static var webhookPosition: Statement {
        """
        greatest(w.start_seq, (select a.seq from core.attempt a
                                where a.webhook = w.id and a.replay is null and a.result in ('done', 'parked', 'fenced')
                                  and a.message_id >= \(webhookFloor) and a.seq > w.start_seq
                                order by a.seq desc limit 1))
        """
    }

    /// An id below which nothing is looked for: an hour before the start of the endpoint `w`, for hosts whose clock is behind.
    static var webhookFloor: Statement { "w.start_id - (3600000::int8 << 22)" }

    /// Whether the endpoint `w` wants the message `m` of the programme `p`.
    static var webhookWants: Statement {
        """
        (w.kinds = '{}' or exists (select from unnest(w.kinds) kind
                                    where m.kind = kind or starts_with(m.kind, kind || '.')))
        and (w.programmes = '{}' or p.code = any (w.programmes))
        """
    }

    /// The last order to send again that the endpoint `w` is done with. Orders are worked off in the order of their ids.
    static var webhookReplayed: Statement {
        """
        coalesce((select a.replay from core.attempt a
                   where a.webhook = w.id and a.replay is not null and a.result in ('done', 'parked', 'fenced')
                   order by a.replay desc limit 1), 0)
        """
    }
}
