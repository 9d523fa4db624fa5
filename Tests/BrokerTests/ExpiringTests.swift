// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Logging
import ServiceLifecycle
import Store
import TestDatabase
import Testing

@Suite(.database, .timeLimit(.minutes(3))) struct ExpiringTests {
    private static func letter(_ key: String, until end: String) -> Submission {
        var submission = Post.letter(key)
        guard case .letter(var letter) = submission.work else { return submission }
        letter.attributes[Expiry.attribute] = end
        submission.work = .letter(letter)
        return submission
    }

    private static func furnish() async throws {
        try await TestDatabase.current.furnish(
            replayingFrom: "2016-03-25 04:00+00", bodies: ["fano", "minekonom", "tpu", "tsu"])
    }

    @Test func whatIsOverIsNotPushedWhetherItWasToldOrNot() async throws {
        try await Self.furnish()
        let courier = try Courier()
        try await Endpoint.run { endpoint in
            try await courier.run {
                let store = courier.store
                let made = try await courier.add(endpoint.url)
                _ = try await store.pauseWebhook(made.id, reason: "test", by: "test")
                for (key, end) in [
                    ("told", "2016-03-26T00:00:00Z"), ("over", "2016-03-27T00:00:00Z"),
                    ("lasting", "2016-03-30T00:00:00Z"),
                ] {
                    _ = try await courier.post.intake.submit(Self.letter(key, until: end))
                }
                func moveClock(to moment: String) async throws {
                    try await store.setProgrammeClock("demo", to: try #require(Instant(moment)), by: "test")
                }
                try await moveClock(to: "2016-03-26T12:00:00Z")
                #expect(try await store.expire() == ExpiryRound(messages: 1, copies: 1))
                try await moveClock(to: "2016-03-27T12:00:00Z")
                _ = try await store.resumeWebhook(made.id, by: "test")
                _ = try await courier.wait(for: made.id) { $0.position == 3 }
                #expect(endpoint.hits.count == 1)
                #expect(endpoint.hits[0].body.contains(#""expirytime":"2016-03-30T00:00:00Z""#))
                #expect(endpoint.hits[0].body.contains(#""text":"lasting""#))
                #expect(try await store.expire() == ExpiryRound(messages: 1, copies: 1))
            }
        }
    }

    @Test func theSenderHearsOfItWhileItWaitsAtItsInbox() async throws {
        try await Self.furnish()
        let post = try Post()
        let counters = Counters()
        let expiring = Expiring(
            store: post.store, counters: counters, logger: Logger(label: "test"), every: .milliseconds(20))
        try await post.run {
            let group = ServiceGroup(configuration: .init(services: [expiring], logger: Logger(label: "test")))
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                _ = try await post.intake.submit(Self.letter("k", until: "2016-03-26T00:00:00Z"))
                async let slice = post.doorbell.inbox(
                    of: "minekonom", after: 0, limit: 10, waitingUpTo: .seconds(60))
                try await post.store.setProgrammeClock(
                    "demo", to: try #require(Instant("2016-03-27T00:00:00Z")), by: "test")
                #expect(try await slice.items.map(\.message.message.kind) == ["receipt.expired"])
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
        }
        #expect(counters.all[.expired] == 1)
    }
}
