// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestDatabase
import Testing

@testable import inod

/// Two daemons that want the same address, with the real binary.
@Suite(.database, .timeLimit(.minutes(2))) struct ListenerTests {
    @Test func aBusyPortIsNamedWithWhatToDoAndEndsWith75() async throws {
        try await withFirst { first, database in
            let folder = try temporaryFolder()
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let settings = try RealSettings.write(
                in: folder, listen: "127.0.0.1:\(first.port)", conninfo: database.conninfo(user: "ino_daemon"))
            let second = try await RealProgram.run(["serve", "--config", settings], in: folder)
            #expect(second.process.terminationStatus == 75)
            let last = second.errors.split(separator: "\n").last.map(String.init) ?? ""
            #expect(
                last == "127.0.0.1:\(first.port) is in use by another program: stop it, or set http.listen to a free "
                    + "address.")
        }
    }

    @Test func aSocketThatAnotherDaemonServesIsNotTakenFromIt() async throws {
        try await withFirst { first, database in
            let folder = try temporaryFolder()
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let settings = try RealSettings.write(
                in: folder, socket: first.socket, conninfo: database.conninfo(user: "ino_daemon"))
            let second = try await RealProgram.run(["serve", "--config", settings], in: folder)
            #expect(second.process.terminationStatus == 75)
            let last = second.errors.split(separator: "\n").last.map(String.init) ?? ""
            #expect(
                last == "\(first.socket) is served by another inod: stop that one, or set http.socket to another path.")
            let asked = try await RealProgram.run(
                ["-sS", "--unix-socket", first.socket, "http://localhost/livez"], program: "/usr/bin/curl", in: folder)
            #expect(asked.process.terminationStatus == 0 && asked.output.contains("ok"))
        }
    }

    @Test func theSocketOfAKilledDaemonIsTakenOver() async throws {
        let database = try TestDatabase.current
        try await withFirst { first, _ in
            kill(first.program.process.processIdentifier, SIGKILL)
            _ = await first.program.exited()
            #expect(FileManager.default.fileExists(atPath: first.socket))
            let settings = try RealSettings.write(
                in: first.folder, socket: first.socket, conninfo: database.conninfo(user: "ino_daemon"))
            let next = try RealProgram(
                ["serve", "--config", settings], environment: ["NOTIFY_SOCKET": "\(first.folder)/notify"],
                in: first.folder, log: "next")
            defer { next.end() }
            try await first.receiver.wait(for: "STATUS=serving")
        }
    }

    @Test func anAddressThatIsNotOfThisMachineEndsWith78() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let conninfo = try TestDatabase.current.conninfo(user: "ino_daemon")
        let settings = try RealSettings.write(in: folder, listen: "192.0.2.1:8080", conninfo: conninfo)
        let daemon = try await RealProgram.run(["serve", "--config", settings], in: folder)
        #expect(daemon.process.terminationStatus == 78)
        #expect(daemon.errors.contains("192.0.2.1:8080 cannot be listened at: "))
    }

    private struct First {
        let program: RealProgram
        let folder: String
        let port: Int
        let socket: String
        let receiver: Receiver
    }

    /// A daemon that serves, for as long as the closure runs.
    private func withFirst(_ body: (First, TestDatabase) async throws -> Void) async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let receiver = try #require(Receiver(path: "\(folder)/notify"))
        let (database, port) = (try TestDatabase.current, try RealSettings.freePort())
        let settings = try RealSettings.write(
            in: folder, listen: "127.0.0.1:\(port)", conninfo: database.conninfo(user: "ino_daemon"))
        let program = try RealProgram(
            ["serve", "--config", settings], environment: ["NOTIFY_SOCKET": "\(folder)/notify"], in: folder)
        defer { program.end() }
        try await receiver.wait(for: "STATUS=serving")
        try await body(
            First(
                program: program, folder: folder, port: port, socket: "\(folder)/admin.sock", receiver: receiver),
            database)
    }
}
