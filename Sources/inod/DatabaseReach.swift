// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// How the database is reached, whichever it is: one of your own or the private one.
struct DatabaseReach: Sendable {
    /// For the daemon's work.
    let daemon: String
    /// For migrations.
    let owner: String
    /// The private cluster; nil with a PostgreSQL of your own.
    let cluster: Cluster?
    /// The line that logs an analyst in to the reports; with a PostgreSQL of your own you know better.
    var psql: String? {
        cluster.map { "psql \"\($0.conninfo(user: Cluster.reader)) options=-csearch_path=report_v1\"" }
    }

    init(_ settings: Settings) async throws {
        if let conninfo = settings.database.conninfo {
            daemon = conninfo
            owner = settings.database.migrateConninfo ?? Self.asOwner(conninfo)
            cluster = nil
            return
        }
        let folder = try await StateFolder.prepare(settings.embedded)
        let binaries = try await PostgresBinaries.find(
            named: settings.embedded.binaries, clusterVersion: folder.clusterVersion)
        let cluster = Cluster(folder: folder, binaries: binaries)
        daemon = cluster.conninfo(user: "ino_daemon")
        owner = cluster.conninfo(user: "ino_owner")
        self.cluster = cluster
    }

    /// libpq takes the last of a repeated keyword; a URI has its query for it.
    private static func asOwner(_ conninfo: String) -> String {
        guard conninfo.hasPrefix("postgres") && conninfo.contains("://") else { return conninfo + " user=ino_owner" }
        return conninfo + (conninfo.contains("?") ? "&" : "?") + "user=ino_owner"
    }
}
