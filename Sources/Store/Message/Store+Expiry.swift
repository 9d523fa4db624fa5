// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres

/// What one look at messages whose end has come found.
public struct ExpiryRound: Hashable, Sendable {
    /// How many messages were looked at.
    public let messages: Int
    /// How many copies of them had expired.
    public let copies: Int

    /// A round of its figures.
    public init(messages: Int, copies: Int) {
        self.messages = messages
        self.copies = copies
    }
}

extension Store {
    /// Looks at messages whose end has come by their programme's clock, the longest over first, at most `limit`: writes a
    /// receipt for every copy that nobody acknowledged by then, and tells each sender in one message.
    ///
    /// All in one transaction, which takes what no other daemon is looking at: each is looked at once.
    public func expire(limit: Int = 50) async throws -> ExpiryRound {
        try await transaction { db in
            let due = try db.dueExpiries(limit: limit)
            guard !due.isEmpty else { return ExpiryRound(messages: 0, copies: 0) }
            try db.lockInboxes(of: due.map(\.message))
            let copies = try db.copies(of: due.map(\.message))
            var expired: [(due: ExpiryDue, copies: [Expiry.Copy])] = []
            for one in due {
                let own = one.expiry.expired(copies[one.message] ?? [])
                if !own.isEmpty { expired.append((one, own)) }
            }
            try db.writeExpired(expired.flatMap { one in one.copies.map { (one.due.message, $0) } })
            try db.tellSenders(expired)
            return ExpiryRound(messages: due.count, copies: expired.reduce(0) { $0 + $1.copies.count })
        }
    }
}

/// A message whose end has come, with what its sender must be told under.
private struct ExpiryDue: Sendable {
    let message: Identifier
    let expiry: Expiry
    let now: Instant
    let programme: String
    let kind: String
    let sender: String
    let senderKey: String
    /// The programme's office, in whose name the broker speaks; without one the sender tells itself.
    let office: String?

    func notice(of copies: [Expiry.Copy]) throws -> Outgoing {
        try BrokerNotice(
            programme: programme, office: office, recipient: sender, kind: Expiry.noticeKind, key: "\(message)",
            now: now, cause: message
        ).saying(
            ExpiryNotice(message: message, kind: kind, senderKey: senderKey, expires: expiry.at, expired: copies))
    }
}

extension Connection {
    /// Keeps until when messages are worth anything, and has them looked at then.
    func keepExpiries(_ expiries: [(message: Identifier, programme: String, expiry: Expiry)]) throws {
        guard !expiries.isEmpty else { return }
        try execute(
            """
            with given as (
                select g.message, p.id as programme, g.at
                  from unnest(\(expiries.map(\.message)), \(expiries.map(\.programme)), \(expiries.map(\.expiry.at)))
                       g (message, code, at)
                  join core.programme p on p.code = g.code
            ), kept as (
                insert into core.message_expiry (message_id, expires_at) select message, at from given
            )
            insert into core.expiry_due (message_id, programme, expires_at) select message, programme, at from given
            """)
    }

    /// Takes messages whose end has come off the list of those to look at; a daemon beside this one takes others.
    fileprivate func dueExpiries(limit: Int) throws -> [ExpiryDue] {
        let rows = try query(
            """
            with clock as materialized (
                select p.id, core.programme_now(p.id) as now from core.programme p
            ), due as (
                select e.message_id, clock.now
                  from clock
                  join core.expiry_due e on e.programme = clock.id and e.expires_at < clock.now
                 order by e.expires_at, e.message_id
                 limit \(Int64(limit))
                   for no key update of e skip locked
            ), taken as (
                delete from core.expiry_due e using due where e.message_id = due.message_id
                returning e.message_id, e.expires_at, due.now
            )
            select m.id, taken.expires_at, taken.now, p.code, m.kind, sender.code, m.sender_key, office.code
              from taken
              join core.message m on m.id = taken.message_id
              join core.programme p on p.id = m.programme
              join core.organisation sender on sender.id = m.sender
              left join core.organisation office on office.id = p.office
             order by taken.expires_at, m.id
            """, as: (Identifier, Instant, Instant, String, String, String, String, String?).self)
        return rows.map {
            ExpiryDue(
                message: $0.0, expiry: Expiry(at: $0.1), now: $0.2, programme: $0.3, kind: $0.4, sender: $0.5,
                senderKey: $0.6, office: $0.7)
        }
    }

    /// Locks the inboxes of recipients, whose receipts are read next, and of senders, who are told after: all in the one
    /// global order, before either.
    fileprivate func lockInboxes(of messages: [Identifier]) throws {
        try execute(
            """
            select 1
              from core.inbox i
             where i.organisation in (select unnest(m.audience || m.sender) from core.message m
                                       where m.id = any (\(messages)))
             order by i.organisation
               for no key update
            """)
    }

    /// The copies of messages, with when each was first acknowledged. A receipt for one number is found by its key, one for
    /// a range by the index of ranges: those given since need not be looked through.
    fileprivate func copies(of messages: [Identifier]) throws -> [Identifier: [Expiry.Copy]] {
        let rows = try query(
            """
            select m.id, o.code, a.role, a.seq,
                   (select min(least(
                               (select r.known_at from core.receipt r
                                 where r.recipient = a.recipient and r.level = of.level and r.upto_seq = a.seq
                                   and r.message_id = m.id and r.from_seq = a.seq),
                               (select r.known_at from core.receipt r
                                 where r.recipient = a.recipient and r.level = of.level and r.message_id >= m.id
                                   and case when r.from_seq < r.upto_seq then r.upto_seq end >= a.seq
                                   and r.from_seq <= a.seq
                                 order by case when r.from_seq < r.upto_seq then r.upto_seq end limit 1)))
                      from unnest('{delivered,registered,outcome}'::text[]) of (level))
              from core.message m
             cross join unnest(m.audience, m.roles, m.seqs) a (recipient, role, seq)
              join core.organisation o on o.id = a.recipient
             where m.id = any (\(messages))
             order by m.id, o.code, a.seq
            """, as: (Identifier, String, String, Int64, Instant?).self)
        return Dictionary(grouping: rows, by: \.0).mapValues { rows in
            rows.map {
                Expiry.Copy(
                    recipient: Recipient(organisation: $0.1, role: $0.2.isEmpty ? nil : $0.2), number: $0.3,
                    acknowledged: $0.4)
            }
        }
    }

    fileprivate func writeExpired(_ copies: [(message: Identifier, copy: Expiry.Copy)]) throws {
        guard !copies.isEmpty else { return }
        try execute(
            """
            insert into core.receipt (recipient, level, from_seq, upto_seq, message_id, known_at, actor)
            select o.id, 'expired', copy.seq, copy.seq, m.id, core.programme_now(m.programme), 'system'
              from unnest(\(copies.map(\.message)), \(copies.map(\.copy.recipient.organisation)),
                          \(copies.map(\.copy.number))) copy (message, organisation, seq)
              join core.message m on m.id = copy.message
              join core.organisation o on o.code = copy.organisation
            """)
    }

    fileprivate func tellSenders(_ expired: [(due: ExpiryDue, copies: [Expiry.Copy])]) throws {
        guard !expired.isEmpty else { return }
        let bodies = Set(expired.flatMap { [$0.due.sender, $0.due.office ?? $0.due.sender] })
        let directory = try directory(organisations: bodies, programmes: Set(expired.map(\.due.programme)))
        _ = try append(try expired.map { try $0.due.notice(of: $0.copies) }, directory: directory)
        try wake(Set(expired.map(\.due.sender)))
    }
}
