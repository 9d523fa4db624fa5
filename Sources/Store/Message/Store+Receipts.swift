// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Postgres

extension Store {
    /// Writes the receipt that an organisation gives now for numbers of its inbox, by the clock of a programme; nil: of the
    /// only one.
    ///
    /// A number that was never given is refused; what is covered already is not written again. While a reader holds the
    /// inbox's session, nobody else's word is taken.
    /// - Returns: how many numbers the new receipt covers.
    public func acknowledge(
        _ given: Acknowledgement, organisation: String, by actor: String, reader: InboxReader? = nil,
        programme: String?, dryRun: Bool = false
    ) async throws -> Int64 {
        if given.from == nil, given.level == .delivered || given.level == .registered, reader?.session == nil, !dryRun,
            let count = try await receive(given, organisation: organisation, by: actor, programme: programme)
        {
            return count
        }
        let now = try await self.programme(programme).now
        return try await acknowledge(
            given, organisation: organisation, by: actor, reader: reader, knownAt: now, dryRun: dryRun)
    }

    /// What a reader that keeps up says, by one statement; nil when it has to be looked at, and nothing was written.
    private func receive(
        _ given: Acknowledgement, organisation: String, by actor: String, programme: String?
    ) async throws -> Int64? {
        try await reading { connection in
            try connection.commit(
                """
                select core.receive(\(organisation), \(programme), \(given.level.rawValue), \(given.upTo), \(actor))
                """, as: Int64?.self
            ).first ?? nil
        }
    }

    /// The same where the programme's now is known.
    public func acknowledge(
        _ given: Acknowledgement, organisation: String, by actor: String, reader: InboxReader? = nil,
        note: String? = nil, knownAt: Instant, dryRun: Bool = false
    ) async throws -> Int64 {
        try await transaction(dryRun: dryRun) { connection in
            try connection.acknowledge(
                given, organisation: organisation, by: actor, reader: reader, note: note, knownAt: knownAt)
        }
    }
}

extension Connection {
    /// Writes an organisation's receipt, once it has been found right.
    func acknowledge(
        _ given: Acknowledgement, organisation: String, by actor: String, reader: InboxReader?, note: String?,
        knownAt: Instant
    ) throws -> Int64 {
        let inbox = try inbox(organisation, locking: true)
        let (current, now) = try session(ofInbox: inbox.id)
        try InboxSession.checkAcknowledging(reader, current: current, at: now)
        let covered = try query(
            """
            select coalesce(max(r.upto_seq), 0)
              from core.receipt r
             where r.recipient = \(inbox.id) and r.level = \(given.level.rawValue)
            """, as: Int64.self)
        let numbers = try given.numbers(inboxEndsAt: inbox.last, coveredUpTo: covered.first ?? 0)
        guard let numbers else { return 0 }
        let repeated = try query(
            """
            select 1
              from core.receipt r
             where r.recipient = \(inbox.id) and r.level = \(given.level.rawValue)
               and r.from_seq <= \(numbers.lowerBound) and r.upto_seq >= \(numbers.upperBound)
             limit 1
            """, as: Int32.self)
        guard repeated.isEmpty else { return 0 }
        _ = try execute(
            """
            insert into core.receipt (recipient, level, from_seq, upto_seq, message_id, known_at, actor, note)
            select d.recipient, \(given.level.rawValue), \(numbers.lowerBound), \(numbers.upperBound),
                   d.message_id, \(knownAt), \(actor), \(note)
              from core.delivery d
             where d.recipient = \(inbox.id) and d.seq = \(numbers.upperBound)
            """)
        return Int64(numbers.count)
    }
}
