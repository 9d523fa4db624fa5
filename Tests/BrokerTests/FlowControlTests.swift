// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Postgres
import Store
import TestDatabase
import Testing

@Suite(.database, .timeLimit(.minutes(3))) struct FlowControlTests {
    @Test func whatOneDaemonPausesAnotherHearsOfAndARestartKeeps() async throws {
        try await Post.furnish()
        let (one, other) = (try Post(), try Post())
        try await one.run {
            try await other.run {
                var changes = other.flows.changes().makeAsyncIterator()
                while other.flows.isPaused(.webhook) { await changes.next() }
                try await one.store.turn(.webhook, .pause(reason: "перенос", until: nil))
                while !other.flows.isPaused(.webhook) { await changes.next() }
                #expect(other.flows.pauses.map(\.reason) == ["перенос"] && !other.flows.isPaused(.intake))
            }
        }
        let later = try Post()
        #expect(later.flows.isPaused(.webhook), "before the database has answered nobody knows that it moves")
        try await later.run {
            try await later.flows.check(.intake)
            await #expect(throws: FlowPaused.self) { try await later.flows.check(.webhook) }
            var changes = later.flows.changes().makeAsyncIterator()
            try await later.store.turn(.webhook, .resume)
            while later.flows.isPaused(.webhook) { await changes.next() }
        }
    }

    @Test func aPauseIsOverWhenItsTimeIs() async throws {
        try await Post.furnish()
        let clock = MovingClock()
        let post = try Post(now: { clock.now })
        try await post.run {
            let until = clock.now.adding(seconds: 3600)
            try await post.store.turn(.intake, .pause(reason: "обновление", until: until))
            try await post.flows.refresh()
            let paused = await #expect(throws: FlowPaused.self) { try await post.flows.check(.intake) }
            #expect(paused?.retryAfter == 3600 && paused?.pause.until == until)
            clock.move(to: until)
            try await post.flows.check(.intake)
            #expect(post.flows.pauses.isEmpty)
        }
    }

    @Test func whileTheDatabaseIsAwayTheLastKnownStands() async throws {
        try await Post.furnish()
        let post = try Post()
        try await post.run {
            try await post.store.turn(.intake, .pause(reason: "x", until: nil))
            try await post.flows.refresh()
        }
        await #expect(throws: StoreError.self) { try await post.flows.refresh() }
        #expect(post.flows.isPaused(.intake))
    }

    @Test func aChangeIsAMessageInTheLogOfEachProgrammeWithAnOffice() async throws {
        try await Post.furnish()
        let database = try await TestDatabase.current.connection()
        try await database.execute(
            "update core.programme set office = (select id from core.organisation where code = 'minekonom')")
        let post = try Post()
        try await post.run {
            try await post.store.turn(.webhook, .pause(reason: "перенос", until: nil))
            try await post.store.turn(.webhook, .resume)
            let messages = try await post.store.messages(MessageFilter(sender: "minekonom", limit: 10))
            #expect(messages.map(\.message.kind) == ["broker.resume", "broker.pause"])
            let pause = try #require(messages.last)
            #expect(pause.message.actor.basis == "broker.pause by root" && pause.message.audience.isEmpty)
            #expect(pause.hash.count == 32)
            let text = String(decoding: pause.message.body, as: UTF8.self)
            #expect(text.contains(#""flow":"webhook""#) && text.contains(#""reason":"перенос""#))
        }
    }

    @Test func whatIsPausedIsNotPushedAndNothingIsLostWhenItGoesOn() async throws {
        try await Post.furnish()
        let courier = try Courier(daemons: 2)
        try await Endpoint.run { endpoint in
            try await courier.run {
                let made = try await courier.add(endpoint.url)
                _ = try await courier.post.send("before")
                _ = try await courier.wait(for: made.id) { $0.position == 1 }
                try await courier.store.turn(.webhook, .pause(reason: "перенос", until: nil))
                try await courier.post.flows.refresh()
                for n in 0..<5 { _ = try await courier.post.send("k\(n)") }
                // A daemon looks every 20 ms; that it looked and held back is seen by its lease, which it renews meanwhile.
                let beats = try await TestDatabase.current.beats()
                while try await TestDatabase.current.beats() == beats { await Task.yield() }
                #expect(endpoint.hits.count == 1)
                #expect(try await courier.store.webhook(made.id.description).position == 1)
                try await courier.store.turn(.webhook, .resume)
                _ = try await courier.wait(for: made.id) { $0.position == 6 }
            }
            let inbox = try await courier.record.inbox(of: "tsu", after: 0, limit: 50)
            #expect(endpoint.hits.map(\.id) == inbox.items.map(\.message.id.description))
        }
    }
}

extension Store {
    /// A change by the local operator.
    func turn(_ flow: Flow, _ act: FlowAct) async throws {
        let key = try await RequestKey(principal: "root", key: newIdentifier().description, digest: [])
        let actor = Actor(organisation: "", capacity: .operatorOnBehalf)
        _ = try await change(flow, act, by: actor, name: "root", once: key) { _ in
            Answer(status: 200, contentType: "text/plain", body: [])
        }
    }
}

extension TestDatabase {
    /// When the daemons were last known to be alive.
    fileprivate func beats() async throws -> [String] {
        try await connection().query("select alive_until::text from core.daemon order by id", as: String.self)
    }
}
