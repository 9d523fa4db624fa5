// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import inod

/// The binary itself, as systemd would run it.
@Suite(.timeLimit(.minutes(3))) struct DaemonTests {
    @Test func systemdIsToldOfReadyWatchdogAndStopping() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let receiver = try #require(Receiver(path: "\(folder)/notify"))
        let daemon = try Daemon(
            folder: folder, environment: ["NOTIFY_SOCKET": "\(folder)/notify", "WATCHDOG_USEC": "100000"])
        defer { daemon.end() }
        try await receiver.wait(for: "READY=1")
        try await receiver.wait(for: "WATCHDOG=1")
        try await receiver.wait(for: "STATUS=serving")
        daemon.process.terminate()
        try await receiver.wait(for: "STOPPING=1")
        await daemon.exited()
        #expect(daemon.process.terminationStatus == 0)
        #expect(Postmaster(runningOn: daemon.cluster) == nil)
    }

    @Test func aKilledDaemonsPostgreSQLIsAdoptedByTheNext() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let receiver = try #require(Receiver(path: "\(folder)/notify"))
        let environment = ["NOTIFY_SOCKET": "\(folder)/notify"]
        let first = try Daemon(folder: folder, environment: environment)
        try await receiver.wait(for: "STATUS=serving")
        let orphan = try #require(Postmaster(runningOn: first.cluster))
        kill(first.process.processIdentifier, SIGKILL)
        await first.exited()
        #expect(orphan.isAlive)
        let second = try Daemon(folder: folder, environment: environment)
        defer { second.end() }
        try await receiver.wait(for: "STATUS=serving")
        #expect(Postmaster(runningOn: second.cluster) == orphan)
        second.process.terminate()
        await second.exited()
        #expect(!orphan.isAlive)
    }

    @Test func badSettingsEndWith78() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let daemon = try Daemon(folder: folder, environment: ["INOD_STOP_GRACE": "20"])
        await daemon.exited()
        #expect(daemon.process.terminationStatus == 78)
    }
}

/// A running `inod serve` with everything of its own in one folder.
private struct Daemon {
    let process = Process()
    let cluster: String

    init(folder: String, environment: [String: String]) throws {
        cluster = "\(folder)/state/data/cluster"
        try """
        [http]
        listen = "127.0.0.1:0"
        socket = "\(folder)/admin.sock"
        [embedded]
        folder = "\(folder)/state"
        """.write(toFile: "\(folder)/inod.toml", atomically: true, encoding: .utf8)
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        process.executableURL = URL(fileURLWithPath: Self.binary(beside: tests))
        process.arguments = ["serve", "--config", "\(folder)/inod.toml"]
        process.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin"].merging(environment) { $1 }
        process.standardError = FileHandle(forWritingAtPath: "/dev/null")
        try process.run()
    }

    func exited() async {
        let process = process
        await offPool { process.waitUntilExit() }
    }

    /// A test that failed must not leave anything running.
    func end() {
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
    }

    private static func binary(beside tests: String) -> String {
        var folder = URL(fileURLWithPath: tests).deletingLastPathComponent()
        while folder.path != "/" {
            let candidate = folder.appendingPathComponent("inod").path
            if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
            folder.deleteLastPathComponent()
        }
        return URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent(".build/debug/inod").path
    }
}

extension Receiver {
    /// Reads on until a datagram holds the text.
    fileprivate func wait(for text: String) async throws {
        while true {
            let next = await offPool { self.next() }
            let datagram = try #require(next, "nothing more came while waiting for \(text)")
            if datagram.contains(text) { return }
        }
    }
}
