// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Foundation
import Postgres
import Store
import Synchronization
import TestDatabase
import Testing

@Suite(.database, .timeLimit(.minutes(5))) struct DispatchFailureTests {
    @Test func theWaitsAreThoseOfTheTableAndAHeldMessageIsNeverOvertaken() async throws {
        try await Post.furnish()
        let courier = try Courier()
        try await Endpoint.run({ _, count in count < 9 ? .answer(503) : .answer(200) }) { endpoint in
            try await courier.run {
                let made = try await courier.add(endpoint.url, kinds: ["letter"])
                for n in 0..<2 { _ = try await courier.post.send("k\(n)") }
                for attempts in 1...9 {
                    let webhook = try await courier.wait(for: made.id) { $0.failure?.attempts == attempts }
                    let wait = RetrySchedule.wait(afterAttempts: attempts, jitter: 1)
                    #expect(webhook.failure?.nextAt == courier.clock.now.adding(seconds: wait))
                    courier.clock.move(seconds: wait - 1)
                    #expect(try await courier.store.dueWebhooks(of: Array(0..<64), now: courier.clock.now).isEmpty)
                    // Nor by who looked before the attempt had ended, and comes to push only now.
                    #expect(try await courier.store.nextPushes(made.id, now: courier.clock.now)?.pushes.count == nil)
                    courier.clock.move(seconds: 1)
                }
                _ = try await courier.wait(for: made.id) { $0.position == 2 }
            }
            #expect(endpoint.hits.count == 11 && Set(endpoint.hits.prefix(10).map(\.id)).count == 1)
        }
    }

    @Test func afterTheLastAttemptOfTheTableAMessageThatMayBeParkedIs() async throws {
        try await Post.furnish()
        let courier = try Courier()
        try await Endpoint.run({ _, count in count < 10 ? .answer(500) : .answer(200) }) { endpoint in
            try await courier.run {
                let made = try await courier.add(endpoint.url, kinds: ["letter"], policy: .park)
                for n in 0..<2 { _ = try await courier.post.send("k\(n)") }
                let webhook = try await courier.wait(forAll: made.id, upTo: 2)
                #expect(webhook.parked == 1 && webhook.failure == nil)
                let parked = try await courier.store.parked(of: "tsu")
                #expect(parked.first?.attempts == 10 && parked.first?.number == 1)
                // Sent again, with its own id, and decided once.
                let id = try #require(parked.first?.id)
                let again = try await courier.store.requeue(id, by: "test")
                #expect(again.resolution == "replayed")
                await #expect(throws: Refusal.self) { try await courier.store.discard(id, note: nil, by: "test") }
                _ = try await courier.wait(for: made.id) { $0.replays == 0 }
                #expect(endpoint.hits.last?.id == parked.first?.message.description)
                let last = try await courier.store.attempts(of: made.id, number: 1, limit: 1).first
                #expect(last?.isReplay == true && last?.n == 11 && last?.result == "done")
            }
        }
    }

    @Test func aFailureIsToldAfterAnHourAndADayAndSuspendsAfterFourButNothingIsLost() async throws {
        try await Post.furnish()
        let courier = try Courier()
        let works = Atomic(false)
        try await Endpoint.run({ _, _ in works.load(ordering: .relaxed) ? .answer(200) : .answer(500) }) { endpoint in
            try await courier.run {
                let made = try await courier.add(endpoint.url)
                _ = try await courier.post.send("k")
                _ = try await courier.wait(for: made.id) { $0.failure != nil }
                var told: [String] = []
                for (seconds, events) in [(3_600, 1), (82_800, 2), (3 * 86_400, 3)] {
                    courier.clock.move(seconds: seconds)
                    while told.count < events { told = try await TestDatabase.current.events() }
                    #expect(told.count == events)
                }
                #expect(told == ["failing", "failing", "suspended"])
                let notices = try await courier.store.inbox(of: "tsu", after: 1, limit: 10).items.map(\.message.message)
                #expect(notices.map(\.kind) == ["webhook.failing", "webhook.failing", "webhook.suspended"])
                let notice = try JSONDecoder().decode(WebhookNotice.self, from: Data(try #require(notices.last).body))
                #expect(notice.webhook == made.id && notice.state == .suspended && notice.number == 1)
                #expect(notice.host == "http://127.0.0.1:\(endpoint.port)" && notice.next.contains("webhook resume"))
                let log = try await courier.store.webhookEvents(of: made.id, limit: 10)
                #expect(log.map(\.kind) == ["suspended", "failing", "failing", "made"])
                #expect(try await courier.store.webhookEvents(of: made.id, before: log[1].id, limit: 1) == [log[2]])
                #expect(try await courier.store.examine().stuckWebhooks.map(\.id) == [made.id])
                let suspended = try await courier.wait(for: made.id) { $0.state == .suspended }
                #expect(suspended.reason?.contains("four days") == true && suspended.position == 0)
                works.store(true, ordering: .relaxed)
                _ = try await courier.post.send("k2")
                _ = try await courier.store.resumeWebhook(made.id, by: "test")
                // What it missed, what it was told of that, and what came after.
                let webhook = try await courier.wait(for: made.id) { $0.position == 5 }
                #expect(webhook.state == .active && webhook.failure == nil && !webhook.isStuck)
            }
        }
    }

    @Test func whileAllPushingStandsNoEndpointIsBlamed() async throws {
        try await Post.furnish()
        let courier = try Courier()
        try await Endpoint.run({ _, _ in .answer(500) }) { endpoint in
            try await courier.run {
                let made = try await courier.add(endpoint.url)
                _ = try await courier.post.send("k")
                _ = try await courier.wait(for: made.id) { $0.failure != nil }
                // Five days in which nothing was tried, as the pause ended by its time.
                let end = courier.clock.now.adding(seconds: 5 * 86_400)
                try await courier.store.turn(.webhook, .pause(reason: "перенос", until: end))
                try await courier.post.flows.refresh()
                courier.clock.move(to: end)
                _ = try await courier.wait(for: made.id) { ($0.failure?.attempts ?? 0) > 1 }
                #expect(try await TestDatabase.current.events() == [])
                courier.clock.move(seconds: 3_600)
                var told: [String] = []
                while told.isEmpty { told = try await TestDatabase.current.events() }
                #expect(told == ["failing"])
                #expect(try await courier.store.webhook(made.id.description).state == .active)
            }
        }
    }

    @Test func whatIsPausedWaitsAndWhatIsSentAgainKeepsItsId() async throws {
        try await Post.furnish()
        let courier = try Courier()
        try await Endpoint.run { endpoint in
            try await courier.run {
                let made = try await courier.add(endpoint.url, kinds: ["letter"])
                _ = try await courier.post.send("k0")
                _ = try await courier.wait(for: made.id) { $0.position == 1 }
                _ = try await courier.store.pauseWebhook(made.id, reason: "works", by: "test")
                for n in 1..<4 { _ = try await courier.post.send("k\(n)") }
                #expect(try await courier.store.dueWebhooks(of: Array(0..<64), now: courier.clock.now).isEmpty)
                _ = try await courier.store.resumeWebhook(made.id, by: "test")
                _ = try await courier.wait(for: made.id) { $0.position == 4 }
                #expect(endpoint.hits.count == 4)
                #expect(try await courier.store.replay(.numbers(2...3), to: made.id, by: "test") == 2)
                _ = try await courier.wait(for: made.id) { $0.replays == 0 }
                #expect(endpoint.hits.dropFirst(4).map(\.id) == endpoint.hits[1...2].map(\.id))
                let inbox = try await courier.store.inbox(of: "tsu", after: 0, limit: 10)
                #expect(inbox.last == 4, "a replay is no new message of the inbox")
            }
        }
    }
}

extension Courier {
    /// Moves the clock to each next attempt and resumes what stopped, until an endpoint has had all.
    func wait(forAll id: Identifier, upTo last: Int64) async throws -> Webhook {
        try await wait(for: id) { webhook in
            webhook.position == last
        } moving: { webhook in
            if webhook.state != .active { _ = try await store.resumeWebhook(id, by: "test") }
            if let next = webhook.failure?.nextAt { clock.move(to: next) }
        }
    }

    private func wait(
        for id: Identifier, _ isReady: (Webhook) -> Bool, moving: (Webhook) async throws -> Void
    ) async throws -> Webhook {
        while true {
            let webhook = try await store.webhook(id.description)
            if isReady(webhook) { return webhook }
            try await moving(webhook)
            await Task.yield()
        }
    }
}

extension TestDatabase {
    /// What the daemons noted about endpoints by themselves, in order.
    fileprivate func events() async throws -> [String] {
        try await connection().query(
            "select kind from core.webhook_event where actor = 'system' order by id", as: String.self)
    }
}

/// A generator that gives the same numbers in every run (SplitMix64).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
