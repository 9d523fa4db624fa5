// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// A message in an inbox.
public struct InboxItem: Hashable, Sendable, Codable {
    /// Its number there, gapless from 1.
    public var number: Int64
    /// The message.
    public var message: MessageView
    /// When it expired here without having been acknowledged; absent as a rule.
    public var expired: Instant?

    /// Makes it from its members.
    public init(number: Int64, message: MessageView, expired: Instant? = nil) {
        self.number = number
        self.message = message
        self.expired = expired
    }
}

/// What came after a number.
public struct InboxPage: Hashable, Sendable, Codable {
    /// In the order of their numbers.
    public var items: [InboxItem]
    /// Give it as `after` to go on; absent when nothing is left.
    public var next: Int64?
    /// The highest number in the inbox.
    public var last: Int64

    /// Makes it from its members.
    public init(items: [InboxItem], next: Int64? = nil, last: Int64) {
        self.items = items
        self.next = next
        self.last = last
    }
}

/// Says how far an organisation has come with its inbox.
public struct ReceiptRequest: Hashable, Sendable, Codable {
    /// Whose inbox; the caller's own when absent.
    public var organisation: String?
    /// The first number; the one after the highest with this receipt when absent.
    public var from: Int64?
    /// The last number.
    public var upTo: Int64
    /// `delivered` or `registered`.
    public var level: ReceiptLevel
    /// The number of the session under which it is said; needed while one is held.
    public var session: Int64?

    /// Makes it from its members.
    public init(
        organisation: String? = nil, from: Int64? = nil, upTo: Int64, level: ReceiptLevel, session: Int64? = nil
    ) {
        self.organisation = organisation
        self.from = from
        self.upTo = upTo
        self.level = level
        self.session = session
    }
}

/// The receipts that were written.
public struct ReceiptAnswer: Hashable, Sendable, Codable {
    /// Whose inbox.
    public var organisation: String
    /// The level.
    public var level: ReceiptLevel
    /// The last number.
    public var upTo: Int64
    /// How many are new; zero when all were there.
    public var count: Int

    /// Makes it from its members.
    public init(organisation: String, level: ReceiptLevel, upTo: Int64, count: Int) {
        self.organisation = organisation
        self.level = level
        self.upTo = upTo
        self.count = count
    }
}
