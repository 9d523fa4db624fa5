// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Foundation
public import Logging
public import ServiceLifecycle
public import Store

/// Pushes what came to inboxes on to their endpoints, each endpoint's messages in order, and no endpoint waiting for
/// another.
///
/// Several daemons share the inboxes by leases: a result counts only under the epoch at which its attempt began, so two
/// daemons never both move an endpoint on. What is pushed may still arrive twice, with the same id, when a daemon dies
/// between the answer and its record. At a graceful stop attempts in hand end, no new one begins, and the leases are
/// given back; what was not pushed is where it was. A pause of the flow `webhook` does the same but for the leases, and at
/// its end everything goes on at once.
public actor Dispatch: Service {
    let store: Store
    let outlet: WebhookOutlet
    let logger: Logger
    /// Whether an operator has paused all pushing.
    let flows: FlowControl
    let counters: Counters
    let now: @Sendable () -> Instant
    let jitter: @Sendable () -> Double
    private let doorbell: Doorbell
    private let name: String
    private let sweepEvery: Duration
    private let beatEvery: Duration
    private let most: Int

    private(set) var daemon = UUID().uuidString
    private(set) var lease = ShardLease()
    private var trustedUntil = ContinuousClock.now
    private var isNew = true
    private var hasEndpoints = false
    private var running: [Identifier: Int16] = [:]
    /// How far inboxes were looked through for endpoints that wanted nothing of it.
    private var passed: [Identifier: (revision: Int, number: Int64)] = [:]
    private var isSweepDue = true
    private let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    /// A dispatch that looks at every ring and every `sweepEvery`, and pushes to at most `most` endpoints at a time. `now`
    /// is the real clock for everything but a test.
    public init(
        store: Store, doorbell: Doorbell, flows: FlowControl, outlet: WebhookOutlet, name: String, logger: Logger,
        counters: Counters = Counters(),
        now: @escaping @Sendable () -> Instant = Dispatch.realClock,
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0...1) },
        sweepEvery: Duration = .seconds(2), beatEvery: Duration = .seconds(5), most: Int = 256
    ) {
        self.store = store
        self.doorbell = doorbell
        self.flows = flows
        self.counters = counters
        self.outlet = outlet
        self.name = name
        self.logger = logger
        self.now = now
        self.jitter = jitter
        self.sweepEvery = sweepEvery
        self.beatEvery = beatEvery
        self.most = most
        (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// The real clock.
    public static let realClock: @Sendable () -> Instant = {
        Instant(microsecondsSince1970: Int64(Date.now.timeIntervalSince1970 * 1_000_000))
    }

    /// Pushes until the graceful stop.
    public func run() async throws {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.keepLease() }
            group.addTask { await self.sweep() }
            group.addTask { await self.hear() }
            group.addTask { await self.hearFlows() }
            for await _ in signals.cancelOnGracefulShutdown() {
                for due in await look() { group.addTask { await self.drain(due) } }
                // Rings come by the hundred a second; looking twenty times a second is soon enough.
                try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .milliseconds(50)) }
            }
        }
        try? await store.leave(daemon)
    }

    /// Whether an attempt may begin: it must end, however slowly, while the lease is surely held.
    var mayBegin: Bool {
        !Task.isCancelled && !Task.isShuttingDownGracefully && !flows.isPaused(.webhook)
            && ContinuousClock.now + outlet.timeout + .seconds(1) < trustedUntil
    }

    func note(_ id: Identifier, revision: Int, passedUpTo number: Int64) { passed[id] = (revision, number) }

    /// Says that an endpoint's run is over, and looks again whether there is more for it.
    func finished(_ id: Identifier) {
        running[id] = nil
        signal.yield()
    }

    // MARK: - What is due

    /// The endpoints for which a run is to begin now.
    private func look() async -> [DueWebhook] {
        let shards = lease.epochs.keys.sorted()
        // Nothing is looked for while pushing is paused; nor is an endpoint blamed for what it was not sent.
        guard !flows.isPaused(.webhook), !shards.isEmpty, isSweepDue || hasEndpoints else { return [] }
        do {
            if isSweepDue {
                isSweepDue = false
                hasEndpoints = try await store.hasWebhooks(in: shards)
                guard hasEndpoints else { return [] }
                try await escalate(shards)
            }
            let due = try await store.dueWebhooks(of: shards, now: now()).filter { running[$0.id] == nil && isNews($0) }
            let begun = due.prefix(max(0, most - running.count))
            for webhook in begun { running[webhook.id] = webhook.shard }
            return Array(begun)
        } catch {
            logger.debug("Endpoints could not be looked at", metadata: ["error": "\(error)"])
            return []
        }
    }

    private func isNews(_ due: DueWebhook) -> Bool {
        guard !due.hasReplays, let passed = passed[due.id], passed.revision == due.revision else { return true }
        return due.last > passed.number
    }

    private func escalate(_ shards: [Int16]) async throws {
        for (webhook, level) in try await store.escalateWebhooks(of: shards, now: now()) {
            logger.log(
                level: level == .hour ? .warning : .error,
                level == .suspended
                    ? "An endpoint was suspended: it failed for four days; 'inoctl webhook resume' goes on"
                    : "An endpoint takes nothing",
                metadata: [
                    "webhook.id": "\(webhook.id)", "organisation": "\(webhook.organisation)",
                    "webhook.failing-since": "\(webhook.failure?.since.description ?? "")",
                ])
        }
    }

    private func sweep() async {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            lookEverywhere()
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: self.sweepEvery) }
        }
    }

    private func lookEverywhere() {
        isSweepDue = true
        signal.yield()
    }

    private func hear() async {
        for await _ in doorbell.everyRing().cancelOnGracefulShutdown() { signal.yield() }
    }

    private func hearFlows() async {
        for await _ in flows.changes().cancelOnGracefulShutdown() { lookEverywhere() }
    }

    // MARK: - The lease

    private func keepLease() async {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            let asked = ContinuousClock.now
            do {
                if let held = try await store.lease(of: daemon, name: name, isNew: isNew, busy: Set(running.values)) {
                    if held.epochs.keys.sorted() != lease.epochs.keys.sorted() { lookEverywhere() }
                    lease = held
                    trustedUntil = asked + .seconds(ShardLease.seconds)
                    isNew = false
                } else {
                    logger.warning("The leases were lost and are taken anew")
                    startAnew()
                    continue
                }
            } catch {
                // It may have been written; only a new id is sure to hold nothing of the old.
                if isNew { startAnew() }
                logger.debug("The leases were not renewed", metadata: ["error": "\(error)"])
            }
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: self.beatEvery) }
        }
    }

    private func startAnew() {
        daemon = UUID().uuidString
        isNew = true
        lease = ShardLease()
        trustedUntil = .now
    }
}
