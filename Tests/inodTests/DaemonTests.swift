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
        let daemon = try serve(
            in: folder, environment: ["NOTIFY_SOCKET": "\(folder)/notify", "WATCHDOG_USEC": "100000"])
        defer { daemon.end() }
        try await receiver.wait(for: "READY=1")
        try await receiver.wait(for: "WATCHDOG=1")
        try await receiver.wait(for: "STATUS=serving")
        daemon.process.terminate()
        try await receiver.wait(for: "STOPPING=1")
        #expect(await daemon.exited() == 0)
        #expect(Postmaster(runningOn: cluster(in: folder)) == nil)
    }

    @Test func aKilledDaemonsPostgreSQLIsAdoptedByTheNext() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let receiver = try #require(Receiver(path: "\(folder)/notify"))
        let environment = ["NOTIFY_SOCKET": "\(folder)/notify"]
        let first = try serve(in: folder, environment: environment)
        try await receiver.wait(for: "STATUS=serving")
        let orphan = try #require(Postmaster(runningOn: cluster(in: folder)))
        kill(first.process.processIdentifier, SIGKILL)
        _ = await first.exited()
        #expect(orphan.isAlive)
        let second = try serve(in: folder, environment: environment)
        defer { second.end() }
        try await receiver.wait(for: "STATUS=serving")
        #expect(Postmaster(runningOn: cluster(in: folder)) == orphan)
        second.process.terminate()
        _ = await second.exited()
        #expect(!orphan.isAlive)
    }

    @Test func badSettingsEndWith78() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let daemon = try serve(in: folder, environment: ["INOD_STOP_GRACE": "20"])
        #expect(await daemon.exited() == 78)
    }

    /// A running `inod serve` with everything of its own in one folder.
    private func serve(in folder: String, environment: [String: String]) throws -> RealProgram {
        let settings = try RealSettings.write(in: folder)
        return try RealProgram(["serve", "--config", settings], environment: environment, in: folder)
    }

    private func cluster(in folder: String) -> String { "\(folder)/state/data/cluster" }
}
