// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Coordination
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import NIOHTTP1
import Store
import TestDatabase
import Testing
import Wire

@testable import inod

@Suite(.database, .timeLimit(.minutes(3))) struct MessageStreamTests {
    @Test func eachLineIsConfirmedInOrderAndAFaultyOneRefusedAlone() async throws {
        try await APIHarness.run { api in
            let lines = [
                letter("a"), "{", "", letter("b", to: "nobody"), letter("a"), letter("c", to: "kind:castle"),
                letter("d"),
                #"{"recipients":["tsu"],"text":"no key"}"#, String(repeating: "x", count: 3 << 20), letter("e"),
            ]
            // The last line has no line feed behind it, and one ends in CR LF.
            let body = lines.joined(separator: "\n").replacing(letter("d") + "\n", with: letter("d") + "\r\n")
            let answer = try await api.ask(.post, "/v1/messages/stream", as: "minekonom", json: body)
            #expect(answer.status == .ok && answer.headers[.contentType] == "application/x-ndjson")
            let told = try confirmations(String(decoding: answer.bytes, as: UTF8.self))
            #expect(told.map(\.line) == [1, 2, 4, 5, 6, 7, 8, 9, 10])
            #expect(told.map(\.status) == [201, 400, 422, 201, 422, 201, 400, 413, 201])
            #expect(told[0].message == told[3].message, "the same key is the same message")
            #expect(
                told.map(\.problem?.code) == [
                    nil, "bad-request", "unknown-recipient", nil, "empty-audience", nil, "bad-request", "too-large",
                    nil,
                ])
            #expect(try await texts(api) == ["a", "d", "e"])
        }
    }

    @Test func aThousandLinesAreStoredInTheirOrder() async throws {
        try await APIHarness.run { api in
            let body = (1...1000).map { letter("\($0)") + "\n" }.joined()
            let answer = try await api.ask(.post, "/v1/messages/stream", as: "minekonom", json: body)
            let told = try confirmations(String(decoding: answer.bytes, as: UTF8.self))
            #expect(told.map(\.line) == Array(1...1000) && told.allSatisfy { $0.status == 201 })
            #expect(try await texts(api) == (1...1000).map(String.init))
        }
    }

    @Test func aLineIsConfirmedBeforeTheNextIsWritten() async throws {
        try await APIHarness.run { api in
            let port = try #require(api.client.port)
            try await open("http://localhost:\(port)", token: api.tokens["minekonom"] ?? "") { send, receive in
                for n in 1...5 {
                    send.yield(ByteBuffer(string: letter("\(n)") + "\n"))
                    let line = try await receive.next()
                    #expect(line?.line == n && line?.status == 201)
                }
                send.finish()
                let end = try await receive.next()
                #expect(end == nil)
            }
        }
    }

    @Test func aTokenThatIsRevokedSendsNoMore() async throws {
        try await APIHarness.run { api in
            let made = try await api.store.createToken(
                NewToken(name: "short", organisation: "minekonom", scopes: [.send]), by: "test")
            let port = try #require(api.client.port)
            try await open("http://localhost:\(port)", token: made.secret) { send, receive in
                send.yield(ByteBuffer(string: letter("1") + "\n"))
                let first = try await receive.next()
                #expect(first?.status == 201)
                _ = try await api.store.revokeToken(made.token.id, by: "test")
                send.yield(ByteBuffer(string: letter("2") + "\n"))
                let second = try await receive.next()
                #expect(second?.problem?.code == "unauthenticated")
            }
            #expect(try await texts(api) == ["1"])
        }
    }

    @Test func aStopOfTheDaemonEndsTheStreamAfterWhatWasConfirmed() async throws {
        try await StreamDaemon.run { daemon, address in
            let headers = [("Ino-On-Behalf-Of", "minekonom"), ("Ino-Basis", "0YI=")]
            try await open(address, headers: headers) { send, receive in
                send.yield(ByteBuffer(string: letter("1") + "\n"))
                let first = try await receive.next()
                #expect(first?.status == 201)
                daemon.process.terminate()
                #expect(await daemon.exited() == 0)
                let end = try await receive.next()
                #expect(end == nil)
            }
        }
    }

    private func letter(_ key: String, to recipient: String = "tsu") -> String {
        #"{"recipients":["\#(recipient)"],"key":"\#(key)","text":"\#(key)"}"#
    }

    private func confirmations(_ text: String) throws -> [Wire.Confirmation] {
        try text.split(separator: "\n").map { try StrictJSON.decodeAnswer(Wire.Confirmation.self, from: $0.utf8) }
    }

    /// What came to the inbox as letters, in the order of its numbers.
    private func texts(_ api: APIHarness) async throws -> [String] {
        try await api.store.inbox(of: "tsu", after: 0, limit: 2000).items.map(\.message.message)
            .filter { $0.kind == "letter" }.map { String(decoding: $0.body, as: UTF8.self) }
    }

    /// Both sides of a stream at once, as a program has them.
    private func open(
        _ address: String, token: String? = nil, headers: [(String, String)] = [],
        _ body: @concurrent (AsyncStream<ByteBuffer>.Continuation, inout ConfirmationReader) async throws -> Void
    ) async throws {
        let (parts, send) = AsyncStream<ByteBuffer>.makeStream()
        var request = HTTPClientRequest(url: "\(address)/v1/messages/stream")
        request.method = .POST
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.body = .stream(parts, length: .unknown)
        let response = try await HTTPClient.shared.execute(request, timeout: .hours(1))
        #expect(response.status == .ok)
        var reader = ConfirmationReader(parts: response.body.makeAsyncIterator())
        try await body(send, &reader)
        send.finish()
    }
}

/// The lines that come back.
private struct ConfirmationReader {
    var parts: HTTPClientResponse.Body.AsyncIterator
    private var begun = ""

    init(parts: HTTPClientResponse.Body.AsyncIterator) { self.parts = parts }

    /// The next line; nil at the end of the stream.
    @concurrent mutating func next() async throws -> Wire.Confirmation? {
        while !begun.contains("\n") {
            guard let part = try await parts.next() else { return nil }
            begun += String(buffer: part)
        }
        let line = begun.prefix { $0 != "\n" }
        begun = String(begun.dropFirst(line.count + 1))
        return try StrictJSON.decodeAnswer(Wire.Confirmation.self, from: line.utf8)
    }
}
