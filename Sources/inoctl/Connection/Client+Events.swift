// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Wire

extension Client {
    /// Reads a stream of events from behind the last one that was taken, until it ends.
    ///
    /// Throws a `Failure` for a refusal, also for one that ends a stream under way, and a `TransportFailure` when the
    /// connection is lost: whoever has the last id can go on.
    func events(
        _ path: String, _ query: [(name: String, value: String?)], after lastEventID: String,
        _ take: @escaping @Sendable (ServerSentEvent) async throws -> Void
    ) async throws {
        var request = completed(Request(path: path, query: present(query)), accept: "text/event-stream")
        request.headers["Last-Event-ID"] = lastEventID
        let events = EventsAsTheyCome()
        let answer = try await stream(request, target) { [request] bytes in
            for event in await events.read(bytes) {
                guard event.name != "problem" else { throw failure(problem: event.data, request) }
                try await take(event)
            }
        }
        guard (200..<300).contains(answer.status) else { throw failure(answer, request) }
    }

    private func failure(problem text: String, _ request: Request) -> Failure {
        failure(Answer(status: 500, body: Array(text.utf8)), request)
    }
}

/// The reader of one stream, whose parts come one after the other.
private actor EventsAsTheyCome {
    private var reader = ServerSentEventReader()

    func read(_ bytes: [UInt8]) -> [ServerSentEvent] { reader.read(bytes) }
}
