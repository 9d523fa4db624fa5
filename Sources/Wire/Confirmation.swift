// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What became of one line of a stream of messages.
public struct Confirmation: Hashable, Sendable, Codable {
    /// The line's place in the stream, from 1; empty lines count and have no confirmation.
    public var line: Int
    /// The HTTP status the message would have had alone.
    public var status: Int
    /// The broker has the message, for good.
    public var message: SendAnswer?
    /// Why it was not stored.
    public var problem: Problem?

    /// A confirmation with one of the two.
    public init(line: Int, status: Int, message: SendAnswer? = nil, problem: Problem? = nil) {
        self.line = line
        self.status = status
        self.message = message
        self.problem = problem
    }
}
