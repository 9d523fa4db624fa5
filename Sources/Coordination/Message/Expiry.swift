// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Until when a message is worth anything to its recipients, as its sender says.
///
/// Nothing is taken away when it is over: a copy that its recipient had not acknowledged by then has *expired*. It keeps
/// its number in the inbox, is pushed no more, and the sender is told. CloudEvents has the same as its extension
/// `expirytime`.
public struct Expiry: Hashable, Sendable {
    /// The attribute that says it, as CloudEvents' documented extensions name it.
    public static let attribute = "expirytime"
    /// The kind of the message by which the sender is told.
    public static let noticeKind = "receipt.expired"

    /// The last moment at which an acknowledgement counts.
    public let at: Instant

    /// An end of its moment.
    public init(at: Instant) { self.at = at }

    /// One recipient's copy, as far as it has come.
    public struct Copy: Hashable, Sendable {
        /// Whose it is.
        public let recipient: Recipient
        /// Its number in that inbox.
        public let number: Int64
        /// When its recipient first said to have it, at whatever level; nil while it has not.
        public let acknowledged: Instant?

        /// A copy of all its parts.
        public init(recipient: Recipient, number: Int64, acknowledged: Instant? = nil) {
            self.recipient = recipient
            self.number = number
            self.acknowledged = acknowledged
        }
    }

    /// Refuses an end that has come already when the message is sent.
    public func check(sentAt now: Instant) throws(Refusal) {
        guard at > now else {
            throw Refusal(
                code: "invalid-value",
                sentence: "The message would expire at \(at), and it is \(now): nobody could acknowledge it in time.",
                next: "Name a later time, or leave it out.")
        }
    }

    /// The copies that were not acknowledged by the end. What was acknowledged after it has expired all the same, so it
    /// does not matter how soon after the end somebody looks.
    public func expired(_ copies: [Copy]) -> [Copy] { copies.filter { $0.acknowledged.map { $0 > at } ?? true } }
}

/// What the sender is told of copies that expired: the body of a `receipt.expired`.
public struct ExpiryNotice: Hashable, Sendable, Codable {
    /// The message that expired.
    public let message: Identifier
    /// What it is.
    public let kind: String
    /// The sender's own key of it.
    public let senderKey: String
    /// Until when it was worth anything.
    public let expires: Instant
    /// Who had not acknowledged it by then.
    public let recipients: [Copy]

    /// A recipient that had not.
    public struct Copy: Hashable, Sendable, Codable {
        /// The organisation's code.
        public let organisation: String
        /// Its role in the case.
        public let role: String?
        /// The number in its inbox.
        public let number: Int64
    }

    /// The notice of some copies of a message.
    public init(message: Identifier, kind: String, senderKey: String, expires: Instant, expired: [Expiry.Copy]) {
        self.message = message
        self.kind = kind
        self.senderKey = senderKey
        self.expires = expires
        recipients = expired.map {
            Copy(organisation: $0.recipient.organisation, role: $0.recipient.role, number: $0.number)
        }
    }
}
