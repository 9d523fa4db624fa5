// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Synchronization
import TestDatabase

/// The real `inod` beside the tests, on a durable cluster: to be killed in the middle of its work.
final class CrashDaemon: Sendable {
    let folder: String
    private let client: HTTPClient
    private let process = Mutex<Process?>(nil)

    /// Writes its settings; `start` starts it.
    init(_ database: TestDatabase) throws {
        folder = NSTemporaryDirectory() + "ino-crash-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try """
        [http]
        listen = ""
        socket = "\(folder)/s"
        [database]
        conninfo = "\(database.conninfo(user: "ino_daemon"))"
        [log]
        level = "error"
        """.write(toFile: folder + "/inod.toml", atomically: true, encoding: .utf8)
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 16
        // A daemon that was killed is not waited for: the sender learns at once that nothing was confirmed.
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(configuration: configuration)
    }

    /// Starts it and waits until it says that it is ready.
    func start() async throws {
        let started = Process()
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        started.executableURL = tests.deletingLastPathComponent().appendingPathComponent("inod")
        started.arguments = ["serve", "--config", folder + "/inod.toml"]
        try started.run()
        process.withLock { $0 = started }
        try await ready()
    }

    /// Waits until the daemon and its database answer.
    func ready() async throws {
        for _ in 0..<3000 {
            if let (status, _) = try? await request("GET", "/readyz"), status == 200 { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw CrashFailure(sentence: "inod did not become ready within 30 seconds")
    }

    /// SIGKILL: no handler runs, nothing is flushed.
    func killHard() {
        process.withLock { process in
            guard let running = process else { return }
            kill(running.processIdentifier, SIGKILL)
            running.waitUntilExit()
            process = nil
        }
    }

    /// Sends one letter under a key; answers the message's id, or nil when it was not confirmed.
    func send(_ key: String) async -> String? {
        let body = #"{"recipients":["tsu"],"key":"\#(key)","text":"\#(key)"}"#
        guard let (status, answer) = try? await request("POST", "/v1/messages", body: body),
            status == 201 || status == 200,
            let members = try? JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any]
        else { return nil }
        return members["id"] as? String
    }

    /// What a sender was told.
    struct Told {
        let status: Int
        let contentType: String?
        let retryAfter: Int?
        /// The slug of the problem; empty when it was stored.
        let code: String
        /// The message's id; nil when it was not confirmed.
        let id: String?
    }

    /// Sends one letter of some size under a key, and throws when it was not answered at all.
    func tell(_ key: String, of bytes: Int) async throws -> Told {
        // The same for the same key, and nothing that the database could make smaller.
        var state = key.utf8.reduce(into: UInt64(bytes)) { $0 = $0 &* 31 &+ UInt64($1) }
        let text = String(
            (0..<bytes).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Character(UnicodeScalar(UInt8(97 + (state >> 40) % 26)))
            })
        let body = #"{"recipients":["tsu"],"key":"\#(key)","text":"\#(text)"}"#
        let response = try await execute("POST", "/v1/messages", body: body, timeout: .seconds(90))
        let answer = Data(try await response.body.collect(upTo: 1 << 20).readableBytesView)
        let members = try JSONSerialization.jsonObject(with: answer) as? [String: Any] ?? [:]
        return Told(
            status: Int(response.status.code), contentType: response.headers.first(name: "Content-Type"),
            retryAfter: response.headers.first(name: "Retry-After").flatMap { Int($0) },
            code: members["code"] as? String ?? "", id: response.status.code < 300 ? members["id"] as? String : nil)
    }

    /// The status with which a path answers.
    func status(_ path: String) async throws -> Int {
        let response = try await execute("GET", path, body: nil, timeout: .seconds(60))
        _ = try await response.body.collect(upTo: 1 << 20)
        return Int(response.status.code)
    }

    private func request(_ method: String, _ path: String, body: String? = nil) async throws -> (Int, String) {
        let response = try await execute(method, path, body: body, timeout: .seconds(5))
        let bytes = try await response.body.collect(upTo: 1 << 20)
        return (Int(response.status.code), String(buffer: bytes))
    }

    private func execute(
        _ method: String, _ path: String, body: String?, timeout: TimeAmount
    ) async throws -> HTTPClientResponse {
        let socket = folder.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        var request = HTTPClientRequest(url: "http+unix://\(socket)%2Fs\(path)")
        request.method = .init(rawValue: method)
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "Ino-On-Behalf-Of", value: "minekonom")
        request.headers.add(name: "Ino-Basis", value: Data("тест".utf8).base64EncodedString())
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        return try await client.execute(request, timeout: timeout)
    }

    /// Ends it and removes its folder.
    func close() async throws {
        killHard()
        try await client.shutdown()
        try FileManager.default.removeItem(atPath: folder)
    }
}

/// Why a crash run could not be judged.
struct CrashFailure: Error, CustomStringConvertible {
    let sentence: String
    var description: String { sentence }
}
