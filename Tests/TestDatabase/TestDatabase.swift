// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Logging
public import Postgres
import Synchronization

/// A database of one test's own.
public struct TestDatabase: Sendable {
    /// The cluster it is in.
    public let cluster: TestCluster
    /// Its name.
    public let name: String

    /// How to reach it.
    public func conninfo(user: String = "postgres") -> String { cluster.conninfo(database: name, user: user) }

    /// A connection configuration for it.
    public func configuration(user: String = "postgres") -> ConnectionConfiguration {
        ConnectionConfiguration(conninfo: conninfo(user: user), applicationName: "test")
    }

    /// A pool on it, which closes when it is let go.
    public func pool(user: String = "postgres", size: Int = 4) -> Pool {
        Pool(PoolConfiguration(connection: configuration(user: user), size: size), logger: Logger(label: "test"))
    }

    /// A connection to it.
    public func connection(user: String = "postgres") async throws -> Connection {
        try await Connection.open(configuration(user: user))
    }

    private static let lastNumber = Atomic(0)

    /// Makes a database in the shared cluster, gives it to the closure, and drops it.
    ///
    /// Migrated, it is a copy of a template that has gone through all migrations once; bare, it is empty.
    public static func withDatabase<Result>(
        migrated: Bool = true, in cluster: TestCluster? = nil, _ body: (TestDatabase) async throws -> Result
    ) async throws -> Result {
        let cluster = if let cluster { cluster } else { try await TestCluster.shared() }
        let template = migrated ? try await Template.migrated(in: cluster) : "template0"
        let name = "test\(lastNumber.add(1, ordering: .relaxed).newValue)"
        let owner = migrated ? "ino_owner" : "postgres"
        try await cluster.administer { db in
            try db.execute(Statement(unescaped: "create database \(name) owner \(owner) template \(template)"))
            // A copy has its template's rows and rights, but not the rights on the database itself.
            guard migrated else { return }
            try db.script(
                """
                revoke all on database \(name) from public;
                grant connect, temporary on database \(name) to ino_daemon;
                grant connect on database \(name) to ino_reader_all, ino_reader_org, ino_reader_public, ino_auditor
                """)
        }
        do {
            let result = try await body(TestDatabase(cluster: cluster, name: name))
            try await cluster.drop(name)
            return result
        } catch {
            try? await cluster.drop(name)
            throw error
        }
    }
}

extension TestCluster {
    func drop(_ name: String) async throws {
        try await administer { db in
            try db.execute(Statement(unescaped: "drop database if exists \(name) with (force)"))
        }
    }
}
