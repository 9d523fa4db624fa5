// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres
import TestDatabase
import Testing

/// SIGKILL in the middle of 1,000 sends from 16 connections, at a random moment, 20 times each: what was confirmed is
/// there once under the id that was confirmed, the numbers have no gap, and what was not confirmed can be repeated.
@Suite(.serialized) struct KillTests {
    private static let runs = 20
    private static let sends = 1_000
    private static let connections = 16

    @Test(.timeLimit(.minutes(10))) func nothingConfirmedIsLostWhenTheDaemonIsKilled() async throws {
        try await crashing { daemon, _ in
            daemon.killHard()
        } afterwards: { daemon, _ in
            try await daemon.start()
        }
    }

    @Test(.timeLimit(.minutes(10))) func nothingConfirmedIsLostWhenPostgreSQLIsKilled() async throws {
        try await crashing { _, cluster in
            try await cluster.kill()
        } afterwards: { daemon, cluster in
            try await cluster.start()
            try await daemon.ready()
        }
    }

    private func crashing(
        _ crash: @escaping @Sendable (CrashDaemon, TestCluster) async throws -> Void,
        afterwards mend: (CrashDaemon, TestCluster) async throws -> Void
    ) async throws {
        let cluster = try await TestCluster(durable: true)
        try await TestDatabase.withDatabase(in: cluster) { database in
            try await database.furnish()
            let daemon = try CrashDaemon(database)
            try await daemon.start()
            for run in 1...Self.runs {
                let keys = (1...Self.sends).map { "run\(run)-\($0)" }
                let moment = Int.random(in: 1...(Self.sends * 9 / 10))
                let confirmed = try await send(keys, through: daemon, afterConfirming: moment) {
                    try await crash(daemon, cluster)
                }
                try await mend(daemon, cluster)
                let repeated = try await send(keys, through: daemon, afterConfirming: .max) {}
                #expect(repeated.count == Self.sends, "run \(run), crashed after \(moment): not all could be repeated")
                for (key, id) in confirmed where repeated[key] != id {
                    Issue.record("run \(run), crashed after \(moment): \(key) was confirmed as \(id)")
                }
                try await check(database, sends: run * Self.sends, "run \(run), crashed after \(moment)")
            }
            try await daemon.close()
        }
    }

    /// Sends the keys over the connections and answers what was confirmed; the event happens once, at its moment.
    private func send(
        _ keys: [String], through daemon: CrashDaemon, afterConfirming moment: Int,
        _ event: @escaping @Sendable () async throws -> Void
    ) async throws -> [String: String] {
        let confirmed = Confirmed()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for connection in 0..<Self.connections {
                group.addTask {
                    for index in stride(from: connection, to: keys.count, by: Self.connections) {
                        // A sender that got no confirmation stops; it repeats once everything is up again.
                        guard let id = await daemon.send(keys[index]) else { return }
                        if await confirmed.add(keys[index], id) == moment { try await event() }
                    }
                }
            }
            try await group.waitForAll()
        }
        return await confirmed.ids
    }

    private func check(_ database: TestDatabase, sends: Int, _ run: String) async throws {
        let connection = try await database.connection()
        let (messages, keys, deliveries, last) = try await connection.one(
            """
            select (select count(*) from core.message), (select count(distinct sender_key) from core.message),
                   (select count(distinct seq) from core.delivery), (select max(seq) from core.delivery)
            """, as: (Int, Int, Int, Int).self)
        #expect([messages, keys, deliveries, last] == Array(repeating: sends, count: 4), "\(run)")
    }
}

/// The ids that were confirmed, by key.
private actor Confirmed {
    private(set) var ids: [String: String] = [:]

    /// Adds one and answers how many there are.
    func add(_ key: String, _ id: String) -> Int {
        ids[key] = id
        return ids.count
    }
}
