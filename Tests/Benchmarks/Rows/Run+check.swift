// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres

/// What makes a figure worth something: the database holds what was confirmed, once, and nothing else.
extension Run {
    /// An id below all that are made from now on.
    func mark() async throws -> Int64 {
        try await arena.admin.one("select core.id_at(clock_timestamp() - interval '1 second')", as: Int64.self)
    }

    /// Throws unless the messages with this run's keys are exactly the confirmed ones, each with its deliveries, and no
    /// inbox that got something since the mark has a gap.
    func check(_ confirmed: Tally, since mark: Int64, recipients: Int = 1, kind: String? = nil) async throws {
        let (count, keys, sum, xor) = try await arena.admin.one(
            """
            select count(*)::int, count(distinct (sender, sender_key))::int,
                   (coalesce(sum(id), 0) % 18446744073709551616)::text, coalesce(bit_xor(id), 0)
              from core.message
             where id > \(mark)
               and position(\(prefix) in sender_key) > 0 and (\(kind)::text is null or kind = \(kind))
            """, as: (Int, Int, String, Int64).self)
        guard Tally(count: count, sum: sum, xor: xor) == confirmed, keys == count else {
            throw BenchmarkError(
                "\(confirmed.count) were confirmed and \(count) are stored under \(keys) keys, or under other ids")
        }
        let (deliveries, gaps) = try await arena.admin.one(
            """
            with numbered as (
                select recipient, count(*) as count, max(seq) - min(seq) + 1 as span
                  from core.delivery where message_id > \(mark) group by recipient)
            select (select count(*)::int
                      from core.delivery d join core.message m on m.id = d.message_id
                     where d.message_id > \(mark) and m.id > \(mark)
                       and position(\(prefix) in m.sender_key) > 0 and (\(kind)::text is null or m.kind = \(kind))),
                   (select count(*)::int from numbered where count <> span)
            """, as: (Int, Int).self)
        guard deliveries == count * recipients, gaps == 0 else {
            throw BenchmarkError("\(count) messages have \(deliveries) deliveries, and \(gaps) inboxes have gaps")
        }
    }

    /// Throws unless receipts cover each number of an inbox after one and up to another once.
    func checkReceipts(of organisation: String, after first: Int, upTo last: Int) async throws {
        let (covered, highest) = try await arena.admin.one(
            """
            select coalesce(sum(r.upto_seq - greatest(r.from_seq, \(first + 1)) + 1), 0)::int,
                   coalesce(max(r.upto_seq), 0)::int
              from core.receipt r join core.organisation o on o.id = r.recipient
             where o.code = \(organisation) and r.level = 'delivered' and r.upto_seq > \(first)
            """, as: (Int, Int).self)
        guard covered == last - first, highest == last else {
            throw BenchmarkError("receipts cover \(covered) of \(last - first) numbers, up to \(highest) of \(last)")
        }
    }
}
