// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Evidence

/// One request to send or to act, as it waits at the broker's intake.
public struct Submission: Sendable {
    /// What is asked for.
    public enum Work: Sendable {
        /// A message outside every case.
        case letter(Letter)
        /// Acts on one case, in this order, all or none; a nil case is begun by its first act.
        case acts(case: Identifier?, [CaseAct])
    }

    /// Who asks for acts on a case, and what it called the case: one that it may not know of is answered as one that is not
    /// there.
    public struct Caller: Sendable {
        /// Who asks.
        public let principal: Principal
        /// Its word for the case.
        public let reference: String

        /// A caller and its word for the case.
        public init(_ principal: Principal, reference: String) {
            self.principal = principal
            self.reference = reference
        }
    }

    /// The programme's code.
    public var programme: String
    /// Whether nobody named the programme and it was taken for the only one: refused, if meanwhile there are several.
    public var assumesOnlyProgramme = false
    /// Who answers for the key: the token's or the operator's name.
    public var principal: String
    /// The idempotency key, 1–200 characters; also the sender's own key of the message, for ever.
    public var key: String
    /// SHA-256 over what was asked for: the same key with another digest is refused.
    public var digest: [UInt8]
    /// Who acts.
    public var actor: Actor
    /// When it happened, if earlier than the programme's now; `Authority.occurrence` says who may state that.
    public var occurredAt: Instant?
    /// What is asked for.
    public var work: Work
    /// Who asks for acts on a case; nil for the broker itself.
    public var caller: Caller?
    /// The attachments that its message names, of several acts the last one's; they stand in the body.
    public var attachments: [NamedAttachment] = []
    /// Compute the answer, store nothing.
    public var dryRun: Bool
    /// How many messages it becomes when it is allowed.
    public var messageCount: Int {
        switch work {
        case .letter: 1
        case .acts(_, let acts): acts.count
        }
    }

    /// Makes the answer's bytes; they are stored under the key, so it must not depend on anything outside.
    public var render: @Sendable (Outcome) -> Answer

    /// A submission of all its parts.
    public init(
        programme: String, principal: String, key: String, digest: [UInt8], actor: Actor, occurredAt: Instant? = nil,
        work: Work, dryRun: Bool = false, render: @escaping @Sendable (Outcome) -> Answer
    ) {
        self.programme = programme
        self.principal = principal
        self.key = key
        self.digest = digest
        self.actor = actor
        self.occurredAt = occurredAt
        self.work = work
        self.dryRun = dryRun
        self.render = render
    }
}

/// A message outside every case, to the organisations it names.
public struct Letter: Hashable, Sendable {
    /// What it is; `letter` when the sender says nothing else.
    public var kind: String
    /// Who gets it.
    public var audience: [Recipient]
    /// The body's media type.
    public var contentType: String
    /// The body's bytes, 1 MB at most.
    public var body: [UInt8]
    /// The message it answers.
    public var cause: Identifier?
    /// What is kept beside it, by name; of an event, the attributes that are no columns of a message.
    public var attributes: [String: String]

    /// A letter of all its parts.
    public init(
        kind: String = "letter", audience: [Recipient], contentType: String, body: [UInt8], cause: Identifier? = nil,
        attributes: [String: String] = [:]
    ) {
        self.kind = kind
        self.audience = audience
        self.contentType = contentType
        self.body = body
        self.cause = cause
        self.attributes = attributes
    }

    /// Until when it is worth anything, as its attributes say; nil for ever.
    public var expiry: Expiry? { attributes[Expiry.attribute].flatMap { Instant($0) }.map { Expiry(at: $0) } }

    /// SHA-256 over what the sender itself gave, whichever way it came: alone, in a batch, or entered by another hand. What
    /// traces an attempt is not of the message.
    public func digest(sender: String) -> [UInt8] {
        let recipients = audience.sorted().flatMap { [$0.organisation, $0.role ?? ""] }
        let kept = attributes.filter { !IncomingEvent.tracing.contains($0.key) }.sorted { $0.key < $1.key }
        var bytes: [UInt8] = []
        for text in [sender, kind, contentType, cause?.description ?? ""] + recipients
            + kept.flatMap({ [$0.key, $0.value] })
        {
            withUnsafeBytes(of: UInt32(text.utf8.count).bigEndian) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: text.utf8)
        }
        return ContentHash.sha256(bytes + ContentHash.sha256(body))
    }
}

/// What became of a submission.
public enum Outcome: Sendable {
    /// Stored: the messages in the order of the acts, and the case after them.
    case accepted([Appended], CaseState?)
    /// A rule refused; nothing was stored but this answer.
    case refused(Refusal)
}

/// A message that is stored, with what the store gave it.
public struct Appended: Hashable, Sendable {
    /// Its id.
    public let id: Identifier
    /// The case, or its own id for a letter.
    public let caseID: Identifier
    /// What it is.
    public let kind: String
    /// The content hash.
    public let hash: [UInt8]
    /// When it happened.
    public let occurredAt: Instant
    /// When it was stored, by the real clock.
    public let recordedAt: Instant
    /// Where it went, and under which number of that inbox.
    public let deliveries: [Delivery]

    /// One recipient's copy.
    public struct Delivery: Hashable, Sendable {
        /// The organisation's code.
        public let organisation: String
        /// Its role in the case.
        public let role: String?
        /// The number in its inbox; consecutive, from 1.
        public let number: Int64
    }
}

/// An answer as it was given and is given again under the same key.
public struct Answer: Hashable, Sendable {
    /// The HTTP status.
    public var status: Int
    /// The media type.
    public var contentType: String
    /// The bytes.
    public var body: [UInt8]
    /// Whether it is an earlier answer under the same key.
    public var replayed: Bool

    /// An answer of all its parts.
    public init(status: Int, contentType: String, body: [UInt8], replayed: Bool = false) {
        self.status = status
        self.contentType = contentType
        self.body = body
        self.replayed = replayed
    }
}
