// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import TestDatabase
import Testing
import Wire

@testable import inod

@Suite(.database, .timeLimit(.minutes(3))) struct InboxStreamTests {
    @Test func aReaderThatConnectsAnewMissesNothingAndGetsNothingTwice() async throws {
        try await APIHarness.run { api in
            let base = try await last(api)
            for n in 1...3 { try await send(n, api) }
            let first = try await api.stream("/v1/inbox", as: "tsu", after: base) { reader in
                #expect(reader.status == 200 && reader.contentType == "text/event-stream")
                return try await reader.messages(2)
            }
            #expect(first.map(\.number) == [base + 1, base + 2] && first.map(\.text) == ["letter 1", "letter 2"])
            try await send(4, api)
            // Last-Event-ID wins over what the URL said at the beginning.
            let second = try await api.stream("/v1/inbox?after=0", as: "tsu", after: base + 2) { reader in
                let waiting = try await reader.messages(2)
                async let sent: Void = send(5, api)
                let coming = try await reader.messages(1)
                try await sent
                return waiting + coming
            }
            #expect(second.map(\.number) == [base + 3, base + 4, base + 5])
        }
    }

    @Test func aSilentStreamSaysThatItIsAliveAndEndsAfterItsLifetime() async throws {
        let settings = ["INOD_HTTP_STREAM_HEARTBEAT": "20ms", "INOD_HTTP_STREAM_LIFETIME": "100ms"]
        try await APIHarness.run(environment: settings) { api in
            let all = try await api.stream("/v1/inbox", as: "tsu", after: last(api)) { reader in
                var all = ""
                while let part = try await reader.part() { all += part }
                return all
            }
            #expect(all.hasPrefix("retry: 5000\n\n:\n\n"))
        }
    }

    @Test func aTokenThatIsRevokedEndsItsStream() async throws {
        try await APIHarness.run(environment: ["INOD_HTTP_STREAM_HEARTBEAT": "20ms"]) { api in
            let new = NewToken(name: "short", organisation: "tsu", scopes: [.read])
            let made = try await api.store.createToken(new, by: "test")
            let last = try await api.stream("/v1/inbox", as: made.secret, after: last(api)) { reader in
                #expect(try await reader.part() != nil)
                _ = try await api.store.revokeToken(made.token.id, by: "test")
                let last = try await reader.next()
                #expect(try await reader.next() == nil)
                return last
            }
            #expect(last?.name == "problem")
            let problem = try StrictJSON.decodeAnswer(Problem.self, from: (last?.data ?? "").utf8)
            #expect(problem.code == "unauthenticated" && problem.status == 401)
        }
    }

    @Test(
        arguments: [
            ("/v1/inbox?wait=3", "5", 400, "bad-request"), ("/v1/inbox?limit=3", "5", 400, "bad-request"),
            ("/v1/inbox", "seven", 400, "bad-request"), ("/v1/inbox", "-1", 400, "bad-request"),
            ("/v1/inbox?organisation=tpu", "5", 403, "not-authorised"),
        ])
    func whatCannotBeStreamedIsRefusedBeforeItBegins(
        path: String, last: String, status: Int, code: String
    ) async throws {
        try await APIHarness.run { api in
            let headers = ["Accept": "text/html, text/event-stream;q=0.9", "Last-Event-ID": last]
            let answer = try await api.ask(.get, path, as: "tsu", headers: headers)
            #expect(answer.status.code == status)
            #expect(try answer.json(Problem.self).code == code)
        }
    }

    @Test func aStopOfTheDaemonEndsStreamsThatWait() async throws {
        try await StreamDaemon.run { daemon, address in
            try await EventReader.open("\(address)/v1/inbox?organisation=tsu") { reader in
                let first = try await reader.part()
                #expect(first?.hasPrefix("retry") == true)
                daemon.process.terminate()
                #expect(await daemon.exited() == 0)
                let event = try await reader.next()
                #expect(event == nil)
            }
        }
    }

    @Test func aStopOfTheDaemonEndsAStreamWhoseReaderTakesNothing() async throws {
        try await StreamDaemon.run { daemon, address in
            try await fill(address)
            let path = try #require(address.dropFirst("http+unix://".count).description.removingPercentEncoding)
            let reader = try #require(RawReader(path))
            defer { reader.close() }
            // A client that reads ahead would take it all: this one takes the beginning of the first message, and the rest
            // of its megabyte is more than the buffers between hold.
            try #require(await offPool { reader.get("/v1/inbox?organisation=tsu", untilItHas: 8192) })
            daemon.process.terminate()
            #expect(await daemon.exited() == 0)
        }
    }

    /// Where the inbox ends before the test: the registry's import is in it.
    private func last(_ api: APIHarness) async throws -> Int64 {
        try await api.store.inbox(of: "tsu", after: 0, limit: 1).last
    }

    private func send(_ number: Int, _ api: APIHarness) async throws {
        let answer = try await api.ask(
            .post, "/v1/messages", as: "minekonom",
            json: #"{"recipients":["tsu"],"key":"letter \#(number)","text":"letter \#(number)"}"#)
        #expect(answer.status == .created)
    }

    /// Sends 24 messages of a megabyte.
    private func fill(_ address: String) async throws {
        let text = String(repeating: "x", count: 1_000_000)
        for n in 1...24 {
            let sent = try await EventReader.post(
                "\(address)/v1/messages", headers: [("Ino-On-Behalf-Of", "minekonom"), ("Ino-Basis", "0YI=")],
                body: #"{"recipients":["tsu"],"key":"\#(n)","text":"\#(text)"}"#)
            try #require(sent == 201)
        }
    }
}

/// A connection that reads as many bytes as it is told to and no more.
private struct RawReader: Sendable {
    private let descriptor: Int32

    init?(_ path: String) {
        guard var address = sockaddr_un(path: path) else { return nil }
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        guard connected else { return nil }
    }

    /// Asks for a stream and reads until so many bytes are here; false when the connection ended before.
    func get(_ path: String, untilItHas wanted: Int) -> Bool {
        let request = Array("GET \(path) HTTP/1.1\r\nHost: inod\r\nAccept: text/event-stream\r\n\r\n".utf8)
        guard write(descriptor, request, request.count) == request.count else { return false }
        var buffer = [UInt8](repeating: 0, count: 1024)
        var got = 0
        while got < wanted {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return false }
            got += count
        }
        return true
    }

    func close() { Glibc.close(descriptor) }
}
