// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Postgres
import TestDatabase
import Testing

/// The database goes away or has no room in the middle of sends. Every sender is answered: it was stored for good, or by a
/// problem that says when to come again; and whatever was not confirmed can be repeated under its key.
@Suite(.serialized, .timeLimit(.minutes(5))) struct LostDatabaseTests {
    private static let connections = 8

    @Test func aDatabaseThatIsStoppedIsToldAndNothingIsConfirmedFalsely() async throws {
        let cluster = try await TestCluster(durable: true)
        try await TestDatabase.withDatabase(in: cluster) { database in
            try await sending(to: database, keys: 400, bytes: 10) {
                try await cluster.stop()
            } mend: {
                try await cluster.start()
            }
        }
    }

    @Test(.enabled(if: SmallDisk.isPossible, "no file system can be mounted here"))
    func aFullDiskOfTheDataIsToldAndNothingIsConfirmedFalsely() async throws {
        let disk = try SmallDisk(megabytes: 128)
        defer { disk.remove() }
        let cluster = try await TestCluster(durable: true)
        let space = "\(disk.folder)/space"
        try FileManager.default.createDirectory(atPath: space, withIntermediateDirectories: true)
        try #require(SmallDisk.run("/bin/chown", "postgres", space))
        try await cluster.administer { db in
            try db.execute(Statement(unescaped: "create tablespace small location '\(space)'"))
        }
        try await TestDatabase.withDatabase(in: cluster) { database in
            try await cluster.administer { db in
                try db.execute(Statement(unescaped: "alter database \(database.name) set tablespace small"))
            }
            try await sending(to: database, keys: 400, bytes: 200_000) {
                try disk.fill(leaving: 2 << 20)
            } whileAway: { daemon in
                // The server itself works: what was sent before is read, and it is ready for what needs no room.
                let status = try await daemon.status("/v1/inbox?organisation=tsu&limit=1")
                #expect(status == 200)
            } mend: {
                try disk.free()
            }
        }
    }

    @Test(.enabled(if: SmallDisk.isPossible, "no file system can be mounted here"))
    func aFullDiskOfTheLogStopsPostgreSQLAndIsToldAndNothingIsConfirmedFalsely() async throws {
        let disk = try SmallDisk(megabytes: 256)
        defer { disk.remove() }
        let cluster = try await TestCluster(durable: true)
        try await TestDatabase.withDatabase(in: cluster) { database in
            // Few segments that were made before, so that a new one is soon needed; and never more than the disk holds.
            for setting in ["min_wal_size = '32MB'", "max_wal_size = '64MB'"] {
                try await cluster.administer { db in try db.execute(Statement(unescaped: "alter system set \(setting)"))
                }
            }
            try await cluster.stop()
            let log = "\(cluster.folder)/data/pg_wal"
            try #require(SmallDisk.run("/bin/cp", "-a", log, "\(disk.folder)/pg_wal"))
            try FileManager.default.removeItem(atPath: log)
            try FileManager.default.createSymbolicLink(atPath: log, withDestinationPath: "\(disk.folder)/pg_wal")
            try await cluster.start()
            try await sending(to: database, keys: 600, bytes: 200_000) {
                try disk.fill(leaving: 0)
            } mend: {
                try disk.free()
                // It may have given up, be trying yet, or hang in a shutdown whose checkpoint found no room: asked to stop,
                // it does not always end.
                try? await cluster.kill()
                try await cluster.start()
            }
        }
    }

    /// Sends until nothing is confirmed any more, looks at what the daemon says, mends it and sends everything again.
    private func sending(
        to database: TestDatabase, keys count: Int, bytes: Int, breaking: @escaping @Sendable () async throws -> Void,
        whileAway look: (CrashDaemon) async throws -> Void = { _ in }, mend: () async throws -> Void
    ) async throws {
        try await database.furnish()
        let daemon = try CrashDaemon(database)
        do {
            try await daemon.start()
            try await sending(keys: count, of: bytes, through: daemon, breaking: breaking, whileAway: look, mend: mend)
        } catch {
            try await daemon.close()
            throw error
        }
        let connection = try await database.connection()
        let (messages, numbers, last) = try await connection.one(
            """
            select (select count(*) from core.message where sender_key <> 'later'),
                   (select count(distinct seq) from core.delivery), (select max(seq) from core.delivery)
            """, as: (Int, Int, Int).self)
        #expect(messages == count && numbers == last, "\(messages) messages, \(numbers) numbers up to \(last)")
        try await daemon.close()
    }

    private func sending(
        keys count: Int, of bytes: Int, through daemon: CrashDaemon,
        breaking: @escaping @Sendable () async throws -> Void, whileAway look: (CrashDaemon) async throws -> Void,
        mend: () async throws -> Void
    ) async throws {
        let keys = (1...count).map { "k\($0)" }
        let told = try await send(keys, of: bytes, through: daemon, breaking: breaking)
        let confirmed = told.filter { $0.value.id != nil }
        #expect(confirmed.count >= 20 && confirmed.count < told.count, "\(confirmed.count) of \(told.count)")
        for (key, answer) in told where answer.id == nil { Self.judge(answer, key) }
        #expect(try await daemon.status("/livez") == 200)
        Self.judge(try await daemon.tell("later", of: bytes), "one that comes later")
        try await look(daemon)

        try await mend()
        try await daemon.ready()
        let repeated = try await send(keys, of: bytes, through: daemon) {}
        #expect(repeated.count == count)
        for key in keys where repeated[key]?.id == nil || repeated[key]?.id != confirmed[key]?.id ?? repeated[key]?.id {
            Issue.record("\(key) was \(String(describing: confirmed[key])), then \(String(describing: repeated[key]))")
        }
    }

    /// Neither a promise nor a riddle: a problem that says to come again, and when.
    private static func judge(_ told: CrashDaemon.Told, _ key: String) {
        #expect(told.status == 503, "\(key): \(told)")
        #expect(told.contentType == "application/problem+json", "\(key): \(told)")
        #expect((told.retryAfter ?? 0) >= 1, "\(key): \(told)")
        #expect(["unavailable", "outcome-unknown", "read-only"].contains(told.code), "\(key): \(told)")
    }

    /// Sends the keys over the connections; the break happens once, when twenty are confirmed. A connection that was
    /// refused sends no more.
    private func send(
        _ keys: [String], of bytes: Int, through daemon: CrashDaemon,
        breaking: @escaping @Sendable () async throws -> Void
    ) async throws -> [String: CrashDaemon.Told] {
        try await withThrowingTaskGroup(of: [String: CrashDaemon.Told].self) { group in
            let tally = Tally()
            for connection in 0..<Self.connections {
                group.addTask {
                    var told: [String: CrashDaemon.Told] = [:]
                    for index in stride(from: connection, to: keys.count, by: Self.connections) {
                        let answer = try await daemon.tell(keys[index], of: bytes)
                        told[keys[index]] = answer
                        guard answer.id != nil else { break }
                        if await tally.next() == 20 { try await breaking() }
                    }
                    return told
                }
            }
            return try await group.reduce(into: [:]) { $0.merge($1) { one, _ in one } }
        }
    }
}

/// Counts what was confirmed.
private actor Tally {
    private var count = 0

    func next() -> Int {
        count += 1
        return count
    }
}
