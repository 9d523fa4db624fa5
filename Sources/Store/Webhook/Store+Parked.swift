// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Postgres

/// One attempt to push, as its endpoint's owner may see it.
public struct AttemptRow: Sendable {
    /// The message.
    public let message: Identifier
    /// Its number in the inbox.
    public let number: Int64
    /// Which attempt of this message it was, from 1.
    public let n: Int
    /// When it ended.
    public let at: Instant
    /// done, retry, parked, gone or fenced.
    public let result: String
    /// The status of the answer; nil without one.
    public let status: Int?
    /// The same in a sentence.
    public let detail: String
    /// How long it took.
    public let milliseconds: Int
    /// Whether it was sent again on somebody's order.
    public let isReplay: Bool
    /// The beginning of the answer; nil after 30 days, or when there was none.
    public let answer: [UInt8]?
}

/// A message that was set aside.
public struct ParkedMessage: Sendable {
    /// What it is spoken of by.
    public let id: Identifier
    /// The endpoint.
    public let webhook: Identifier
    /// Whose inbox.
    public let organisation: String
    /// Its number there.
    public let number: Int64
    /// The message.
    public let message: Identifier
    /// What it is.
    public let kind: String
    /// When it was set aside.
    public let at: Instant
    /// After how many attempts.
    public let attempts: Int
    /// What the endpoint answered last.
    public let status: Int?
    /// Why it was set aside.
    public let reason: String
    /// What was decided about it: replayed or discarded.
    public let resolution: String?
    /// Who decided.
    public let resolvedBy: String?
}

/// Which messages to push again.
public enum ReplayRange: Hashable, Sendable {
    /// These messages.
    case messages([Identifier])
    /// These numbers of the inbox.
    case numbers(ClosedRange<Int64>)
    /// What was stored at this moment or later.
    case since(Instant)
}

extension Store {
    /// The attempts of an endpoint, the newest first, from before a moment on; of one number only, if one is given.
    public func attempts(
        of webhook: Identifier, number: Int64? = nil, before: Instant? = nil, limit: Int
    ) async throws -> [AttemptRow] {
        let rows = try await reading { db in
            try db.query(
                """
                select a.message_id, a.seq, a.n, a.at, a.result, a.status, coalesce(a.detail, ''), coalesce(a.millis, 0),
                       a.replay is not null, said.body
                  from core.attempt a
                  left join core.attempt_answer said on said.webhook = a.webhook and said.seq = a.seq and said.n = a.n
                 where a.webhook = \(webhook) and a.webhook <> 0
                   and (\(number)::int8 is null or a.seq = \(number))
                   and (\(before)::timestamptz is null or a.at < \(before))
                 order by a.at desc, a.seq desc, a.n desc
                 limit \(Int64(limit))
                """, as: (Identifier, Int64, Int32, Instant, String, Int32?, String, Int32, Bool, [UInt8]?).self)
        }
        return rows.map {
            AttemptRow(
                message: $0.0, number: $0.1, n: Int($0.2), at: $0.3, result: $0.4, status: $0.5.map(Int.init),
                detail: $0.6, milliseconds: Int($0.7), isReplay: $0.8, answer: $0.9)
        }
    }

    /// What was set aside, the oldest first: of an organisation or of all, and only what is not decided unless asked.
    public func parked(
        of organisation: String? = nil, webhook: Identifier? = nil, decided: Bool = false
    ) async throws -> [ParkedMessage] {
        try await reading { db in
            try db.parked(
                where: """
                    (\(organisation)::text is null or o.code = \(organisation))
                    and (\(webhook)::int8 is null or k.webhook = \(webhook))
                    and (\(decided) or r.parked is null)
                    """)
        }
    }

    /// One message that was set aside.
    public func parkedMessage(_ id: Identifier) async throws -> ParkedMessage {
        try await reading { db in try db.parkedMessage(id) }
    }

    /// Pushes what was set aside once more.
    public func requeue(_ id: Identifier, by actor: String, dryRun: Bool = false) async throws -> ParkedMessage {
        try await transaction(dryRun: dryRun) { db in
            let parked = try db.parkedMessage(id)
            try db.lockWebhook(parked.webhook)
            try db.resolve(id, "replayed", by: actor, nil)
            try db.order(
                parked.webhook, by: actor, where: "d.seq = \(parked.number) and d.message_id = \(parked.message)")
            return try db.parkedMessage(id)
        }
    }

    /// Decides that what was set aside is not pushed to the endpoint any more. It stays in the inbox.
    public func discard(
        _ id: Identifier, note: String?, by actor: String, dryRun: Bool = false
    ) async throws -> ParkedMessage {
        try await transaction(dryRun: dryRun) { db in
            try db.resolve(id, "discarded", by: actor, note)
            return try db.parkedMessage(id)
        }
    }

