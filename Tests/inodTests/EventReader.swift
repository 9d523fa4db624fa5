// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import NIOHTTP1
import Testing
import Wire

@testable import inod

/// A stream of events as a program reads it: over a real connection, part by part.
struct EventReader {
    let status: Int
    let contentType: String
    private var parts: HTTPClientResponse.Body.AsyncIterator
    private var reader = ServerSentEventReader()
    private var events: [ServerSentEvent] = []

    /// Opens a stream and closes its connection after the closure.
    static func open<R: Sendable>(
        _ url: String, headers: [(String, String)] = [], _ body: @concurrent (inout EventReader) async throws -> R
    ) async throws -> R {
        // A client of its own: shutting it down is what cuts the connection.
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        do {
            var request = HTTPClientRequest(url: url)
            request.headers.add(name: "Accept", value: "text/event-stream")
            for (name, value) in headers { request.headers.add(name: name, value: value) }
            let response = try await client.execute(request, timeout: .hours(1))
            var reader = EventReader(
                status: Int(response.status.code), contentType: response.headers.first(name: "Content-Type") ?? "",
                parts: response.body.makeAsyncIterator())
            let result = try await body(&reader)
            try await client.shutdown()
            return result
        } catch {
            try await client.shutdown()
            throw error
        }
    }

    /// Posts a body on the shared client and answers the status.
    static func post(_ url: String, headers: [(String, String)], body: String) async throws -> Int {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(ByteBuffer(string: body))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        _ = try await response.body.collect(upTo: 1 << 20)
        return Int(response.status.code)
    }

    private init(status: Int, contentType: String, parts: HTTPClientResponse.Body.AsyncIterator) {
        self.status = status
        self.contentType = contentType
        self.parts = parts
    }

    /// The next event; nil at the end of the stream.
    @concurrent mutating func next() async throws -> ServerSentEvent? {
        while events.isEmpty {
            guard let part = try await parts.next() else { return nil }
            events = reader.read(part.readableBytesView)
        }
        return events.removeFirst()
    }

    /// The events that the next part of the stream completes, none of them perhaps; nil at the end of the stream.
    @concurrent mutating func events() async throws -> [ServerSentEvent]? {
        guard let part = try await parts.next() else { return nil }
        return reader.read(part.readableBytesView)
    }

    /// The numbers and texts of the next messages.
    @concurrent mutating func messages(_ count: Int) async throws -> [(number: Int64, text: String?)] {
        var found: [(Int64, String?)] = []
        while found.count < count {
            let event = try #require(try await next(), "the stream ended after \(found.count) of \(count)")
            let item = try StrictJSON.decodeAnswer(InboxItem.self, from: event.data.utf8)
            try #require(event.id == String(item.number))
            found.append((item.number, item.message.text))
        }
        return found
    }

    /// The next bytes as they came; nil at the end of the stream.
    @concurrent mutating func part() async throws -> String? {
        try await parts.next().map { String(buffer: $0) }
    }
}

extension APIHarness {
    /// Opens a stream of events at a path.
    func stream<R: Sendable>(
        _ path: String, as who: String, after lastEventID: Int64? = nil,
        _ body: @concurrent (inout EventReader) async throws -> R
    ) async throws -> R {
        var headers = [("Authorization", "Bearer \(tokens[who] ?? who)")]
        if let lastEventID { headers.append(("Last-Event-ID", String(lastEventID))) }
        let port = try #require(client.port)
        return try await EventReader.open("http://localhost:\(port)\(path)", headers: headers, body)
    }
}
