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
    func append(_ outgoing: [Outgoing], directory: Directory) throws -> [Appended] {
        guard !outgoing.isEmpty else { return [] }
        let hashes = outgoing.map(\.hash)
        let messages = outgoing.map(\.message)
        var ordinals: [Int32] = []
        var recipients: [Int32] = []
        var roles: [String?] = []
        for (index, message) in messages.enumerated() {
            for recipient in message.audience {
                ordinals.append(Int32(index + 1))
                recipients.append(try directory.organisation(recipient.organisation))
                roles.append(recipient.role)
            }
        }
        let rows = try query(
            """
            select id, recorded_at, audience, roles, seqs
              from core.append(
                   \(try messages.map { try directory.programme($0.programme) }), \(messages.map { $0.caseID?.rawValue }),
                   \(outgoing.map { $0.floor?.rawValue }), \(messages.map(\.kind)),
                   \(try messages.map { try directory.organisation($0.sender) }), \(messages.map(\.senderKey)),
                   \(outgoing.map(\.digest)), \(messages.map(\.actor.person)), \(messages.map(\.actor.position)),
                   \(messages.map(\.actor.organisation)), \(messages.map(\.actor.capacity.rawValue)),
                   \(messages.map(\.actor.basis)), \(messages.map(\.occurredAt)), \(outgoing.map(\.knownAt)),
                   \(messages.map { $0.cause?.rawValue }), \(messages.map(\.contentType)), \(messages.map(\.body)),
                   \(hashes), \(ordinals), \(recipients), \(roles))
            """,
            as: (Identifier, Instant, [Int32], [String], [Int64]).self)
        return zip(zip(rows, messages), hashes).map { pair, hash in
            let ((id, recordedAt, audience, roles, numbers), message) = pair
            return Appended(
                id: id, caseID: message.caseID ?? id, kind: message.kind, hash: hash, occurredAt: message.occurredAt,
                recordedAt: recordedAt,
                deliveries: zip(zip(audience, roles), numbers).map { recipient, number in
                    Appended.Delivery(
                        organisation: directory.code(of: recipient.0) ?? "",
                        role: recipient.1.isEmpty ? nil : recipient.1, number: number)
                })
        }
    }
}
