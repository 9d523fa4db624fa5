// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Postgres

/// How far a message has come with one recipient; a level not reached is nil.
public struct Tracking: Hashable, Sendable {
    /// The recipient and its role.
    public let recipient: Recipient
    /// The number in its inbox.
    public let number: Int64
    /// When the broker had it, for good.
    public let accepted: Instant
    /// When it arrived at the recipient's gate.
    public let delivered: Instant?
    /// When the recipient entered it in its own books.
    public let registered: Instant?
    /// When the recipient answered.
    public let outcome: Instant?
    /// When its copy expired without having been acknowledged; what came later stands beside it.
    public let expired: Instant?
}

extension Store {
    /// A message by its id or by a unique suffix of at least five characters of it.
    public func message(_ reference: String) async throws -> StoredMessage {
        try await reading { connection in try connection.message(reference) }
    }

    /// The four receipt levels of a message, and whether it expired, recipient by recipient.
    public func track(_ reference: String) async throws -> (message: StoredMessage, recipients: [Tracking]) {
        try await reading { connection in
            let stored = try connection.message(reference)
            let receipts = try connection.query(
                """
                select o.code, r.level, min(r.known_at)
                  from core.message m
                 cross join unnest(m.audience, m.seqs) a (recipient, seq)
                  join core.organisation o on o.id = a.recipient
                  join core.receipt r on r.recipient = a.recipient and a.seq between r.from_seq and r.upto_seq
                       and r.message_id >= m.id
                 where m.id = \(stored.id)
                 group by o.code, r.level
                """, as: (String, String, Instant).self)
            let levels = Dictionary(grouping: receipts, by: \.0)
            let recipients = zip(stored.message.audience, stored.numbers).map { recipient, number in
                let times = Dictionary(
                    (levels[recipient.organisation] ?? []).map { ($0.1, $0.2) }, uniquingKeysWith: min)
                return Tracking(
                    recipient: recipient, number: number, accepted: stored.knownAt,
                    delivered: times[ReceiptLevel.delivered.rawValue],
                    registered: times[ReceiptLevel.registered.rawValue], outcome: times[ReceiptLevel.outcome.rawValue],
                    expired: times["expired"])
            }
            return (stored, recipients)
        }
    }

    /// What is kept beside a message, by name.
    public func attributes(of message: Identifier) async throws -> [String: String] {
        let rows = try await reading { connection in
            try connection.query(
                "select a.name, a.value from core.message_attribute a where a.message_id = \(message)",
                as: (String, String).self)
        }
        return Dictionary(rows.map { ($0.0, $0.1) }, uniquingKeysWith: { first, _ in first })
    }

    /// The organisations that may read a message besides its sender and its audience: the parties of its case.
    public func readers(of stored: StoredMessage) async throws -> Set<String> {
        let parties = try await reading { connection in
            try connection.query(
                """
                select o.code
                  from core.instruction_party party
                  join core.organisation o on o.id = party.organisation
                 where party.instruction = \(stored.caseID)
                """, as: String.self)
        }
        return Set(parties).union(stored.message.audience.map(\.organisation)).union([stored.message.sender])
    }
}

extension Connection {
    /// Keeps attributes beside their messages.
    func keepAttributes(_ attributes: [(message: Identifier, name: String, value: String)]) throws {
        guard !attributes.isEmpty else { return }
        try execute(
            """
            insert into core.message_attribute (message_id, name, value)
            select * from unnest(\(attributes.map(\.message)), \(attributes.map(\.name)), \(attributes.map(\.value)))
            """)
    }

    /// A message by its id or by a unique suffix of it.
    func message(_ reference: String) throws -> StoredMessage {
        let found: [StoredMessage]
        if let id = Identifier(reference) {
            found = try messages(where: "m.id = \(id)")
        } else if let suffix = IdentifierSuffix(reference) {
            found = try messages(where: "m.id & \(suffix.mask) = \(suffix.bits) order by m.id desc limit 2")
        } else {
            found = []
        }
        guard let first = found.first else {
            throw StoreError(.notFound(what: "message", name: reference), "No message goes by «\(reference)».")
        }
        guard found.count == 1 else {
            // Which they are is not said: who asks may not know of them.
            throw StoreError(
                .ambiguous(what: "message", candidates: []),
                "«\(reference)» ends the id of more than one message: give more of its characters.")
        }
        return first
    }
}

/// The last characters of an id, as people shorten it: at least five of the thirteen.
struct IdentifierSuffix {
    /// Which bits the characters fix.
    let mask: Int64
    /// What they are.
    let bits: Int64

    /// Nil for what is no suffix of an id, or a too short one.
    init?(_ text: String) {
        guard (5...12).contains(text.count) else { return nil }
        guard let padded = Identifier(String(repeating: "0", count: 13 - text.count) + text) else { return nil }
        mask = (Int64(1) << (5 * text.count)) - 1
        bits = padded.rawValue
    }
}
