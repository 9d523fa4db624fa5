// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Evidence
import Postgres

/// An endpoint that there is something for.
public struct DueWebhook: Hashable, Sendable {
    /// The endpoint.
    public let id: Identifier
    /// The part of all inboxes that its organisation's is in.
    public let shard: Int16
    /// The revision of the endpoint.
    public let revision: Int
    /// Up to which number it has had or passed over everything.
    public let position: Int64
    /// The highest number of the inbox.
    public let last: Int64
    /// Whether it is to be sent something again.
    public let hasReplays: Bool
}

/// What is to be pushed to an endpoint next, in order.
public struct PushBatch: Sendable {
    /// The endpoint as it was when this was read.
    public let webhook: Webhook
    /// What is to be pushed.
    public let pushes: [Push]
    /// Up to which number the inbox was looked through; what lies below and is not pushed is not wanted.
    public let scanned: Int64
}

/// One message to push.
public struct Push: Sendable {
    /// The message as an event for this recipient.
    public let event: OutgoingEvent
    /// The order to send it again, if it is one.
    public let replay: Identifier?
    /// Whether its programme is replayed: then it may not leave the building.
    public let isOfReplayProgramme: Bool
}

extension Store {
    /// The active endpoints of some parts for which something waits and nothing stands in the way now.
    public func dueWebhooks(of shards: [Int16], now: Instant) async throws -> [DueWebhook] {
        let rows = try await reading { db in
            try db.query(
                """
                select due.id, due.shard, due.revision, due.position, due.last, due.replays
                  from (select w.id, (w.organisation % \(Int32(ShardLease.count)))::int2 as shard, w.revision,
                               \(Connection.webhookPosition) as position,
                               coalesce((select d.seq from core.delivery d
                                          where d.recipient = i.organisation and d.message_id > i.base_id
                                          order by d.seq desc limit 1), i.base_seq) as last,
                               exists (select from core.webhook_replay r
                                        where r.webhook = w.id and r.id > \(Connection.webhookReplayed)) as replays
                          from core.webhook w
                          join core.inbox i on i.organisation = w.organisation
                          left join core.webhook_retry f on f.webhook = w.id
                         where w.removed_at is null and w.state = 'active'
                           and w.organisation % \(Int32(ShardLease.count)) = any (\(shards.map(Int32.init)))
                           and (f.next_at is null or f.next_at <= \(now))) due
                 where due.last > due.position or due.replays
                 order by due.id
                """, as: (Identifier, Int16, Int32, Int64, Int64, Bool).self)
        }
        return rows.map {
            DueWebhook(
                id: $0.0, shard: $0.1, revision: Int($0.2), position: $0.3, last: $0.4, hasReplays: $0.5)
        }
    }

    /// Whether there is any endpoint in these parts.
    public func hasWebhooks(in shards: [Int16]) async throws -> Bool {
        try await reading { db in
            try db.one(
                """
                select exists (select from core.webhook w
                                where w.removed_at is null
                                  and w.organisation % \(Int32(ShardLease.count)) = any (\(shards.map(Int32.init))))
                """, as: Bool.self)
        }
    }

