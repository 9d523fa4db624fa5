// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// What came to several inboxes after a number of each: the messages once, and who got them under which number.
public struct InboxesPage: Hashable, Sendable, Codable {
    /// One of the inboxes.
    public struct Inbox: Hashable, Sendable, Codable {
        /// Whose.
        public var organisation: String
        /// In the order of their numbers.
        public var items: [Item]
        /// Whether it was cut short: ask again with the last number that came.
        public var more: Bool

        /// Makes it from its members.
        public init(organisation: String, items: [Item], more: Bool) {
            self.organisation = organisation
            self.items = items
            self.more = more
        }
    }

    /// A message's place in an inbox.
    public struct Item: Hashable, Sendable, Codable {
        /// Its number there, gapless from 1.
        public var number: Int64
        /// The message's id, to be found among `messages`.
        public var message: Identifier
        /// When it expired here without having been acknowledged; absent as a rule.
        public var expired: Instant?

        /// Makes it from its members.
        public init(number: Int64, message: Identifier, expired: Instant? = nil) {
            self.number = number
            self.message = message
            self.expired = expired
        }
    }

    /// In the order in which they were asked for.
    public var inboxes: [Inbox]
    /// Each message that an item names, once.
    public var messages: [MessageView]

    /// Makes it from its members.
    public init(inboxes: [Inbox], messages: [MessageView]) {
        self.inboxes = inboxes
        self.messages = messages
    }
}

/// Says how far several organisations have come with their inboxes.
public struct ReceiptsRequest: Hashable, Sendable, Codable {
    /// One of them.
    public struct Receipt: Hashable, Sendable, Codable {
        /// Whose inbox.
        public var organisation: String
        /// The last number.
        public var upTo: Int64

        /// Makes it from its members.
        public init(organisation: String, upTo: Int64) {
            self.organisation = organisation
            self.upTo = upTo
        }
    }

    /// `delivered` or `registered`.
    public var level: ReceiptLevel
    /// One for an organisation; all are written, or none.
    public var receipts: [Receipt]

    /// Makes it from its members.
    public init(level: ReceiptLevel, receipts: [Receipt]) {
        self.level = level
        self.receipts = receipts
    }
}

/// The receipts that were written for several organisations.
public struct ReceiptsAnswer: Hashable, Sendable, Codable {
    /// In the order in which they were given.
    public var receipts: [ReceiptAnswer]

    /// Makes it from its members.
    public init(receipts: [ReceiptAnswer]) { self.receipts = receipts }
}
