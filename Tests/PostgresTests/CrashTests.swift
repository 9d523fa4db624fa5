// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
@testable import Postgres
import TestDatabase
import Testing

/// Servers that are killed, stopped, or turn out to be standbys.
struct CrashTests {
    @Test func whatWasConfirmedIsThereAfterTheServerWasKilled() async throws {
        let cluster = try await TestCluster(durable: true)
        let pool = Pool(
            PoolConfiguration(connection: ConnectionConfiguration(conninfo: cluster.conninfo()), size: 4),
            logger: Logger(label: "test"))
        try await pool.withConnection { db in try db.script("create table item (id int primary key)") }
        // Each writes until the server is gone, and remembers what was confirmed.
        let confirmed = try await withThrowingTaskGroup(of: [Int].self) { group in
            for writer in 0..<4 {
                group.addTask {
                    var confirmed: [Int] = []
                    for id in stride(from: writer, to: .max, by: 4) {
                        do {
                            _ = try await pool.transaction { db in try db.execute("insert into item values (\(id))") }
                            confirmed.append(id)
                        } catch {
                            return confirmed
                        }
                    }
                    return confirmed
                }
            }
            try await eventually {
                try await cluster.administer { db in try db.one("select count(*) > 100 from item", as: Bool.self) }
            }
            try await cluster.kill()
            var all: Set<Int> = []
            for try await ids in group { all.formUnion(ids) }
            return all
        }
        try await cluster.start()
        let kept = try await pool.withConnection { db in try db.query("select id from item", as: Int.self) }
        #expect(confirmed.count > 90)
        #expect(confirmed.isSubset(of: kept))
        // No more than one unconfirmed transaction a writer.
        #expect(kept.count <= confirmed.count + 4)
    }

    @Test func aStandbyIsRefusedByAListenerAndPassedOverByAWriter() async throws {
        let standby = try await TestCluster(durable: true)
        try await standby.becomeStandby()
        let configuration = ConnectionConfiguration(conninfo: standby.conninfo())
        let db = try await Connection.open(configuration)
        #expect(await failure { try await db.listen(on: ["a"]) }?.code == .readOnly)
        #expect(await failure { try await db.script("create table item (id int)") }?.code == .readOnly)

        let primary = try await TestCluster.shared()
        var both = configuration
        both.conninfo = """
            host=\(standby.folder),\(primary.folder) port=5432 user=postgres dbname=postgres \
            target_session_attrs=read-write
            """
        let writer = try await Connection.open(both)
        #expect(try await !writer.one("select pg_is_in_recovery()", as: Bool.self))
    }

    @Test func aListenerFindsTheServerAgainAfterARestart() async throws {
        let cluster = try await TestCluster()
        let listener = Listener(ConnectionConfiguration(conninfo: cluster.conninfo()), logger: Logger(label: "test"))
        let (stream, continuation) = AsyncStream.makeStream(of: ListenEvent.self)
        let task = Task { await listener.run(channels: ["a"]) { event in continuation.yield(event) } }
        #expect(await stream.first { _ in true } == .lookAgain)
        try await cluster.restart()
        #expect(await stream.first { _ in true } == .lookAgain)
        task.cancel()
        await task.value
    }

    /// As when the tests are killed: the guard's input ends.
    @Test func aClusterThatIsLetGoLeavesNothingBehind() async throws {
        var cluster: TestCluster? = try await TestCluster()
        let folder = try #require(cluster?.folder)
        #expect(FileManager.default.fileExists(atPath: folder))
        cluster = nil
        try await eventually { !FileManager.default.fileExists(atPath: folder) }
    }
}
