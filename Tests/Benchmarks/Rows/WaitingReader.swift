// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A reader that waits at an inbox, by a stream of events or by long-poll, and acknowledges what came before it waits
/// again.
struct WaitingReader: Sendable {
    private let first: Int
    private let token: String
    private let events: EventStream?
    private let connection: HTTPConnection

    init(_ endpoint: Endpoint, token: String, after number: Int, streaming: Bool) throws {
        (first, self.token) = (number, token)
        events = streaming ? try EventStream(endpoint, token: token, after: number) : nil
        connection = try HTTPConnection(endpoint)
    }

    /// Reads so many messages, and says of each when it has come.
    func read(_ count: Int, _ came: (Int) -> Void) throws {
        var requests = InboxRequests(token: token, limit: 100, wait: 30)
        var position = InboxPosition(after: first)
        if events == nil { try connection.send(requests.reading(after: first)) }
        while position.number < first + count {
            let before = position.number
            if let events {
                try events.take { try position.take($0, came) }
            } else {
                _ = try connection.success { try position.take($0, came) }
            }
            if position.number > before { try connection.send(requests.acknowledging(upTo: position.number)) }
            if events == nil, position.number < first + count {
                try connection.send(requests.reading(after: position.number))
            }
            if position.number > before { try connection.success { _ in } }
        }
    }

    /// Ends both connections from any thread.
    func shut() {
        events?.shut()
        connection.shut()
    }
}
