// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Postgres

/// What several inboxes hold after a number of each.
public struct InboxesSlice: Sendable {
    /// One of them.
    public struct Inbox: Sendable {
        /// Whose.
        public let organisation: String
        /// The numbers with the ids of their messages, in their order, and when a copy expired.
        public var items: [(number: Int64, message: Identifier, expired: Instant?)]
        /// Whether it may hold more.
        public var more: Bool
    }

    /// In the order in which they were asked for.
    public let inboxes: [Inbox]
    /// Each message once.
    public let messages: [StoredMessage]
}

extension Store {
    /// Reads several inboxes, each after a number and at most `limit` messages of it; as one does, and each message once.
    ///
    /// An inbox is cut short where the bodies have `bytes` together: what a reader holds in memory has a bound. Reading
    /// changes nothing.
    public func inboxes(
        after numbers: [(organisation: String, after: Int64)], limit: Int, bytes: Int64
    ) async throws -> InboxesSlice {
        try await reading { connection in
            let rows = try connection.query(
                """
                select * from core.inboxes_page(
                    \(numbers.map(\.organisation)), \(numbers.map(\.after)), \(Int64(limit)))
                """, as: (String, [Int64]?, [Identifier]?).self)
            guard rows.count == numbers.count else {
                let unknown = numbers.map(\.organisation).first { code in !rows.contains { $0.0 == code } } ?? ""
                throw Self.noInbox(unknown)
            }
            let wanted = Set(rows.flatMap { $0.2 ?? [] }).sorted()
            let messages = try connection.messages(by: "select * from core.messages_within(\(wanted), \(bytes))")
            let expired = try connection.expired(messages.filter { $0.expires != nil }.map(\.id))
            // In the order of the ids each inbox has a beginning of its page.
            let upTo = messages.count < wanted.count ? messages.last?.id : nil
            return InboxesSlice(
                inboxes: rows.map { organisation, seqs, ids in
                    let page = zip(seqs ?? [], ids ?? [])
                    let items = page.prefix { upTo == nil || $0.1 <= upTo ?? $0.1 }.map { number, id in
                        (number: number, message: id, expired: expired[Copy(organisation: organisation, message: id)])
                    }
                    return InboxesSlice.Inbox(
                        organisation: organisation, items: items,
                        more: items.count == limit || items.count < seqs?.count ?? 0)
                }, messages: messages)
        }
    }

    /// Writes the receipts that several organisations give now for everything up to a number of each, all or none, by the
    /// clock of a programme; nil: of the only one. Each is checked as one alone is.
    /// - Returns: how many numbers each new receipt covers.
    public func acknowledge(
        upTo numbers: [(organisation: String, upTo: Int64)], level: ReceiptLevel, by actor: String, reader: InboxReader,
        programme: String?, dryRun: Bool = false
    ) async throws -> [Int64] {
        if level == .delivered || level == .registered, !dryRun {
            let counts = try await reading { connection in
                try connection.commit(
                    """
                    select core.receive_all(
                        \(numbers.map(\.organisation)), \(programme), \(level.rawValue), \(numbers.map(\.upTo)), \(actor))
                    """, as: [Int64]?.self
                ).first ?? nil
            }
            if let counts { return counts }
        }
        let now = try await self.programme(programme).now
        return try await transaction(dryRun: dryRun) { connection in
            try connection.lockInboxes(of: numbers.map(\.organisation))
            return try numbers.map { organisation, upTo in
                try connection.acknowledge(
                    Acknowledgement(level: level, upTo: upTo), organisation: organisation, by: actor, reader: reader,
                    note: nil, knownAt: now)
            }
        }
    }
}

/// One recipient's copy of a message.
struct Copy: Hashable {
    let organisation: String
    let message: Identifier
}

extension Connection {
    /// Locks inboxes in the order in which everybody does who locks several.
    fileprivate func lockInboxes(of organisations: [String]) throws {
        try execute(
            """
            select 1
              from core.inbox i
             where i.organisation in (select o.id from core.organisation o where o.code = any (\(organisations)))
             order by i.organisation
               for no key update
            """)
    }

    /// Marks those whose copy expired in this inbox.
    func markExpired(_ messages: inout [StoredMessage], in organisation: String) throws {
        let expired = try expired(messages.filter { $0.expires != nil }.map(\.id))
        guard !expired.isEmpty else { return }
        for place in messages.indices {
            messages[place].expired = expired[Copy(organisation: organisation, message: messages[place].id)]
        }
    }

    /// When copies of these messages expired.
    fileprivate func expired(_ messages: [Identifier]) throws -> [Copy: Instant] {
        guard !messages.isEmpty else { return [:] }
        let rows = try query(
            """
            select o.code, r.message_id, r.known_at
              from core.receipt r
              join core.organisation o on o.id = r.recipient
             where r.level = 'expired' and r.message_id = any (\(messages))
            """, as: (String, Identifier, Instant).self)
        return Dictionary(
            rows.map { (Copy(organisation: $0.0, message: $0.1), $0.2) }, uniquingKeysWith: { one, _ in one })
    }
}
