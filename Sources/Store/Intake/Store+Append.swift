// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Evidence
import Postgres

/// A message on its way into the log, with what only the store needs to know of it.
struct Outgoing: Sendable {
    var message: Message
    /// SHA-256 over what the sender gave: the same key with another digest is refused.
    var digest: [UInt8]
    /// The programme's now when it was entered.
    var knownAt: Instant
    /// The case's last message: the new id lies above it, whatever the clock says.
    var floor: Identifier?

    init(message: Message, digest: [UInt8], knownAt: Instant, floor: Identifier? = nil) {
        self.message = message
        self.digest = digest
        self.knownAt = knownAt
        self.floor = floor
    }

    /// The message that a letter becomes.
    init(_ letter: Letter, of submission: Submission, at occurredAt: Instant, knownAt: Instant) {
        self.init(
            message: Message(
                programme: submission.programme, sender: submission.actor.organisation, senderKey: submission.key,
                kind: letter.kind, actor: submission.actor, occurredAt: occurredAt, cause: letter.cause,
                audience: letter.audience.sorted(), contentType: letter.contentType, body: letter.body),
            digest: submission.digest, knownAt: knownAt)
    }

    /// The message's content hash.
    var hash: [UInt8] {
        ContentHash.sha256(message.canonicalBytes(bodyDigest: ContentHash.sha256(message.body)))
    }
}

extension Connection {
    /// Appends messages in the order given and answers what each became; inside the caller's transaction.
    ///
    /// One statement for the whole batch: it locks the addressed inboxes in one global order and numbers them without
    /// gaps. Throws for a code that names no organisation, and when a sender's key was used before.
    func append(
        _ outgoing: [Outgoing], directory: Directory, near: NumberMemory = NumberMemory()
    ) throws -> [Appended] {
        guard !outgoing.isEmpty else { return [] }
        let hashes = outgoing.map(\.hash)
        let messages = outgoing.map(\.message)
        let recipients = messages.flatMap(\.audience)
        let rows = try query(
            """
            select id, recorded_at, seqs
              from core.append(
                   \(try messages.map { try directory.programme($0.programme) }), \(messages.map { $0.caseID?.rawValue }),
                   \(outgoing.map { $0.floor?.rawValue }), \(messages.map(\.kind)),
                   \(try messages.map { try directory.organisation($0.sender) }), \(messages.map(\.senderKey)),
                   \(outgoing.map(\.digest)), \(messages.map(\.actor.person)), \(messages.map(\.actor.position)),
                   \(messages.map(\.actor.organisation)), \(messages.map(\.actor.capacity.rawValue)),
                   \(messages.map(\.actor.basis)), \(messages.map(\.occurredAt)), \(outgoing.map(\.knownAt)),
                   \(messages.map { $0.cause?.rawValue }), \(messages.map(\.contentType)), \(messages.map(\.body)),
                   \(hashes), \(messages.map { Int32($0.audience.count) }),
                   \(try recipients.map { try directory.organisation($0.organisation) }),
                   \(recipients.map { $0.role ?? "" }), \(near.near(recipients)))
            """,
            as: (Identifier, Instant, [Int64]).self)
        return zip(zip(messages, hashes), rows).map { Appended($0.0, hash: $0.1, stored: $1) }
    }
}

extension Appended {
    /// A message with what the log gave it: its id, the time, and its numbers in the order of its audience.
    init(_ message: Message, hash: [UInt8], stored: (id: Identifier, recordedAt: Instant, numbers: [Int64])) {
        self.init(
            id: stored.id, caseID: message.caseID ?? stored.id, kind: message.kind, hash: hash,
            occurredAt: message.occurredAt, recordedAt: stored.recordedAt,
            deliveries: zip(message.audience, stored.numbers).map { recipient, number in
                Delivery(organisation: recipient.organisation, role: recipient.role, number: number)
            })
    }
}
