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

/// Endpoints that answer at random 200, 500, 429, 404, 410, nothing, slowly or half, several at once; afterwards every number
/// of every inbox is accounted for, what the endpoints saw held against what the broker says.
///
/// The long form: `INO_HOSTILE_MESSAGES=25000 INO_SEED=1 swift test --filter HostileEndpointTests`, that many to each.
@Suite(.database, .timeLimit(.minutes(60))) struct HostileEndpointTests {
    private static func number(_ name: String, _ standard: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? standard
    }

    @Test func everyMessageIsDeliveredOrSetAsideOrWaitsBehindAnEndpointThatStopped() async throws {
        let count = Self.number("INO_HOSTILE_MESSAGES", 60)
        let seed = UInt64(Self.number("INO_SEED", Int.random(in: 1...1_000_000)))
        print("hostile endpoints: seed \(seed), \(count) messages to each")
        let plans = [
            HostilePlan("tsu", .hold, seed), HostilePlan("tpu", .park, seed + 1),
            HostilePlan("fano", .hold, seed + 2, after: count / 2, for: .answer(410)),
            HostilePlan("asi", .hold, seed + 3, after: count / 3, for: .answer(500)),
        ]
        try await TestDatabase.current.furnish(bodies: ["minekonom"] + plans.map(\.organisation))
        let courier = try Courier(timeout: .seconds(2))
        try await Self.run(plans[...]) { endpoints in
            let made = try await courier.run {
                var made: [(plan: HostilePlan, endpoint: Endpoint, id: Identifier)] = []
                for (plan, endpoint) in zip(plans, endpoints) {
                    let webhook = try await courier.add(endpoint.url, of: plan.organisation, policy: plan.policy)
                    made.append((plan, endpoint, webhook.id))
                }
                async let sent: Void = Self.send(count, to: plans.map(\.organisation), through: courier.post)
                try await Self.drive(courier, made.map { ($0.id, resumes: $0.plan.end == nil) }, past: count)
                try await sent
                try await Self.drive(courier, made.map { ($0.id, resumes: $0.plan.end == nil) }, past: count)
                return made
            }
            for (plan, endpoint, id) in made {
                let webhook = try await courier.record.webhook(id.description)
                let account = try await HostileAccount(plan, webhook, endpoint.hits, courier.record)
                account.check(seed: seed)
                #expect(account.last >= Int64(count))
                switch plan.end {
                case nil: #expect(webhook.position == webhook.last && webhook.state == .active, "\(plan.organisation)")
                case .answer(410, _, _): #expect(webhook.state == .disabled && webhook.position < webhook.last)
                default: #expect(webhook.state == .suspended && webhook.position < webhook.last)
                }
            }
        }
    }

    /// Runs an endpoint for each plan.
    private static func run(
        _ plans: ArraySlice<HostilePlan>, _ endpoints: [Endpoint] = [],
        _ body: @escaping @Sendable ([Endpoint]) async throws -> Void
    ) async throws {
        guard let plan = plans.first else { return try await body(endpoints) }
        try await Endpoint.run({ _, count in plan.behaviour(count) }) { endpoint in
            try await run(plans.dropFirst(), endpoints + [endpoint], body)
        }
    }

    private static func send(_ count: Int, to recipients: [String], through post: Post) async throws {
        for start in stride(from: 0, to: count, by: 50) {
            let letters = (start..<min(start + 50, count)).map { Post.letter("k\($0)", to: recipients) }
            for result in try await post.intake.submit(contentsOf: letters) { _ = try result.get() }
        }
    }

    /// Moves the clock to the next attempt when there is one, and resumes what may be, until nothing more is to come.
    private static func drive(
        _ courier: Courier, _ endpoints: [(id: Identifier, resumes: Bool)], past count: Int
    ) async throws {
        while true {
            var isDone = true
            var next: Instant?
            for (id, resumes) in endpoints {
                let webhook = try await courier.store.webhook(id.description)
                guard webhook.state == .active else {
                    guard resumes else { continue }
                    _ = try await courier.store.resumeWebhook(id, by: "test")
                    isDone = false
                    continue
                }
                if webhook.position < max(webhook.last, Int64(count)) || webhook.failure != nil { isDone = false }
                if let at = webhook.failure?.nextAt { next = min(next ?? at, at) }
            }
            if isDone { return }
            if let next { courier.clock.move(to: next) }
            try Task.checkCancellation()
            await Task.yield()
        }
    }
}

/// How one endpoint misbehaves.
struct HostilePlan: Sendable {
    let organisation: String
    let policy: HeadOfLinePolicy
    let seed: UInt64
    /// What it answers for good in the end, and after how many requests.
    let end: Endpoint.Behaviour?
    let after: Int

    init(
        _ organisation: String, _ policy: HeadOfLinePolicy, _ seed: UInt64, after: Int = .max,
        for end: Endpoint.Behaviour? = nil
    ) {
        (self.organisation, self.policy, self.seed, self.after, self.end) = (organisation, policy, seed, after, end)
    }

