// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Logging
import Postgres
import Schema
import TestDatabase
import Testing

@testable import Store

/// A registry in a database of the test's own.
struct RegistryFixture {
    static let actor = Actor(organisation: "", capacity: .operatorOnBehalf, basis: "test")

    let store: Store
    private let pool: Pool

    init() throws {
        let database = try TestDatabase.current
        store = Store(
            StoreConfiguration(conninfo: database.conninfo(user: "ino_daemon")), logger: Logger(label: "test"))
        pool = database.pool()
    }

    /// The files of INO Tomsk by name, as text.
    static var files: [String: String] { Schema.reference("ino-tomsk") }

    static func check(_ files: [String: String]) -> (RegistryData?, [Fault], [Warning]) {
        RegistryValidation.check(RegistryFiles(files: files.mapValues { Array($0.utf8) }))
    }

    @discardableResult
    func load(
        _ files: [String: String] = Self.files, programme: String? = nil, by actor: Actor = Self.actor,
        dryRun: Bool = false
    ) async throws -> ImportSummary {
        let (data, faults, _) = Self.check(files)
        return try await store.importRegistry(
            try #require(data, "\(faults)"), programme: programme, by: actor, importer: "tester", dryRun: dryRun)
    }

    /// One number out of the database, as its superuser.
    func count(_ sql: String) async throws -> Int {
        try await pool.withConnection { db in try db.one(Statement(unescaped: "select (\(sql))::int8"), as: Int.self) }
    }

    /// One text out of the database, as its superuser.
    func text(_ sql: String) async throws -> String? {
        try await pool.withConnection { db in
            try db.one(Statement(unescaped: "select (\(sql))::text"), as: String?.self)
        }
    }
}

extension [String: String] {
    /// The files with one text replaced in one of them.
    func replacing(_ old: String, with new: String, in file: String) throws -> [String: String] {
        var files = self
        let text = try #require(files[file])
        try #require(text.contains(old), "\(file) has no '\(old)'")
        files[file] = text.replacing(old, with: new)
        return files
    }

    /// The files without the lines of one of them that begin so.
    func dropping(_ beginning: String, from file: String) throws -> [String: String] {
        var files = self
        let lines = try #require(files[file]).split(separator: "\r\n", omittingEmptySubsequences: false)
        let kept = lines.filter { !$0.hasPrefix(beginning) }
        try #require(kept.count < lines.count, "\(file) has no line '\(beginning)…'")
        files[file] = kept.joined(separator: "\r\n")
        return files
    }
}
