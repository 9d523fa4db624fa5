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

    private func request(_ method: String, _ path: String, body: String? = nil) async throws -> (Int, String) {
        let socket = folder.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        var request = HTTPClientRequest(url: "http+unix://\(socket)%2Fs\(path)")
        request.method = .init(rawValue: method)
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "Ino-On-Behalf-Of", value: "minekonom")
        request.headers.add(name: "Ino-Basis", value: Data("тест".utf8).base64EncodedString())
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let response = try await client.execute(request, timeout: .seconds(5))
        let bytes = try await response.body.collect(upTo: 1 << 20)
        return (Int(response.status.code), String(buffer: bytes))
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
