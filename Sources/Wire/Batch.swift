// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Several messages in one request; each is stored or refused on its own.
public struct BatchRequest: Hashable, Sendable, Codable {
    /// The messages, each with a key of its own; 1,000 at most.
    public var messages: [SendRequest]

    /// A request to send several messages.
    public init(messages: [SendRequest]) { self.messages = messages }
}

/// What became of each message of a batch.
public struct BatchAnswer: Hashable, Sendable, Codable {
    /// One message's answer: the confirmation, or the problem.
    public struct Item: Hashable, Sendable, Codable {
        /// The HTTP status it would have had alone.
        public var status: Int
        /// The confirmation.
        public var message: SendAnswer?
        /// Why it was not stored.
        public var problem: Problem?

        /// An answer with one of the two.
        public init(status: Int, message: SendAnswer? = nil, problem: Problem? = nil) {
            self.status = status
            self.message = message
            self.problem = problem
        }
    }

    /// In the order of the request.
    public var items: [Item]

    /// An answer of its items.
    public init(items: [Item]) { self.items = items }
}