    /// Reads what is to be pushed next: what is sent again first, then the inbox after the endpoint's position or after
    /// `scanned`. At most 100 numbers are looked at, and bodies of about 4 MB read. Nil for an endpoint that is not to be
    /// pushed to now: what `dueWebhooks` found may be over, as an attempt that ended meanwhile has set it a wait.
    public func nextPushes(_ id: Identifier, scanned: Int64 = 0, now: Instant) async throws -> PushBatch? {
        try await transaction(readOnly: true) { db in
            guard let webhook = try db.webhooks(where: "w.id = \(id)").first, webhook.state == .active,
                webhook.failure.map({ $0.nextAt <= now }) ?? true
            else { return nil }
            let (orders, found) = try db.candidates(of: id, after: max(scanned, webhook.position))
            let wanted = Self.fitting(orders.isEmpty ? found.filter(\.isWanted) : orders)
            let messages = try db.messages(where: "m.id = any (\(wanted.map(\.message)))")
            let byID = Dictionary(messages.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
            let context = try db.pushContext(of: wanted.map(\.message))
            let pushes = wanted.compactMap { candidate -> Push? in
                guard let stored = byID[candidate.message] else { return nil }
                let (number, isReplayed) = context[candidate.message] ?? (nil, false)
                return Push(
                    event: OutgoingEvent(
                        stored, caseNumber: number, recipient: webhook.organisation, number: candidate.number),
                    replay: candidate.replay, isOfReplayProgramme: isReplayed)
            }
            // Only as far as nothing wanted was left out.
            let whole = wanted.count == found.count(where: \.isWanted)
            let end = whole ? found.last?.number : wanted.last?.number
            return PushBatch(
                webhook: webhook, pushes: pushes,
                scanned: orders.isEmpty ? max(scanned, webhook.position, end ?? 0) : max(scanned, webhook.position))
        }
    }

    /// Remembers that an endpoint was looked through up to a number and wanted nothing, so that it is not looked through
    /// again after a restart.
    public func passOver(_ id: Identifier, upTo number: Int64) async throws {
        _ = try await transaction { db in
            try db.execute(
                """
                update core.webhook w
                   set start_seq = d.seq, start_id = d.message_id
                  from core.delivery d
                 where w.id = \(id) and d.recipient = w.organisation and d.seq = \(number) and w.start_seq < d.seq
                """)
        }
    }

    /// The first candidates whose bodies together are not too large, and one at least.
    private static func fitting(_ candidates: [PushCandidate]) -> [PushCandidate] {
        var bytes = 0
        return Array(
            candidates.enumerated().prefix { index, candidate in
                bytes += candidate.bytes
                return index == 0 || bytes <= 4 << 20
            }.map(\.element))
    }
}

/// A number of an inbox, looked at but not read.
private struct PushCandidate: Sendable {
    let number: Int64
    let message: Identifier
    let replay: Identifier?
    let isWanted: Bool
    let bytes: Int
}

extension Connection {
    /// What an endpoint is to be sent again, and the next numbers of its inbox.
    fileprivate func candidates(
        of id: Identifier, after position: Int64
    ) throws -> (orders: [PushCandidate], found: [PushCandidate]) {
        let orders = try query(
            """
            select r.seq, r.message_id, r.id, octet_length(m.body)
              from core.webhook w
              join core.webhook_replay r on r.webhook = w.id and r.id > \(Self.webhookReplayed)
              join core.message m on m.id = r.message_id
             where w.id = \(id)
             order by r.id
             limit 100
            """, as: (Int64, Identifier, Identifier, Int32).self)
        let found = try query(
            """
            select d.seq, d.message_id,
                   (\(Self.webhookWants)) and not \(Self.isOver), octet_length(m.body)
              from core.webhook w
             cross join lateral (select d.seq, d.message_id
                                   from core.delivery d
                                  where d.recipient = w.organisation and d.seq > \(position)
                                    and d.message_id >= \(Self.webhookFloor)
                                  order by d.seq
                                  limit 100) d
              join core.message m on m.id = d.message_id
              join core.programme p on p.id = m.programme
             where w.id = \(id)
             order by d.seq
            """, as: (Int64, Identifier, Bool, Int32).self)
        return (
            orders.map {
                PushCandidate(number: $0.0, message: $0.1, replay: $0.2, isWanted: true, bytes: Int($0.3))
            },
            found.map { PushCandidate(number: $0.0, message: $0.1, replay: nil, isWanted: $0.2, bytes: Int($0.3)) }
        )
    }

    /// Whether the copy `d` of the message `m` for the endpoint `w` has expired, or its end has come and is yet to be told.
    private static var isOver: Statement {
        """
        (exists (select from core.receipt r
                  where r.recipient = w.organisation and r.level = 'expired' and r.upto_seq = d.seq
                    and r.message_id = d.message_id)
         or exists (select from core.expiry_due e
                     where e.message_id = d.message_id and e.expires_at < core.programme_now(m.programme)))
        """
    }

    /// The number of each message's case, and whether its programme is replayed.
    fileprivate func pushContext(of messages: [Identifier]) throws -> [Identifier: (String?, Bool)] {
        let rows = try query(
            """
            select m.id, coalesce(i.number, a.number, u.number), p.clock = 'replay'
              from core.message m
              join core.programme p on p.id = m.programme
              left join core.instruction i on i.id = m.case_id
              left join core.approval a on a.id = m.case_id
              left join core.instrument_use u on u.id = m.case_id
             where m.id = any (\(messages))
            """, as: (Identifier, String?, Bool).self)
        return Dictionary(rows.map { ($0.0, ($0.1, $0.2)) }, uniquingKeysWith: { first, _ in first })
    }
}

extension OutgoingEvent {
    /// A message as an event for one of its recipients.
    init(_ stored: StoredMessage, caseNumber: String?, recipient: String, number: Int64) {
        let role = stored.message.audience.first { $0.organisation == recipient }?.role
        self.init(
            id: stored.id, message: stored.message, caseNumber: caseNumber, recordedAt: stored.recordedAt,
            hash: Hexadecimal.text(stored.hash), recipient: Recipient(organisation: recipient, role: role),
            number: number, expires: stored.expires)
    }
}
