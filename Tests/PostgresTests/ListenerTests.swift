// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Logging
@testable import Postgres
import TestDatabase
import Testing

/// LISTEN.
@Suite(.bareDatabase)
struct ListenerTests {
    /// Runs a listener while the closure works with its events.
    private func listening(
        to channels: [String], on database: TestDatabase, every ping: Duration = .seconds(5),
        _ body: (Events) async throws -> Void
    ) async throws {
        var configuration = database.configuration()
        configuration.applicationName = "listener"
        let listener = Listener(configuration, pingInterval: ping, logger: Logger(label: "test"))
        let (stream, continuation) = AsyncStream.makeStream(of: ListenEvent.self)
        let task = Task {
            await listener.run(channels: channels) { event in continuation.yield(event) }
        }
        let result: Result<Void, any Error>
        do { result = .success(try await body(Events(stream: stream))) } catch { result = .failure(error) }
        task.cancel()
        await task.value
        try result.get()
    }

    @Test func notificationsOfOneTransactionComeAfterItAndEqualOnesOnce() async throws {
        let database = try TestDatabase.current
        let db = try await database.connection()
        try await listening(to: ["a b", "C"], on: database) { events in
            #expect(await events.next() == .lookAgain)
            try await db.transact { db in
                for payload in ["1", "1", "2"] { try db.execute("select pg_notify('a b', \(payload))") }
                try db.execute("select pg_notify('C', '')")
            }
            #expect(await events.next() == .notification(channel: "a b", payload: "1"))
            #expect(await events.next() == .notification(channel: "a b", payload: "2"))
            #expect(await events.next() == .notification(channel: "C", payload: ""))
        }
    }

    @Test func afterALostConnectionItSaysLookAgain() async throws {
        let database = try TestDatabase.current
        let db = try await database.connection()
        try await listening(to: ["a"], on: database) { events in
            #expect(await events.next() == .lookAgain)
            try await db.execute(
                """
                select pg_terminate_backend(pid, 5000) from pg_stat_activity
                where application_name = 'listener' and datname = current_database()
                """)
            #expect(await events.next() == .lookAgain)
            try await db.execute("notify a")
            #expect(await events.next() == .notification(channel: "a", payload: ""))
        }
    }

    @Test func itsPingsAreNotHeardOutside() async throws {
        let database = try TestDatabase.current
        let db = try await database.connection()
        try await listening(to: ["a"], on: database, every: .milliseconds(10)) { events in
            #expect(await events.next() == .lookAgain)
            try await db.execute("select pg_sleep(0.1)")
            try await db.execute("notify a")
            #expect(await events.next() == .notification(channel: "a", payload: ""))
        }
    }

    /// What a pooler in transaction mode does to a session.
    @Test func aSessionThatLostItsChannelsIsNoticed() async throws {
        let db = try await TestDatabase.current.connection()
        let ping = try await db.listen(on: ["a"])
        _ = try await db.ping(ping, ifIdleFor: .zero)
        try await db.execute("unlisten *")
        #expect(await failure { try await db.ping(ping, ifIdleFor: .zero) }?.code == .connectionLost)
    }

    @Test func aPayloadOf8000BytesIsRefused() async throws {
        let db = try await TestDatabase.current.connection()
        let payload = String(repeating: "x", count: 8000)
        #expect(await failure { try await db.execute("select pg_notify('a', \(payload))") }?.sqlState == "22023")
    }

    @Test func anotherDatabasesNotificationsAreNotHeard() async throws {
        let database = try TestDatabase.current
        let db = try await database.connection()
        try await listening(to: ["a"], on: database) { events in
            #expect(await events.next() == .lookAgain)
            try await database.cluster.administer { db in try db.execute("notify a, 'elsewhere'") }
            try await db.execute("notify a, 'here'")
            #expect(await events.next() == .notification(channel: "a", payload: "here"))
        }
    }

    @Test func thePauseGrowsToTenSeconds() {
        #expect(Listener.pause(after: 0, jitter: 1) == .milliseconds(50))
        #expect(Listener.pause(after: 1, jitter: 0.5) == .milliseconds(50))
        #expect(Listener.pause(after: 100, jitter: 1) == .seconds(10))
    }
}

/// What a listener told, one after the other.
private struct Events {
    let stream: AsyncStream<ListenEvent>

    func next() async -> ListenEvent? { await stream.first { _ in true } }
}
