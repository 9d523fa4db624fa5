// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where `initdb` and `postgres` lie.
struct PostgresBinaries: Sendable {
    let folder: String

    /// Takes the named folder, or else the one that fits the cluster's version, or the one `pg_config` names, or the
    /// newest of the usual ones.
    static func find(named: String, clusterVersion: String?) async throws -> PostgresBinaries {
        var candidates: [String] = []
        if !named.isEmpty {
            candidates = [named]
        } else {
            if let clusterVersion { candidates += usualFolders(of: clusterVersion) }
            if clusterVersion == nil, let folder = await configured() { candidates.append(folder) }
            if clusterVersion == nil { candidates += installed() }
        }
        if let folder = candidates.first(where: isComplete) { return PostgresBinaries(folder: folder) }
        let version = clusterVersion.map { " \($0), which made the data" } ?? ""
        throw EmbeddedError(
            .binariesNotFound,
            "no PostgreSQL\(version) was found (looked in \(candidates.joined(separator: ", "))): install it "
                + "(`apt-get install postgresql\(clusterVersion.map { "-\($0)" } ?? "")`), name its folder in "
                + "embedded.binaries, or set database.conninfo to a PostgreSQL of your own.")
    }

    private static func isComplete(_ folder: String) -> Bool {
        ["initdb", "postgres"].allSatisfy { FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)") }
    }

    private static func usualFolders(of version: String) -> [String] {
        ["/usr/lib/postgresql/\(version)/bin", "/usr/pgsql-\(version)/bin", "/usr/local/pgsql/bin"]
    }

    private static func configured() async -> String? {
        guard let answer = try? await Tool(path: "/usr/local/bin:/usr/bin:/bin").run("pg_config", ["--bindir"]),
            answer.succeeded
        else { return nil }
        return answer.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func installed() -> [String] {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        let newestFirst = versions.compactMap(Int.init).sorted(by: >).map(String.init)
        return newestFirst.flatMap(usualFolders) + ["/usr/local/pgsql/bin"]
    }
}
