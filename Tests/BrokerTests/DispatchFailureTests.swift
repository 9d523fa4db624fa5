// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Postgres
import Store
import Synchronization
import TestDatabase
import Testing

@Suite(.database, .timeLimit(.minutes(5))) struct DispatchFailureTests {
    @Test(arguments: [HeadOfLinePolicy.hold, .park])
    func anEndpointThatAnswersAtRandomGetsEveryMessageInOrderOrItIsSetAside(policy: HeadOfLinePolicy) async throws {
        try await Post.furnish()
        let courier = try Courier(timeout: .milliseconds(300))
        let random = Mutex(SplitMix(state: policy == .hold ? 11 : 12))
        let count = 60
        try await Endpoint.run({ _, _ in random.withLock { Self.behaviour(&$0) } }) { endpoint in
            let webhook = try await courier.run {
                let made = try await courier.add(endpoint.url, policy: policy)
                for n in 0..<count { _ = try await courier.post.send("k\(n)") }
                return try await courier.wait(forAll: made.id, upTo: Int64(count))
            }
            try await Self.check(endpoint.hits, of: webhook, in: courier, count: count)
        }
    }

    private static func behaviour(_ random: inout SplitMix) -> Endpoint.Behaviour {
        switch random.next() % 20 {
        case 0...7: .answer(200, body: "ok")
        case 8...9: .slowly(200)
        case 10...12: .answer(500, body: String(repeating: "x", count: 5_000))
        case 13...14: .answer(429, headers: ["retry-after": "90"])
        case 15: .answer(410)
        case 16: .answer(404)
        case 17...18: .half
        default: .nothing
        }
    }

    /// Holds what the endpoint saw against what the broker says.
    private static func check(_ hits: [Endpoint.Hit], of webhook: Webhook, in courier: Courier, count: Int) async throws
    {
        let inbox = try await courier.record.inbox(of: "tsu", after: 0, limit: count)
        let numbers = Dictionary(inbox.items.map { ($0.message.id.description, $0.number) }, uniquingKeysWith: max)
        let attempts = try await courier.record.attempts(of: webhook.id, limit: 10_000)
        let parked = try await courier.record.parked(of: "tsu")
        #expect(attempts.count == hits.count, "every request is an attempt in the record, and the other way round")
        // In order: no number is pushed before the ones below it had their last word.
        #expect(hits.compactMap { numbers[$0.id] } == hits.compactMap { numbers[$0.id] }.sorted())
        for number in 1...Int64(count) {
            let mine = Array(attempts.filter { $0.number == number }.reversed())
            let seen = hits.filter { numbers[$0.id] == number }
            #expect(mine.map(\.n) == Array(1...mine.count) && seen.count == mine.count, "number \(number)")
            let last = try #require(mine.last)
            let taken = seen.map(\.answered).map { $0 == .answer(200, body: "ok") || $0 == .slowly(200) }
            // What the endpoint took is done, once; what it did not is tried again, or set aside and listed.
            #expect(taken.dropLast().allSatisfy { !$0 })
            #expect(last.result == (taken.last == true ? "done" : "parked"), "number \(number)")
            #expect((last.result == "parked") == parked.contains { $0.number == number })
            for (attempt, hit) in zip(mine, seen) {
                switch hit.answered {
                case .answer(let status, _, _), .slowly(let status): #expect(attempt.status == status)
                case .half, .nothing: #expect(attempt.status == nil && attempt.result == "retry")
                }
                #expect((attempt.answer?.count ?? 0) <= 2048)
            }
            var failed = 0
            for (before, after) in zip(mine, mine.dropFirst()) {
                failed = before.result == "retry" ? failed + 1 : 0
                guard failed > 0 else { continue }
                let asked = before.status == 429 ? 90 : nil
                let least = RetrySchedule.wait(afterAttempts: failed, jitter: 1, retryAfter: asked)
                #expect(after.at >= before.at.adding(seconds: least), "number \(number) was tried too early")
            }
        }
        let done = attempts.filter { $0.result == "done" }.map(\.number)
        #expect(done.count + parked.count == count && Set(done).count == done.count)
        for item in inbox.items {
            let delivered = try await courier.record.track(item.message.id.description).recipients.first?.delivered
            #expect((delivered != nil) == done.contains(item.number), "number \(item.number)")
        }
    }

    @Test func theWaitsAreThoseOfTheTableAndAHeldMessageIsNeverOvertaken() async throws {
        try await Post.furnish()
        let courier = try Courier()
        try await Endpoint.run({ _, count in count < 9 ? .answer(503) : .answer(200) }) { endpoint in
            try await courier.run {
                let made = try await courier.add(endpoint.url)
                for n in 0..<2 { _ = try await courier.post.send("k\(n)") }
                for attempts in 1...9 {
                    let webhook = try await courier.wait(for: made.id) { $0.failure?.attempts == attempts }
                    let wait = RetrySchedule.wait(afterAttempts: attempts, jitter: 1)
                    #expect(webhook.failure?.nextAt == courier.clock.now.adding(seconds: wait))
                    courier.clock.move(seconds: wait - 1)
                    #expect(try await courier.store.dueWebhooks(of: Array(0..<64), now: courier.clock.now).isEmpty)
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
                let made = try await courier.add(endpoint.url, policy: .park)
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
                let suspended = try await courier.wait(for: made.id) { $0.state == .suspended }
                #expect(suspended.reason?.contains("four days") == true && suspended.position == 0)
                works.store(true, ordering: .relaxed)
                _ = try await courier.post.send("k2")
                _ = try await courier.store.resumeWebhook(made.id, by: "test")
                let webhook = try await courier.wait(for: made.id) { $0.position == 2 }
                #expect(webhook.state == .active && webhook.failure == nil)
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
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
