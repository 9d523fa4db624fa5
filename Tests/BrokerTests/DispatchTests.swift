// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Postgres
import Store
import Synchronization
import TestDatabase
import Testing

@Suite(.database, .timeLimit(.minutes(3))) struct DispatchTests {
    @Test func messagesArriveInOrderSignedAndEachLeavesAReceipt() async throws {
        try await Post.furnish()
        let courier = try Courier()
        try await Endpoint.run { endpoint in
            let webhook = try await courier.run {
                let made = try await courier.add(endpoint.url)
                for n in 0..<30 { _ = try await courier.post.send("k\(n)") }
                return try await courier.wait(for: made.id) { $0.position == 30 }
            }
            let inbox = try await courier.record.inbox(of: "tsu", after: 0, limit: 50)
            #expect(endpoint.hits.map(\.id) == inbox.items.map(\.message.id.description))
            #expect(try await courier.acknowledged(by: "tsu") == "30")
            let hit = try #require(endpoint.hits.first)
            #expect(hit.method == "POST" && hit.path == "/hook")
            #expect(hit.headers["content-type"] == "application/cloudevents+json; charset=utf-8")
            #expect(hit.headers["webhook-signature"]?.split(separator: " ").count == 2)
            #expect(hit.headers["webhook-timestamp"] == "\(courier.clock.now.microsecondsSince1970 / 1_000_000)")
            #expect(hit.body.contains(#""text":"k0""#) && hit.body.contains(#""number":1"#))
            let tracked = try await courier.record.track(hit.id).recipients
            #expect(tracked.first?.delivered != nil && tracked.first?.registered == nil)
            let attempts = try await courier.record.attempts(of: webhook.id, limit: 100)
            #expect(
                attempts.count == 30 && attempts.allSatisfy { $0.result == "done" && $0.status == 200 && $0.n == 1 })
        }
    }

    @Test func anEndpointThatNeverAnswersDelaysNoOther() async throws {
        try await Post.furnish()
        let courier = try Courier()
        try await Endpoint.run({ path, _ in path == "/stuck" ? .nothing : .answer(204) }) { endpoint in
            try await courier.run {
                let stuck = try await courier.add("http://127.0.0.1:\(endpoint.port)/stuck", of: "tpu")
                let beside = try await courier.add("http://127.0.0.1:\(endpoint.port)/stuck", of: "tsu")
                let good = try await courier.add(endpoint.url)
                _ = try await courier.post.send("k", to: ["tpu", "tsu"])
                // Both are waiting for an answer that will not come.
                var waiting = 0
                for await hit in endpoint.arrivals where hit.path == "/stuck" {
                    waiting += 1
                    if waiting == 2 { break }
                }
                for n in 0..<50 { _ = try await courier.post.send("k\(n)") }
                _ = try await courier.wait(for: good.id) { $0.position == 51 }
                #expect(endpoint.hits.count { $0.path == "/stuck" } == 2)
                for id in [stuck.id, beside.id] {
                    #expect(
                        try await courier.store.webhook(id.description).failure == nil, "still in its first attempt")
                }
            }
        }
    }

    @Test func twoDaemonsShareTheInboxesAndPushEachMessageOnce() async throws {
        let bodies = ["minekonom"] + (0..<20).map { "body\($0)" }
        try await TestDatabase.current.furnish(bodies: bodies)
        let courier = try Courier(daemons: 2)
        try await Endpoint.run { endpoint in
            let shares = try await courier.run {
                var made: [Webhook] = []
                for body in bodies.dropFirst() { made.append(try await courier.add(endpoint.url, of: body)) }
                for n in 0..<10 { _ = try await courier.post.send("k\(n)", to: Array(bodies.dropFirst())) }
                for webhook in made { _ = try await courier.wait(for: webhook.id) { $0.position == 10 } }
                var shares: [Int64] = []
                while shares != [32, 32] {
                    shares = try await TestDatabase.current.shares()
                    await Task.yield()
                }
                return shares
            }
            #expect(shares == [32, 32])
            let pushed = Dictionary(grouping: endpoint.hits, by: { $0.id + ($0.headers["webhook-signature"] ?? "") })
            #expect(endpoint.hits.count == 200 && pushed.count == 200)
            #expect(try await TestDatabase.current.shares() == [], "a stop gives the leases back")
        }
    }

    @Test func aResultUnderAnEpochThatIsOverIsDropped() async throws {
        try await Post.furnish()
        let courier = try Courier()
        let store = courier.store
        try await courier.post.run {
            let webhook = try await courier.add("http://127.0.0.1:9/")
            _ = try await courier.post.send("k")
            let push = try #require(try await store.nextPushes(webhook.id, now: courier.clock.now)?.pushes.first)
            let (first, second) = ("00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002")
            let held = try #require(try await store.lease(of: first, name: "a", isNew: true))
            #expect(held.epochs.count == 64)
            try await TestDatabase.current.connection().script(
                "update core.daemon set alive_until = now() - interval '1 s'")
            let taken = try #require(try await store.lease(of: second, name: "b", isNew: true))
            #expect(taken.epochs.count == 64)
            #expect(try await store.lease(of: first, name: "a", isNew: false) == nil, "it needs a new id")
            let shard = try #require(
                try await store.dueWebhooks(of: Array(0..<64), now: courier.clock.now).first?.shard)
            func record(_ daemon: String, _ lease: ShardLease) async throws -> PushRecorded {
                try await store.record(
                    PushRecord(
                        webhook: webhook.id, message: push.event.id, number: 1, replay: nil, attempts: 1,
                        at: courier.clock.now, meaning: .step(.done), status: 200, detail: "", milliseconds: 1,
                        answer: []),
                    daemon: daemon, shard: shard, epoch: try #require(lease.epochs[shard]))
            }
            #expect(try await record(first, held) == .leaseLost)
            #expect(try await record(second, held) == .leaseLost)
            #expect(try await store.attempts(of: webhook.id, limit: 5).isEmpty)
            #expect(try await record(second, taken) == .goesOn)
            #expect(try await store.webhook(webhook.id.description).position == 1)
        }
    }

    @Test func aRedirectIsNotFollowedAndTheMessageIsSetAsideWithTheReason() async throws {
        try await Post.furnish()
        let courier = try Courier()
        try await Endpoint.run({ path, _ in
            path == "/hook" ? .answer(302, headers: ["location": "/elsewhere"], body: "go there") : .answer(200)
        }) { endpoint in
            try await courier.run {
                let made = try await courier.add(endpoint.url)
                _ = try await courier.post.send("k")
                let webhook = try await courier.wait(for: made.id) { $0.parked == 1 }
                #expect(webhook.position == 1 && webhook.failure?.since != nil)
                let parked = try await courier.store.parked(of: "tsu")
                #expect(parked.first?.reason.contains("redirects are never followed") == true)
                #expect(endpoint.hits.map(\.path) == ["/hook"])
                let attempt = try await courier.store.attempts(of: made.id, limit: 1).first
                #expect(attempt?.answer.map { String(decoding: $0, as: UTF8.self) } == "go there")
                #expect(try await courier.acknowledged(by: "tsu") == "0")
                let queue = try await courier.store.queues().first
                #expect(queue?.depth == 1, "what was set aside is still not delivered")
            }
        }
    }

    @Test func anAddressInsideIsNotCalledUnlessItIsListed() async throws {
        try await Post.furnish()
        let courier = try Courier(inside: "")
        try await Endpoint.run { endpoint in
            try await courier.run {
                let made = try await courier.add("http://localhost:\(endpoint.port)/")
                let other = try await courier.add("https://localhost:\(endpoint.port)/", of: "tpu")
                _ = try await courier.post.send("k", to: ["tsu", "tpu"])
                for id in [made.id, other.id] {
                    let webhook = try await courier.wait(for: id) { $0.failure != nil }
                    #expect(webhook.failure?.status == nil)
                    #expect(webhook.failure?.detail.contains("inside") == true, "\(webhook.failure?.detail ?? "")")
                }
            }
            #expect(endpoint.hits.isEmpty)
        }
    }

    @Test func aReplayedProgrammePushesOnlyToWhatIsInside() async throws {
        try await TestDatabase.current.furnish(
            replayingFrom: "2016-03-25 04:00+00", bodies: ["minekonom", "tpu", "tsu"])
        let courier = try Courier()
        try await Endpoint.run { endpoint in
            try await courier.run {
                // A public address: were the fence open, this would be a call to the internet.
                let outside = try await courier.add("https://8.8.8.8/hook", of: "tpu")
                let inside = try await courier.add(endpoint.url)
                _ = try await courier.post.send("k", to: ["tpu", "tsu"])
                _ = try await courier.wait(for: inside.id) { $0.position == 1 }
                let fenced = try await courier.wait(for: outside.id) { $0.position == 1 }
                #expect(fenced.failure == nil && fenced.parked == 0)
            }
            #expect(endpoint.hits.count == 1)
            let attempts = try await courier.record.attempts(
                of: try #require(try await courier.record.webhooks(of: "tpu").first).id, limit: 5)
            #expect(attempts.map(\.result) == ["fenced"] && attempts.first?.detail.contains("replayed") == true)
            let tracked = try await courier.record.track(endpoint.hits[0].id).recipients
            #expect(tracked.map { $0.delivered != nil } == [false, true])
        }
    }
}

extension TestDatabase {
    /// How many parts each daemon holds, in no order.
    func shares() async throws -> [Int64] {
        try await connection().query(
            "select count(*) from core.shard where owner is not null group by owner", as: Int64.self)
    }
}
