// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Postgres

/// What an inbox holds after a number.
public struct InboxSlice: Sendable {
    /// The messages in the order of their numbers.
    public let items: [(number: Int64, message: StoredMessage)]
    /// The highest number given in this inbox; 0 when it is empty.
    public let last: Int64

    /// How many bytes the bodies have together.
    public var bytes: Int { items.reduce(0) { $0 + $1.message.message.body.count } }
}

extension Store {
    /// Reads an organisation's inbox after a number, at most `limit` messages, and no further one once their bodies have
    /// `bytes` together: what a reader holds in memory has a bound. Reading changes nothing. Throws when the reader names a
    /// session that it has lost.
    public func inbox(
        of organisation: String, after: Int64, limit: Int, bytes: Int64 = .max, reader: InboxReader? = nil
    ) async throws -> InboxSlice {
        try await reading { connection in
            if reader?.session != nil {
                let inbox = try connection.inbox(organisation)
                let (current, now) = try connection.session(ofInbox: inbox.id)
                try InboxSession.checkReading(reader, current: current, at: now)
            }
            // A statement of its own: what comes meanwhile is shown, and counted, or neither.
            let near = max(after, numberMemory.near([Recipient(organisation: organisation)])[0])
            var rows = try connection.query(
                "select * from core.inbox_read(\(organisation), \(after), \(near), \(Int64(limit)), \(bytes))",
                as: StoredMessage.Columns.self)
            guard let last = rows.first?.12.first else { throw Self.noInbox(organisation) }
            rows.removeFirst()
            var messages = try rows.map { try StoredMessage(columns: $0) }
            try connection.markExpired(&messages, in: organisation)
            return InboxSlice(
                items: messages.compactMap { stored in
                    stored.number(in: organisation).map { (number: $0, message: stored) }
                }, last: last)
        }
    }

    static func noInbox(_ organisation: String) -> StoreError {
        StoreError(
            .notFound(what: "organisation", name: organisation), "No organisation has the code «\(organisation)».")
    }

    /// The highest numbers of some inboxes, for those who wait at them.
    public func lastNumbers(of organisations: Set<String>) async throws -> [String: Int64] {
        let rows = try await reading { connection in
            try connection.query(
                """
                select o.code, coalesce((select d.seq from core.delivery d
                                          where d.recipient = i.organisation and d.message_id > i.base_id
                                          order by d.seq desc limit 1), i.base_seq)
                  from core.inbox i
                  join core.organisation o on o.id = i.organisation
                 where o.code = any (\(organisations.sorted()))
                """, as: (String, Int64).self)
        }
        return Dictionary(rows.map { ($0.0, $0.1) }, uniquingKeysWith: max)
    }
}

/// Where an inbox stands.
struct InboxPosition: Sendable {
    let id: Int32
    let last: Int64
}

extension Connection {
    /// Where an inbox stands; with `locking`, nobody else numbers or acknowledges in it until the transaction ends.
    func inbox(_ organisation: String, locking: Bool = false) throws -> InboxPosition {
        if locking {
            // Its own statement: the probes below must see whoever held the lock before.
            _ = try execute(
                """
                select 1 from core.inbox i join core.organisation o on o.id = i.organisation
                 where o.code = \(organisation) for no key update of i
                """)
        }
        let rows = try query(
            "select organisation, last from core.inbox_position(\(organisation))", as: (Int32, Int64).self)
        guard let row = rows.first else { throw Store.noInbox(organisation) }
        return InboxPosition(id: row.0, last: row.1)
    }
}
