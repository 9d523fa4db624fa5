// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestDatabase

/// The `inod` that was built beside this program, on a durable database; several may run on one.
final class Daemon: @unchecked Sendable {  // the process is started and ended by the one thread that runs the rows
    private let folder: String
    private let port: UInt16
    private let process = Process()
    private let data: String
    private var ending: Int?

    /// The ways to it.
    var unix: Endpoint { .unix(folder + "/s") }
    var tcp: Endpoint { .tcp(port) }

    /// Starts it and waits until it is ready.
    init(_ database: TestDatabase) throws {
        data = database.cluster.folder + "/data"
        folder = try TemporaryFolder.make("ino-bench")
        port = try Endpoint.freePort()
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
        // What it prints is not part of the table.
        process.standardOutput = FileHandle.standardError
        do {
            try process.run()
            ending = Ending.register { [process, folder] in
                process.end()
                try? FileManager.default.removeItem(atPath: folder)
            }
            try awaitReadiness()
        } catch {
            // Nobody else would end it: it would hold the port and this program's output open.
            stop()
            throw error
        }
    }

    private func awaitReadiness() throws {
        let probe = Request("GET /readyz")
        for _ in 0..<3000 {
            if let connection = try? HTTPConnection(unix), (try? connection.exchange(probe.bytes)) != nil { return }
            guard process.isRunning else { break }
            usleep(10_000)
        }
        throw BenchmarkError("inod did not become ready within 30 seconds: was it built after the last change?")
    }

    /// Makes a token of a system of an organisation.
    func token(of organisation: String) throws -> String {
        let answer = try HTTPConnection(unix).exchange(
            Request(
                "POST /v1/tokens",
                body: #"{"name":"bench","organisation":"\#(organisation)","scopes":["read","send","act"],"days":1}"#
            ).bytes)
        let members = try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any]
        guard let secret = members?["secret"] as? String else { throw BenchmarkError("no token was made: \(answer)") }
        return secret
    }

    /// The processor time that it and its PostgreSQL used so far.
    func used() -> CPUTime { CPUTime(daemon: process.processIdentifier, data: data) }

    /// Resident memory in MB: now, and at its highest since the start; proc(5), status.
    func memory() throws -> (now: Double, highest: Double) {
        let lines = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
            .split(separator: "\n")
        func kilobytes(_ name: String) -> Double {
            let words = lines.first { $0.hasPrefix(name + ":") }?.split(whereSeparator: { $0 == " " || $0 == "\t" })
            return words?.dropFirst().first.flatMap { Double($0) } ?? .nan
        }
        return (kilobytes("VmRSS") / 1024, kilobytes("VmHWM") / 1024)
    }

    /// Ends it and removes its folder.
    func stop() {
        if let ending { Ending.forget(ending) }
        process.end()
        try? FileManager.default.removeItem(atPath: folder)
    }
}
