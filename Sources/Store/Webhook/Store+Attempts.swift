// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Postgres

/// What came of pushing one message to one endpoint, to be written down.
public struct PushRecord: Sendable {
    /// What the attempt means for the queue.
    public enum Meaning: Hashable, Sendable {
        /// What the rule says.
        case step(PushStep)
        /// Nothing was sent: the message is of a replay programme, and the endpoint is outside the building.
        case fenced(String)
    }

    /// The endpoint.
    public var webhook: Identifier
    /// The message.
    public var message: Identifier
    /// Its number in the inbox.
    public var number: Int64
    /// The order to send it again, if it was one.
    public var replay: Identifier?
    /// How many attempts of this message failed in a row, this one too.
    public var attempts: Int
    /// When the attempt ended.
    public var at: Instant
    /// What it means.
    public var meaning: Meaning
    /// The status of the answer; nil without one.
    public var status: Int?
    /// The same in a sentence.
    public var detail: String
    /// How long it took.
    public var milliseconds: Int
    /// The beginning of the answer, 2 KB at most.
    public var answer: [UInt8]

    /// A record of all its parts.
    public init(
        webhook: Identifier, message: Identifier, number: Int64, replay: Identifier?, attempts: Int, at: Instant,
        meaning: Meaning, status: Int?, detail: String, milliseconds: Int, answer: [UInt8]
    ) {
        self.webhook = webhook
        self.message = message
        self.number = number
        self.replay = replay
        self.attempts = attempts
        self.at = at
        self.meaning = meaning
        self.status = status
        self.detail = detail
        self.milliseconds = milliseconds
        self.answer = answer
    }
}

/// What follows for the daemon from having written an attempt down.
public enum PushRecorded: Hashable, Sendable {
    /// The next message may follow, if the attempt's meaning allows.
    case goesOn
    /// It was written, and meanwhile somebody paused or removed the endpoint, or it is gone.
    case stopped
    /// Another daemon pushes from this inbox now; nothing was written.
    case leaseLost
}

extension Store {
    /// Writes an attempt down, with what follows from it, if the daemon still holds the part under this epoch.
    ///
    /// - Returns: what the daemon does next. When the lease is lost nothing was written: whoever holds it now pushes the
    ///   message again, with the same id.
    public func record(
        _ attempt: PushRecord, daemon: String, shard: Int16, epoch: Int64
    ) async throws -> PushRecorded {
        try await transaction { db in
            // Shared with others of this daemon, and closed to whoever takes the part over.
            let held = try db.query(
                """
                select 1 from core.shard
                 where shard = \(shard) and owner = \(daemon)::uuid and epoch = \(epoch) for share
                """, as: Int32.self)
            guard !held.isEmpty else { return .leaseLost }
            try db.write(attempt)
            switch attempt.meaning {
            case .step(.done):
                try db.writeReceipt(of: attempt)
                try db.recover(attempt)
            case .step(.retry(let next, _)): try db.fail(attempt, attempts: attempt.attempts, nextAt: next)
            case .step(.park(let reason)):
                try db.park(attempt, reason)
                try db.fail(attempt, attempts: 0, nextAt: attempt.at)
            case .step(.disable(let reason)):
                try db.stop(attempt.webhook, .disabled, reason, at: attempt.at)
                try db.fail(attempt, attempts: attempt.attempts, nextAt: attempt.at)
                try db.tellOwner(of: try db.webhook(attempt.webhook))
            case .fenced: break
            }
            let isActive = try db.one(
                """
                select state = 'active' and removed_at is null from core.webhook where id = \(attempt.webhook)
                """, as: Bool.self)
            return isActive ? .goesOn : .stopped
        }
    }

    /// Tells of endpoints that have failed for an hour or a day without a break, and suspends those that have for four days:
    /// each level once, as an event of the endpoint and as a message to its owner. While all pushing stands no endpoint fails.
    public func escalateWebhooks(
        of shards: [Int16], now: Instant
    ) async throws -> [(webhook: Webhook, level: FailureLevel)] {
        try await transaction { db in
            let failing = try db.query(
                """
                select f.webhook, f.failing_since, f.told
                  from core.webhook_retry f
                  join core.webhook w on w.id = f.webhook
                 where w.state = 'active' and w.organisation % \(Int32(ShardLease.count)) = any (\(shards.map(Int32.init)))
                   and f.failing_since <= \(now.adding(seconds: -FailureLevel.hour.seconds)) and f.told < 3
                 -- Their owners' inboxes are written to in the one order of all.
                 order by w.organisation, w.id
                   for no key update of f
                """, as: (Identifier, Instant, Int16).self)
            let earliest = failing.map(\.1).min() ?? now
            let standing = failing.isEmpty ? [] : try db.flowStretches(of: .webhook, since: earliest)
            var raised: [(webhook: Webhook, level: FailureLevel)] = []
            for (id, since, told) in failing {
                let level = FailureLevel.reached(failingSince: since, now: now, standing: standing)
                guard level.rawValue > told else { continue }
                try db.execute(
                    "update core.webhook_retry set told = \(Int16(level.rawValue)) where webhook = \(id)")
                if level == .suspended {
                    let reason = "Nothing has been taken since \(since): four days without a break."
                    try db.stop(id, .suspended, reason, at: now)
                } else {
                    try db.note(id, "failing", at: now, by: "system", "Nothing has been taken since \(since).")
                }
                let webhook = try db.webhook(id)
                try db.tellOwner(of: webhook)
                raised.append((webhook, level))
            }
            return raised
        }
    }
}

