// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Postgres

/// A message as the log holds it.
public struct StoredMessage: Hashable, Sendable {
    /// Its id.
    public let id: Identifier
    /// The case, or its own id for a letter.
    public let caseID: Identifier
    /// The message as its sender gave it; `caseID` is nil for a letter.
    public let message: Message
    /// The programme's now when it was entered.
    public let knownAt: Instant
    /// When it was stored, by the real clock.
    public let recordedAt: Instant
    /// The message it delivers anew.
    public let replayOf: Identifier?
    /// The numbers in the inboxes, in the order of `message.audience`.
    public let numbers: [Int64]
    /// The content hash.
    public let hash: [UInt8]
    /// Until when it is worth anything; nil for ever.
    public let expires: Instant?
    /// When its copy expired in the inbox that it was read from; nil where it did not, or was not read from one.
    public internal(set) var expired: Instant?

    /// Its number in an inbox; nil when the organisation is not in the audience.
    public func number(in organisation: String) -> Int64? {
        zip(message.audience, numbers).first { $0.0.organisation == organisation }?.1
    }

    /// The receipt-free form: what the answer to its sender says.
    public var appended: Appended {
        Appended(
            id: id, caseID: caseID, kind: message.kind, hash: hash, occurredAt: message.occurredAt,
            recordedAt: recordedAt,
            deliveries: zip(message.audience, numbers).map { recipient, number in
                Appended.Delivery(organisation: recipient.organisation, role: recipient.role, number: number)
            })
    }
}

extension Connection {
    /// The messages that a condition selects, `m` being the log; oldest first unless the condition orders them.
    func messages(where condition: Statement) throws -> [StoredMessage] {
        try messages(
            by: """
                select m.id, m.case_id, p.code, m.kind, s.code, m.sender_key,
                       array[m.actor_person, m.actor_position, m.actor_organisation, m.actor_capacity, m.actor_basis],
                       array[m.occurred_at, m.known_at, m.recorded_at,
                             (select e.expires_at from core.message_expiry e where e.message_id = m.id)],
                       m.cause_id, m.replay_of,
                       array(select o.code from unnest(m.audience) with ordinality a (id, n)
                               join core.organisation o on o.id = a.id order by a.n),
                       m.roles, m.seqs, m.content_type, m.body, m.hash
                  from core.message m
                  join core.programme p on p.id = m.programme
                  join core.organisation s on s.id = m.sender
                 where \(condition)
                """)
    }

    /// The messages that a statement gives with these columns, in its order.
    func messages(by statement: Statement) throws -> [StoredMessage] {
        try query(statement, as: StoredMessage.Columns.self).map { try StoredMessage(columns: $0) }
    }
}

extension StoredMessage {
    /// As statements give it. More columns than one tuple reads well: the actor and the times come as arrays.
    typealias Columns = (
        Identifier, Identifier, String, String, String, String, [String?], [Instant?], Identifier?, Identifier?,
        [String], [String], [Int64], String, [UInt8], [UInt8]
    )

    init(columns row: Columns) throws {
        let (id, caseID, programme, kind, sender, key, actor, times, cause, replayOf) = (
            row.0, row.1, row.2, row.3, row.4, row.5, row.6, row.7, row.8, row.9
        )
        guard actor.count == 5, let organisation = actor[2], let capacity = actor[3].flatMap(Capacity.init),
            times.count == 4, let occurredAt = times[0], let knownAt = times[1], let recordedAt = times[2]
        else {
            throw StoreError(.internalFault, "Message \(id) has no actor or no times that can be read.")
        }
        let audience = zip(row.10, row.11).map { Recipient(organisation: $0, role: $1.isEmpty ? nil : $1) }
        self.init(
            id: id, caseID: caseID,
            message: Message(
                programme: programme, sender: sender, senderKey: key, caseID: caseID == id ? nil : caseID,
                kind: kind,
                actor: Actor(
                    person: actor[0], position: actor[1], organisation: organisation, capacity: capacity,
                    basis: actor[4]),
                occurredAt: occurredAt, cause: cause, audience: audience, contentType: row.13, body: row.14),
            knownAt: knownAt, recordedAt: recordedAt, replayOf: replayOf, numbers: row.12, hash: row.15,
            expires: times[3], expired: nil)
    }
}
