// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Logging
import Postgres
import Schema
import Store

/// The migrated database that others are copied from, made once for each cluster.
actor Template {
    private static let all = Template()
    private static let database = "migrated"
    private var made: [String: Task<String, any Error>] = [:]

    static func migrated(in cluster: TestCluster) async throws -> String { try await all.name(in: cluster) }

    private func name(in cluster: TestCluster) async throws -> String {
        if let task = made[cluster.folder] { return try await task.value }
        let task = Task { try await Self.make(in: cluster) }
        made[cluster.folder] = task
        return try await task.value
    }

    private static func make(in cluster: TestCluster) async throws -> String {
        try await cluster.administer { db in
            try db.script(Schema.roles)
            try db.execute(Statement(unescaped: "create database \(database) owner ino_owner template template0"))
        }
        let conninfo = cluster.conninfo(database: database, user: "ino_owner")
        try await Migrator(conninfo: conninfo, logger: Logger(label: "test")).up()
        return database
    }
}