    /// The same for the same seed and place.
    func behaviour(_ count: Int) -> Endpoint.Behaviour {
        if count >= after, let end { return end }
        var random = SplitMix(state: seed &* 0x9e37_79b9 &+ UInt64(count))
        switch random.next() % 200 {
        case 0..<110: return .answer(200, body: "ok")
        case 110..<130: return .slowly(200)
        case 130..<155: return .answer(500, body: String(repeating: "x", count: 5_000))
        case 155..<170: return .answer(429, headers: ["retry-after": "90"])
        case 170..<173: return end == nil ? .answer(410) : .answer(503)
        case 173..<178: return .answer(404)
        case 178..<198: return .half
        default: return .nothing
        }
    }
}

/// What became of every number of one inbox.
struct HostileAccount {
    let plan: HostilePlan
    let webhook: Webhook
    let last: Int64
    private let messages: [Int64: String]
    private let attempts: [Int64: [AttemptRow]]
    private let parked: Set<Int64>
    private let received: Set<Int64>
    private let hits: [Endpoint.Hit]

    init(_ plan: HostilePlan, _ webhook: Webhook, _ hits: [Endpoint.Hit], _ store: Store) async throws {
        (self.plan, self.webhook, self.hits) = (plan, webhook, hits)
        var messages: [Int64: String] = [:]
        while true {
            let slice = try await store.inbox(of: plan.organisation, after: Int64(messages.count), limit: 1000)
            for item in slice.items { messages[item.number] = item.message.id.description }
            if slice.items.isEmpty { break }
        }
        self.messages = messages
        last = Int64(messages.count)
        let rows = try await store.attempts(of: webhook.id, limit: 10_000_000)
        attempts = Dictionary(grouping: rows.reversed(), by: \.number)
        parked = Set(try await store.parked(of: plan.organisation).map(\.number))
        received = Set(
            try await TestDatabase.current.connection().query(
                """
                select n
                  from core.receipt r cross join generate_series(r.from_seq, r.upto_seq) n
                 where r.level = 'delivered'
                   and r.recipient = (select id from core.organisation where code = \(plan.organisation))
                """, as: Int64.self))
    }

    /// Holds what the endpoint saw against what the broker says.
    func check(seed: UInt64) {
        let numbers = Dictionary(uniqueKeysWithValues: messages.map { ($0.value, $0.key) })
        let order = hits.compactMap { numbers[$0.id] }
        #expect(order.count == hits.count, "\(plan.organisation), seed \(seed): it saw what was never sent")
        #expect(order == order.sorted(), "\(plan.organisation), seed \(seed): a message was overtaken")
        let seen = Dictionary(grouping: hits, by: { numbers[$0.id] ?? 0 })
        for number in 1...last {
            let place: Comment = "\(plan.organisation), number \(number), seed \(seed)"
            let (mine, saw) = (attempts[number] ?? [], seen[number] ?? [])
            #expect(mine.map(\.n) == Array(1..<(mine.count + 1)), place)
            #expect(mine.count == saw.count, place)
            #expect(parked.contains(number) == (mine.last?.result == "parked"), place)
            #expect(received.contains(number) == mine.contains { $0.result == "done" }, place)
            if number <= webhook.position {
                #expect(["done", "parked"].contains(mine.last?.result), place)
            } else {
                // It waits behind the one at which the endpoint stopped, and nothing of it went out.
                #expect(webhook.state != .active, place)
                #expect(mine.allSatisfy { ["retry", "gone"].contains($0.result) }, place)
                if number > webhook.position + 1 { #expect(saw.isEmpty, place) }
            }
            for (attempt, hit) in zip(mine, saw) { check(attempt, hit, place) }
            checkWaits(mine, place)
        }
    }

    private func check(_ attempt: AttemptRow, _ hit: Endpoint.Hit, _ place: Comment) {
        #expect((attempt.answer?.count ?? 0) <= 2048, place)
        switch hit.answered {
        case .answer(let status, _, _), .slowly(let status):
            // What comes too late is no answer: the message goes out once more, with the same id.
            guard let told = attempt.status else {
                #expect(attempt.result == "retry", place)
                return
            }
            let expected = status == 200 ? "done" : status == 410 ? "gone" : status == 404 ? "parked" : "retry"
            #expect(told == status, place)
            #expect(attempt.result == expected || attempt.result == "parked" && plan.policy == .park, place)
        case .half, .nothing:
            #expect(attempt.status == nil, place)
            #expect(attempt.result == "retry" || attempt.result == "parked" && plan.policy == .park, place)
        }
    }

    /// None is tried before its wait is over.
    private func checkWaits(_ mine: [AttemptRow], _ place: Comment) {
        var failed = 0
        for (before, after) in zip(mine, mine.dropFirst()) {
            failed = before.result == "retry" ? failed + 1 : 0
            guard failed > 0 else { continue }
            let asked = before.status == 429 ? 90 : nil
            let least = RetrySchedule.wait(afterAttempts: failed, jitter: 1, retryAfter: asked)
            #expect(after.at >= before.at.adding(seconds: least), place)
        }
    }
}
