// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import TestDatabase

/// The `inod` that was built beside this program, on a durable database of its own.
final class Broker {
    let folder: String
    let port: UInt16 = 18_427
    /// A token of the sending body.
    private(set) var token = ""
    private let process = Process()
    private let data: String

    var socket: String { folder + "/s" }

    /// Starts it and waits until it is ready.
    init(_ database: TestDatabase, of cluster: TestCluster) throws {
        data = cluster.folder + "/data"
        folder = NSTemporaryDirectory() + "ino-bench-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try """
        [http]
        listen = "127.0.0.1:\(port)"
        socket = "\(folder)/s"
        [database]
        conninfo = "\(database.conninfo(user: "ino_daemon"))"
        [log]
        level = "error"
        """.write(toFile: folder + "/inod.toml", atomically: true, encoding: .utf8)
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.executableURL = own.deletingLastPathComponent().appendingPathComponent("inod")
        process.arguments = ["serve", "--config", folder + "/inod.toml"]
        try process.run()
        do {
            try awaitReadiness()
            token = try makeToken()
        } catch {
            // Nobody else would end it: it would hold the port and this program's output open.
            stop()
            throw error
        }
    }

    private func awaitReadiness() throws {
        for _ in 0..<3000 {
            let probe = try? HTTPSender(socket: socket, request: "GET /readyz", headers: [])
            if (try? probe?.send("")) == 200 { return }
            usleep(10_000)
        }
        throw BenchmarkError("inod did not become ready within 30 seconds: was it built after the last change?")
    }

    private func makeToken() throws -> String {
        let maker = try HTTPSender(socket: socket, request: "POST /v1/tokens", headers: [])
        let answer = try maker.exchange(
            #"{"name":"bench","organisation":"minekonom","scopes":["read","send","act"],"days":1}"#)
        let members = try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any]
        guard let secret = members?["secret"] as? String else { throw BenchmarkError("no token was made: \(answer)") }
        return secret
    }

    /// The processor time that it and its PostgreSQL used so far.
    func used() -> CPUTime { CPUTime(daemon: process.processIdentifier, data: data) }

    /// Ends it and removes its folder.
    func stop() {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)
    }
}

/// What a way through the broker reached in its time.
struct Reached {
    /// Messages a second.
    let rate: Double
    let messages: Int
    let used: CPUTime
}

/// Messages a second, and how many: each sender works on a thread of its own until the time is over.
func rate(seconds: Double, each: Int, _ connect: () throws -> [@Sendable (Int) throws -> Void]) throws
    -> (rate: Double, messages: Int)
{
    let senders = try connect()
    let counts = Counts()
    let start = Date()
    let end = start.addingTimeInterval(seconds)
    // Threads of their own: a queue would run no more of them at once than there are cores.
    let running = DispatchGroup()
    for sender in senders {
        running.enter()
        Thread.detachNewThread {
            var sent = 0
            do {
                while Date() < end {
                    try sender(sent)
                    sent += each
                }
            } catch {
                counts.fail(error)
            }
            counts.add(sent)
            running.leave()
        }
    }
    running.wait()
    if let failure = counts.failure { throw failure }
    return (Double(counts.total) / Date().timeIntervalSince(start), counts.total)
}

/// What the threads sent.
final class Counts: Sendable {
    private let state = Mutex((sum: 0, failure: (any Error)?.none))

    func add(_ count: Int) { state.withLock { $0.sum += count } }
    func fail(_ error: any Error) { state.withLock { $0.failure = $0.failure ?? error } }
    var total: Int { state.withLock(\.sum) }
    var failure: (any Error)? { state.withLock(\.failure) }
}
