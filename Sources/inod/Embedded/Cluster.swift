// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The private cluster at rest: made once, configured at every start, so that a newer daemon's settings take hold.
struct Cluster: Sendable {
    let folder: StateFolder
    let binaries: PostgresBinaries

    /// The database and the login that owns the cluster.
    static let database = "ino"
    static let superuser = "postgres"
    /// The login for reports.
    static let reader = "ino_reader"

    /// A connection string for one of the roles.
    func conninfo(user: String, database: String = Self.database) -> String {
        "host='\(folder.sockets)' port=5432 dbname=\(database) user=\(user)"
    }

    var tool: Tool {
        Tool(path: "\(binaries.folder):/usr/bin:/bin", account: geteuid() == 0 ? folder.account : nil)
    }

    /// Makes the data when there are none. They appear whole or not at all: a killed `initdb` leaves nothing behind
    /// that looks like a cluster.
    func initialise() async throws {
        guard folder.clusterVersion == nil else { return }
        let part = "\(folder.data)/new"
        _ = try await tool.run("rm", ["-rf", part])
        let made = try await tool.run(
            "initdb",
            [
                "-D", part, "-E", "UTF8", "--locale=C.UTF-8", "-U", Self.superuser, "-A", "peer", "--data-checksums",
                "--no-instructions",
            ])
        guard made.succeeded else {
            throw EmbeddedError(.initFailed, "initdb failed in \(folder.data): \(made.errors)")
        }
        try FileManager.default.moveItem(atPath: part, toPath: folder.cluster)
    }

    /// Who of this machine may be whom in the cluster; everybody else is turned away.
    func writeAccess() throws {
        let users = Set([folder.account.name, Account.current?.name, "root"].compactMap(\.self)).sorted()
        let roles = [Self.superuser, "ino_owner", "ino_daemon", Self.reader]
        let map = users.flatMap { user in roles.map { "ino \(user) \($0)" } }
        try write("local all all peer map=ino\n", to: "pg_hba.conf")
        try write(map.joined(separator: "\n") + "\n", to: "pg_ident.conf")
    }

    private func write(_ text: String, to name: String) throws {
        let path = "\(folder.cluster)/\(name)"
        try text.write(toFile: path, atomically: false, encoding: .utf8)
    }

    /// Reachable by its socket only; no JIT (it costs more than it gives here); a week of logs, overwritten.
    var arguments: [String] {
        let settings = [
            "listen_addresses=", "unix_socket_directories=\(folder.sockets)", "port=5432", "jit=off",
            "max_connections=100", "timezone=UTC", "log_timezone=UTC", "lc_messages=C", "logging_collector=on",
            "log_directory=log", "log_filename=postgresql-%a.log", "log_truncate_on_rotation=on",
            "log_rotation_age=1d", "log_rotation_size=0",
        ]
        return ["-D", folder.cluster] + settings.flatMap { ["-c", $0] }
    }
}