extension Connection {
    fileprivate func write(_ attempt: PushRecord) throws {
        let result =
            switch attempt.meaning {
            case .step(.done): "done"
            case .step(.retry): "retry"
            case .step(.park): "parked"
            case .step(.disable): "gone"
            case .fenced: "fenced"
            }
        let n = try one(
            """
            insert into core.attempt (recipient, seq, message_id, webhook, n, at, channel, status, detail, replay, result,
                                      millis)
            select w.organisation, \(attempt.number), \(attempt.message), w.id,
                   1 + coalesce((select max(a.n) from core.attempt a
                                  where a.recipient = w.organisation and a.seq = \(attempt.number)
                                    and a.message_id = \(attempt.message) and a.webhook = w.id), 0),
                   \(attempt.at), 'webhook', \(attempt.status.map(Int32.init)), \(attempt.detail), \(attempt.replay),
                   \(result), \(Int32(attempt.milliseconds))
              from core.webhook w
             where w.id = \(attempt.webhook)
            returning n
            """, as: Int32.self)
        guard !attempt.answer.isEmpty else { return }
        try execute(
            """
            insert into core.attempt_answer (webhook, seq, n, at, body)
            values (\(attempt.webhook), \(attempt.number), \(n), \(attempt.at), \(Array(attempt.answer.prefix(2048))))
            """)
    }

    /// The message arrived at the recipient's gate: a receipt for its number, unless one is there.
    fileprivate func writeReceipt(of attempt: PushRecord) throws {
        try execute(
            """
            insert into core.receipt (recipient, level, from_seq, upto_seq, message_id, known_at, actor)
            select w.organisation, 'delivered', \(attempt.number), \(attempt.number), m.id,
                   core.programme_now(m.programme), 'webhook ' || core.external_id(w.id)
              from core.webhook w
              join core.message m on m.id = \(attempt.message)
             where w.id = \(attempt.webhook)
               and not exists (select from core.receipt r
                                where r.recipient = w.organisation and r.level = 'delivered'
                                  and r.from_seq <= \(attempt.number) and r.upto_seq >= \(attempt.number)
                                  and r.message_id >= m.id)
                on conflict do nothing
            """)
    }

    fileprivate func recover(_ attempt: PushRecord) throws {
        let told = try query(
            "delete from core.webhook_retry where webhook = \(attempt.webhook) returning told", as: Int16.self)
        guard let told = told.first, told > 0 else { return }
        try note(attempt.webhook, "recovered", at: attempt.at, by: "system", nil)
    }

    fileprivate func fail(_ attempt: PushRecord, attempts: Int, nextAt: Instant) throws {
        try execute(
            """
            insert into core.webhook_retry as f (webhook, seq, attempts, failing_since, next_at, last_status, last_detail)
            values (\(attempt.webhook), \(attempt.number), \(Int32(attempts)), \(attempt.at), \(nextAt),
                    \(attempt.status.map(Int32.init)), \(attempt.detail))
                on conflict (webhook) do update
               set seq = excluded.seq, attempts = excluded.attempts, next_at = excluded.next_at,
                   last_status = excluded.last_status, last_detail = excluded.last_detail
            """)
    }

    fileprivate func park(_ attempt: PushRecord, _ reason: String) throws {
        try execute(
            """
            insert into core.parked (webhook, recipient, seq, message_id, at, attempts, status, reason)
            select w.id, w.organisation, \(attempt.number), \(attempt.message), \(attempt.at), \(Int32(attempt.attempts)),
                   \(attempt.status.map(Int32.init)), \(reason)
              from core.webhook w
             where w.id = \(attempt.webhook)
            """)
    }

    fileprivate func stop(_ id: Identifier, _ state: EndpointState, _ reason: String, at now: Instant) throws {
        try execute(
            "update core.webhook set state = \(state.rawValue), reason = \(reason) where id = \(id) and state = 'active'"
        )
        try note(id, state.rawValue, at: now, by: "system", reason)
    }
}
