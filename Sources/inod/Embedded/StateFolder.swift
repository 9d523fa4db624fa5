// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The folder of the private cluster: its data, its socket and the lock that says whose it is.
struct StateFolder: Equatable, Sendable {
    let path: String
    /// Who owns the data and runs PostgreSQL.
    let account: Account
    /// The wish that could not be met, and why; said aloud at start.
    var refused: String?

    /// Given to the database user; the cluster is made beside its place in here and moved there whole.
    var data: String { "\(path)/data" }
    var cluster: String { "\(data)/cluster" }
    var sockets: String { "\(path)/socket" }
    var lockFile: String { "\(path)/inod.lock" }

    /// A socket path may have 107 bytes; some room is left for PostgreSQL's own additions.
    static let longestSocketPath = 100
    /// The folder that is taken when the wished one cannot serve.
    static let systemFolder = "/var/lib/ino"

    /// The version that made the data, nil before the first start.
    var clusterVersion: String? {
        (try? String(contentsOfFile: "\(cluster)/PG_VERSION", encoding: .utf8))?
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Makes the wished folder, or the system's when the database user cannot reach that or its path is too long.
    static func prepare(_ settings: EmbeddedSettings, system: String = systemFolder) async throws -> StateFolder {
        let account = try databaseAccount(settings.user)
        let wished = StateFolder(path: absolute(settings.folder), account: account)
        guard let reason = await wished.whyNot() else { return wished }
        var fallback = StateFolder(path: system, account: account)
        if let second = await fallback.whyNot() {
            throw EmbeddedError(
                .folderNotUsable,
                "neither \(wished.path) (\(reason)) nor \(system) (\(second)) can hold the private PostgreSQL: "
                    + "set embedded.folder to one that user '\(account.name)' can reach.")
        }
        fallback.refused = "\(wished.path) cannot hold the private PostgreSQL: \(reason)"
        return fallback
    }

    private static func databaseAccount(_ name: String) throws -> Account {
        let found = geteuid() == 0 ? Account(named: name) : Account.current
        guard let found else {
            throw EmbeddedError(
                .unknownUser,
                "there is no user '\(name)' to run the private PostgreSQL, which refuses root: name one in "
                    + "embedded.user.")
        }
        guard found.uid != 0 else {
            throw EmbeddedError(.unknownUser, "PostgreSQL refuses to run as root: name another user in embedded.user.")
        }
        return found
    }

    private static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }

    /// Makes the folders; the reason in words when they cannot serve.
    private func whyNot() async -> String? {
        let socket = "\(sockets)/.s.PGSQL.5432"
        guard socket.utf8.count <= Self.longestSocketPath else {
            return "its socket path would have \(socket.utf8.count) bytes, more than \(Self.longestSocketPath)"
        }
        do {
            let files = FileManager.default
            try files.createDirectory(atPath: path, withIntermediateDirectories: true)
            for folder in [data, sockets] where !files.fileExists(atPath: folder) {
                try files.createDirectory(
                    atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
                if geteuid() == 0, chown(folder, account.uid, account.gid) != 0 {
                    return "\(folder) cannot be given to user '\(account.name)'"
                }
            }
        } catch {
            return "it cannot be made: \((error as NSError).localizedDescription)"
        }
        let tool = Tool(account: geteuid() == 0 ? account : nil)
        let reachable = try? await tool.run("test", ["-w", data, "-a", "-x", data])
        return reachable?.succeeded == true ? nil : "user '\(account.name)' cannot reach it"
    }
}
