// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Logging
import ServiceLifecycle
import Store
import Synchronization
import TestDatabase

/// Daemons that push, on the test's database, with a clock that is moved by hand.
struct Courier: Sendable {
    let post: Post
    let dispatches: [Dispatch]
    let clock: MovingClock

    init(
        daemons: Int = 1, inside: String = "127.0.0.1", timeout: Duration = .seconds(10),
        clock: MovingClock = MovingClock()
    ) throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let post = try Post(now: { clock.now })
        let outlet = WebhookOutlet(rule: try AddressRule(list: inside), timeout: timeout) { webhook, bytes in
            [Array(webhook.description.utf8), [UInt8(truncatingIfNeeded: bytes.count)]]
        }
        self.post = post
        self.clock = clock
        dispatches = (0..<daemons).map { n in
            Dispatch(
                store: post.store, doorbell: post.doorbell, flows: post.flows, outlet: outlet, name: "daemon \(n)",
                logger: logger,
                now: { clock.now }, jitter: { 1 }, sweepEvery: .milliseconds(20), beatEvery: .milliseconds(50))
        }
    }

    var store: Store { post.store }

    /// Up to which number an organisation has said that it has its messages.
    func acknowledged(by organisation: String) async throws -> String? {
        try await TestDatabase.current.value("select acknowledged::text from core.inbox_position('\(organisation)')")
    }

    /// What the record holds when the daemons have stopped.
    var record: Store { get throws { try Post().store } }

    /// Runs the daemons while the closure works.
    func run<R: Sendable>(_ body: @escaping @Sendable () async throws -> R) async throws -> R {
        try await post.run {
            let group = ServiceGroup(configuration: .init(services: dispatches, logger: Logger(label: "test")))
            return try await withThrowingTaskGroup(of: R?.self) { tasks in
                tasks.addTask {
                    try await group.run()
                    return nil
                }
                let result = try await body()
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
                return result
            }
        }
    }

    /// Makes an endpoint.
    func add(
        _ url: String, of organisation: String = "tsu", kinds: [String] = [], policy: HeadOfLinePolicy = .hold
    ) async throws -> Webhook {
        let id = try await store.newIdentifier()
        return try await store.addWebhook(
            NewWebhook(id: id, organisation: organisation, url: url, kinds: kinds, policy: policy),
            sealedSecret: [1], by: "test")
    }

    /// Reads an endpoint until it is as wished.
    func wait(for id: Identifier, _ isReady: (Webhook) -> Bool) async throws -> Webhook {
        while true {
            let webhook = try await store.webhook(id.description)
            if isReady(webhook) { return webhook }
            try Task.checkCancellation()
            await Task.yield()
        }
    }
}

/// A clock that stands still until it is moved.
final class MovingClock: Sendable {
    private let held: Mutex<Instant>

    init() { held = Mutex(Dispatch.realClock()) }

    var now: Instant { held.withLock { $0 } }

    func move(to moment: Instant) { held.withLock { $0 = max($0, moment) } }
    func move(seconds: Int) { held.withLock { $0 = $0.adding(seconds: seconds) } }
}