    /// Has messages of its inbox pushed to an endpoint again, with the same ids, in the order of their numbers. Of a range or
    /// a time those that the endpoint wants; what it is yet to be pushed anyway is none of them.
    ///
    /// - Returns: how many.
    public func replay(
        _ range: ReplayRange, to webhook: Identifier, by actor: String, dryRun: Bool = false
    ) async throws -> Int {
        let most = 10_000
        return try await transaction(dryRun: dryRun) { db in
            try db.lockWebhook(webhook)
            let condition: Statement =
                switch range {
                case .messages(let ids): "d.message_id = any (\(ids))"
                case .numbers(let numbers):
                    "d.seq between \(numbers.lowerBound) and \(numbers.upperBound) and \(Connection.webhookWants)"
                case .since(let moment): "d.message_id >= core.id_at(\(moment)) and \(Connection.webhookWants)"
                }
            let count = try db.order(webhook, by: actor, where: condition, atMost: most + 1)
            guard count <= most else {
                throw Refusal(
                    code: "invalid-value", sentence: "More than \(most) messages would be sent again at once.",
                    next: "Name a shorter range, and the next one when it is through.")
            }
            if case .messages(let ids) = range, count < Set(ids).count {
                throw StoreError(
                    .notFound(what: "message", name: ids.map(\.description).joined(separator: ", ")),
                    "Not all of these messages are in what was pushed from the inbox of this webhook's organisation.")
            }
            return count
        }
    }
}

extension Connection {
    fileprivate func parkedMessage(_ id: Identifier) throws -> ParkedMessage {
        guard let found = try parked(where: "k.id = \(id)").first else {
            throw StoreError(
                .notFound(what: "parked message", name: id.description), "Nothing that was set aside has the id \(id).")
        }
        return found
    }

    fileprivate func parked(where condition: Statement) throws -> [ParkedMessage] {
        try query(
            """
            select k.id, k.webhook, o.code, k.seq, k.message_id, m.kind, k.at, k.attempts, k.status, k.reason, r.kind,
                   r.actor
              from core.parked k
              join core.organisation o on o.id = k.recipient
              join core.message m on m.id = k.message_id
              left join core.parked_resolution r on r.parked = k.id
             where \(condition)
             order by k.id
            """,
            as: (
                Identifier, Identifier, String, Int64, Identifier, String, Instant, Int32, Int32?, String, String?,
                String?
            ).self
        ).map {
            ParkedMessage(
                id: $0.0, webhook: $0.1, organisation: $0.2, number: $0.3, message: $0.4, kind: $0.5, at: $0.6,
                attempts: Int($0.7), status: $0.8.map(Int.init), reason: $0.9, resolution: $0.10, resolvedBy: $0.11)
        }
    }

    fileprivate func resolve(_ id: Identifier, _ kind: String, by actor: String, _ note: String?) throws {
        let parked = try parkedMessage(id)
        let written = try execute(
            """
            insert into core.parked_resolution (parked, kind, actor, note)
            values (\(id), \(kind), \(actor), \(note)) on conflict do nothing
            """)
        guard written == 1 else {
            throw Refusal(
                code: "rule-refused", sentence: "\(id) was \(parked.resolution ?? "decided") already.",
                next: "Send the message again by its id: 'webhook replay'.")
        }
    }

    /// Orders messages of the endpoint's inbox to be sent again; the orders' ids rise, so that they are worked off in turn.
    @discardableResult
    fileprivate func order(
        _ webhook: Identifier, by actor: String, where condition: Statement, atMost limit: Int = 1
    ) throws -> Int {
        let chosen = try query(
            """
            select d.seq
              from core.webhook w
              join core.delivery d on d.recipient = w.organisation
              join core.message m on m.id = d.message_id
              join core.programme p on p.id = m.programme
             where w.id = \(webhook) and d.seq <= \(Self.webhookPosition) and \(condition)
             order by d.seq
             limit \(Int64(limit))
            """, as: Int64.self)
        let last = try one(
            "select coalesce(max(id), 0) from core.webhook_replay where webhook = \(webhook)", as: Int64.self)
        let ids = try query(
            "select core.new_id(\(last)) made from generate_series(1, \(Int64(chosen.count))) order by made",
            as: Int64.self)
        return try execute(
            """
            insert into core.webhook_replay (id, webhook, recipient, seq, message_id, actor)
            select given.id, w.id, d.recipient, d.seq, d.message_id, \(actor)
              from unnest(\(ids), \(chosen)) given (id, seq)
              join core.webhook w on w.id = \(webhook)
              join core.delivery d on d.recipient = w.organisation and d.seq = given.seq
            """)
    }
}
