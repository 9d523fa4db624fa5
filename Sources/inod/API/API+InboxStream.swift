// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import HTTPTypes
import Hummingbird
import Store
import Wire

extension API {
    /// `/v1/inbox` for who accepts `text/event-stream`: the same messages under the same numbers, as they come.
    ///
    /// The event's id is the number in the inbox. A reader that lost the stream gives the last one it had as
    /// `Last-Event-ID` and misses nothing and gets nothing twice; it wins over `after`, which stays in the URL.
    func stream(_ call: Call, of organisation: String, after: Int64) throws -> Reply {
        for name in ["wait", "limit"] where try call.query(name) != nil {
            throw Problem.badRequest(
                "'\(name)' is for pages; a stream goes on by itself.", code: "invalid-value", at: "?\(name)")
        }
        let stream = InboxStream(
            doorbell: doorbell, store: store, call: call, organisation: organisation, reader: try call.reader(),
            start: try call.lastEventID() ?? after)
        return Reply(
            headers: [.accelBuffering: "no", .connection: "close"], contentType: "text/event-stream",
            stream: { try await stream.write(to: &$0) })
    }
}

/// One reader's stream of an inbox.
///
/// It holds one page at most: the next is read once the connection has taken the one before. A reader that goes away
/// ends it at once, and so does a stop of the daemon.
private struct InboxStream: Sendable {
    let doorbell: Doorbell
    let store: Store
    let call: Call
    let organisation: String
    let reader: InboxReader
    let start: Int64

    private static let pageLimit = 256
    private static let pageBytes: Int64 = 1 << 20

    @concurrent func write(to writer: inout any ResponseBodyWriter) async throws {
        let writing = StoppableWriting(call.context.channel)
        try await call.request.body.consumeWithCancellationOnInboundClose { _ in
            try await writing.run { try await events(to: &writer, writing) }
        }
    }

    @concurrent private func events(to writer: inout any ResponseBodyWriter, _ writing: StoppableWriting) async throws {
        let end = ContinuousClock.now + call.limits.streamLifetime
        var position = start
        guard try await writing.write(ServerSentEvent.retry(afterMilliseconds: 5000), to: &writer) else { return }
        while !Task.isCancelled, ContinuousClock.now < end {
            var bytes: [UInt8] = []
            do {
                let slice = try await page(after: position)
                position = slice.items.last?.number ?? position
                for item in slice.items {
                    let item = InboxItem(number: item.number, message: item.message)
                    let data = String(decoding: item.json, as: UTF8.self)
                    ServerSentEvent(id: String(item.number), data: data).write(to: &bytes)
                }
                if slice.items.isEmpty { bytes = ServerSentEvent.heartbeat }
            } catch {
                // The answer's status has gone out long ago: what is wrong is the last event, and the reader comes again.
                _ = try await writing.write(event(of: error), to: &writer)
                return
            }
            guard try await writing.write(bytes, to: &writer) else { return }
        }
    }

    /// What came after the number, or nothing after the time of a heartbeat; whose token ended meanwhile reads no more.
    private func page(after position: Int64) async throws -> InboxSlice {
        try await call.checkAgain(store, .read)
        return try await doorbell.inbox(
            of: organisation, after: position, limit: Self.pageLimit, bytes: Self.pageBytes, reader: reader,
            waitingUpTo: call.limits.streamHeartbeat)
    }

    private func event(of error: any Error) -> [UInt8] {
        var problem = Problem(explaining: error)
        problem.requestId = call.context.requestID
        problem.instance = call.request.uri.path
        let data = (try? StrictJSON.encode(problem)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        var bytes: [UInt8] = []
        ServerSentEvent(name: "problem", data: data).write(to: &bytes)
        return bytes
    }
}

extension Call {
    /// Whether the caller would have a stream of events in place of a page.
    var wantsEvents: Bool {
        let types = (request.headers[.accept] ?? "").split(separator: ",")
        return types.contains { type in
            type.prefix { $0 != ";" }.lowercased().filter { $0 != " " } == "text/event-stream"
        }
    }

    /// Where a reader that lost its stream goes on; nil at its first.
    fileprivate func lastEventID() throws -> Int64? {
        guard let text = request.headers[.lastEventID], !text.isEmpty else { return nil }
        guard let number = Int64(text), number >= 0 else {
            throw Problem.badRequest(
                "Last-Event-ID is the number of a message in the inbox, not '\(text)'.", code: "invalid-value",
                at: "Last-Event-ID")
        }
        return number
    }

    /// Throws when the token that opened a stream has expired or was revoked meanwhile.
    func checkAgain(_ store: Store, _ scope: Scope) async throws {
        guard let header = request.headers[.authorization] else { return }
        try Authentication.demand(scope, of: await Authentication.bearer(header, in: store))
    }
}

extension HTTPField.Name {
    static let accelBuffering = HTTPField.Name("X-Accel-Buffering").unsafelyUnwrapped
    static let lastEventID = HTTPField.Name("Last-Event-ID").unsafelyUnwrapped
}
