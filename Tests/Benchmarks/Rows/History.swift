// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres

/// Years of correspondence, made by arithmetic: the same numbers give the same rows on every machine.
///
/// Messages of 200 bytes from January 2025 to an hour ago, each to five of 448 inboxes in turn, so that the n-th delivery
/// of all lies in inbox `n mod 448` under the number `n / 448 + 1`. Logs, keys and receipts (one for a hundred) agree with
/// one another as the daemon would leave them; the hashes are not those of canonical bytes. The daemon's own maintenance
/// moves the checkpoints when it starts.
struct History: Sendable {
    let deliveries: Int
    /// Whether all of it was received.
    let isReceived: Bool
    let progress: Progress

    private static let fanOut = 5
    private static let chunk = 100_000

    private var messages: Int { max(1, deliveries / Self.fanOut) }

    /// Fills a furnished database, as its superuser.
    func fill(_ admin: Connection) async throws {
        try await admin.script(
            """
            set synchronous_commit = off;
            select core.ensure_partitions(month::date)
              from generate_series(timestamp '2025-01-01', now()::timestamp, interval '1 month') month;
            create table public.history_inbox as
                select row_number() over (order by id) - 1 as place, id as organisation
                  from core.organisation where code = '\(Arena.reader)' or code like 'body\\_%';
            create unique index on public.history_inbox (place);
            create table public.history_span as
                select (select count(*) from public.history_inbox) as inboxes,
                       (select id from core.organisation where code = '\(Arena.sender)') as sender,
                       86400000::bigint as first,
                       (core.id_at(now() - interval '1 hour') >> 22) - 86400000 as milliseconds;
            create function public.history_id(n bigint) returns bigint language sql stable as
                'select ((s.first + n * s.milliseconds / \(messages)) << 22) | (n & 4194303) from public.history_span s'
            """)
        for first in stride(from: 0, to: messages, by: Self.chunk) {
            progress.show("history: \(first * Self.fanOut) of \(deliveries) deliveries")
            try await admin.script(Self.chunk(from: first, upTo: min(first + Self.chunk, messages)))
        }
        if isReceived { try await admin.script(receipts) }
        progress.show("history: vacuum and analyze")
        try await admin.script("vacuum analyze")
        progress.clear()
    }

    /// One chunk: the messages with their keys, and the deliveries.
    private static func chunk(from first: Int, upTo end: Int) -> String {
        """
        create temporary table chunk as
            select n, public.history_id(n) as id,
                   case when n % 2 = 0 then s.sender
                        else (select organisation from public.history_inbox where place = n % s.inboxes) end as sender
              from generate_series(\(first)::bigint, \(end - 1)) n, public.history_span s;
        insert into core.message (id, programme, case_id, kind, sender, sender_key, actor_organisation, actor_capacity,
               occurred_at, known_at, recorded_at, audience, roles, seqs, content_type, body, hash)
        select c.id, p.id, c.id, 'letter', c.sender, 'history-' || c.n, o.code, 'own', core.time_of(c.id),
               core.time_of(c.id), core.time_of(c.id), to_.recipients, array['', '', '', '', ''], to_.seqs,
               'text/plain; charset=utf-8', convert_to(rpad('letter ' || c.n || ' ', 200, 'x'), 'UTF8'),
               sha256(int8send(c.id))
          from chunk c
          join core.organisation o on o.id = c.sender
          cross join core.programme p
          cross join lateral (
               select array_agg(i.organisation order by d) as recipients,
                      array_agg(d / s.inboxes + 1 order by d) as seqs
                 from public.history_span s, generate_series(c.n * \(fanOut), c.n * \(fanOut) + \(fanOut - 1)) d,
                      public.history_inbox i
                where i.place = d % s.inboxes) to_
         order by c.id;
        insert into core.delivery (recipient, seq, message_id)
        select i.organisation, d / s.inboxes + 1, public.history_id(d / \(fanOut))
          from public.history_span s, generate_series(\(first * fanOut)::bigint, \(end * fanOut - 1)) d
          join public.history_inbox i on i.place = d % 448;
        insert into core.send_key (sender, key, digest, message_id)
        select c.sender, 'history-' || c.n, sha256(int8send(c.n)), c.id from chunk c;
        drop table chunk
        """
    }

    /// A receipt for every hundred numbers of each inbox, and one for what is left.
    private var receipts: String {
        """
        insert into core.receipt (recipient, level, from_seq, upto_seq, message_id, at, known_at, actor)
        select i.organisation, 'delivered', upto - (upto - 1) % 100, upto, id, core.time_of(id), core.time_of(id),
               'reader'
          from public.history_span s
          cross join public.history_inbox i
          cross join lateral (select (\(messages * Self.fanOut) - i.place - 1) / s.inboxes + 1 as last) l
          cross join lateral (select least(hundred * 100, l.last) as upto
                                from generate_series(1, (l.last + 99) / 100) hundred) u
          cross join lateral (
               select public.history_id(((upto - 1) * s.inboxes + i.place) / \(Self.fanOut)) as id) m
        """
    }
}
