// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Evidence

/// What the broker tells one organisation of its own accord: the office of the programme says it by its machine, or, in a
/// programme without one, the organisation's own machine.
struct BrokerNotice {
    let programme: String
    /// The programme's office.
    let office: String?
    let recipient: String
    let kind: String
    /// What sets this notice apart from others of its kind.
    let key: String
    /// The programme's now.
    let now: Instant
    /// The message that it is about.
    let cause: Identifier

    /// Who says it.
    var author: String { office ?? recipient }

    /// The notice as a message to append.
    func saying(_ what: some Encodable) throws -> Outgoing {
        let body = try SortedJSON.bytes(what)
        let message = Message(
            programme: programme, sender: author, senderKey: "\(kind) \(key)", kind: kind,
            actor: Actor(organisation: author, capacity: .system), occurredAt: now, cause: cause,
            audience: [Recipient(organisation: recipient)], contentType: "application/json", body: body)
        return Outgoing(message: message, digest: ContentHash.sha256(body), knownAt: now)
    }
}
