// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestDatabase
import Testing

@testable import inod

/// A real daemon whose streams are tried: it would wait an hour for what does not end by itself.
enum StreamDaemon {
    static func run(_ body: (RealProgram, String) async throws -> Void) async throws {
        let database = try TestDatabase.current
        try await database.furnish()
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let receiver = try #require(Receiver(path: "\(folder)/notify"))
        let settings = try RealSettings.write(in: folder, conninfo: database.conninfo(user: "ino_daemon"))
        let daemon = try RealProgram(
            ["serve", "--config", settings],
            environment: ["NOTIFY_SOCKET": "\(folder)/notify", "INOD_STOP_GRACE": "1h"], in: folder)
        defer { daemon.end() }
        try await receiver.wait(for: "STATUS=serving")
        let socket = folder.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        try await body(daemon, "http+unix://\(socket)%2Fadmin.sock")
    }
}
