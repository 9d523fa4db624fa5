// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
public import Logging
public import ServiceLifecycle
public import Store
import Synchronization

/// Wakes those who wait at an inbox: at once for what this daemon stored, by notification for other daemons, and by a
/// sweep for whatever a notification missed.
///
/// A ring is a hint, never the news itself: who is woken reads the inbox. Readers that wait at a graceful stop are woken
/// and find nothing new.
public final class Doorbell: Service {
    fileprivate struct Waiter {
        let organisation: String
        let after: Int64
        let continuation: CheckedContinuation<Void, Never>
    }

    fileprivate struct State {
        var waiters: [UInt64: Waiter] = [:]
        var lastKey: UInt64 = 0
        /// How often somebody rang at an inbox, and at all of them.
        var rings: [String: Int] = [:]
        var ringsEverywhere = 0
        var listeners: [UInt64: AsyncStream<Void>.Continuation] = [:]
        var flowListeners: [UInt64: AsyncStream<Void>.Continuation] = [:]
        var unannounced: Set<String> = []
    }

    private let store: Store
    private let logger: Logger
    private let quiet: Duration
    private let sweepEvery: Duration
    private let state = Mutex(State())
    private let announce: AsyncStream<Void>
    private let announceRing: AsyncStream<Void>.Continuation

    /// A doorbell that announces to other daemons at most once every `quiet` and looks by itself every `sweepEvery`.
    public init(
        store: Store, logger: Logger, quiet: Duration = .milliseconds(15), sweepEvery: Duration = .seconds(2)
    ) {
        self.store = store
        self.logger = logger
        self.quiet = quiet
        self.sweepEvery = sweepEvery
        (announce, announceRing) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Wakes who waits at these inboxes, here and at other daemons.
    public func ring(_ organisations: Set<String>) {
        wake(organisations)
        state.withLock { $0.unannounced.formUnion(organisations) }
        announceRing.yield()
    }

    /// A hint at every ring at any inbox, here or at another daemon; rings that come close together are one hint.
    public func everyRing() -> AsyncStream<Void> { listening(\.listeners) }

    /// A hint whenever some daemon paused a flow or let it go on, and when such a hint may have been missed.
    public func flowRings() -> AsyncStream<Void> { listening(\.flowListeners) }

    private func listening(
        _ listeners: any WritableKeyPath<State, [UInt64: AsyncStream<Void>.Continuation]> & Sendable
    ) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let key = state.withLock { state in
            state.lastKey += 1
            state[keyPath: listeners][state.lastKey] = continuation
            return state.lastKey
        }
        continuation.onTermination = { _ in self.state.withLock { $0[keyPath: listeners][key] = nil } }
        return stream
    }

    /// Reads an inbox after a number; when nothing is there, waits for it until the time is over or a graceful stop.
    ///
    /// A wake that brought nothing, as after the listener connected anew, does not end the wait. A cancelled reader gets
    /// what there is and waits no longer.
    public func inbox(
        of organisation: String, after: Int64, limit: Int, bytes: Int64 = .max, reader: InboxReader? = nil,
        waitingUpTo time: Duration
    ) async throws -> InboxSlice {
        let end = ContinuousClock.now + time
        while true {
            // Taken before the read: what is rung while it runs is not missed.
            let heard = state.withLock { $0.rings(at: organisation) }
            let slice = try await store.inbox(
                of: organisation, after: after, limit: limit, bytes: bytes, reader: reader)
            let left = end - ContinuousClock.now
            guard slice.items.isEmpty, left > .zero, !Task.isCancelled, !Task.isShuttingDownGracefully else {
                return slice
            }
            // Being cancelled by a stop ends the wait, not the answer: it says that nothing is new.
            await cancelWhenGracefulShutdown {
                await self.wait(at: organisation, after: after, heard: heard, for: left)
            }
        }
    }

    /// Waits for a ring that is not among those heard, or until the time is over.
    private func wait(at organisation: String, after: Int64, heard: Int, for time: Duration) async {
        let waiter = state.withLock { state in
            state.lastKey += 1
            return state.lastKey
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.hold(waiter, organisation: organisation, after: after, heard: heard) }
            group.addTask { try? await Task.sleep(for: time) }
            await group.next()
            group.cancelAll()
        }
    }

    /// Listens, announces and sweeps until the graceful stop.
    public func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await cancelWhenGracefulShutdown { await self.store.listen { self.hear($0) } }
            }
            group.addTask { await self.announceLoop() }
            group.addTask { await self.sweepLoop() }
            try await group.next()
            group.cancelAll()
        }
        wakeAll()
    }

    private func hold(_ waiter: UInt64, organisation: String, after: Int64, heard: Int) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if Task.isCancelled || state.rings(at: organisation) != heard { return true }
                    state.waiters[waiter] = Waiter(
                        organisation: organisation, after: after, continuation: continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: waiter) }?.continuation.resume()
        }
    }

    private func wake(_ organisations: Set<String>) {
        wake(
            counting: { state in for organisation in organisations { state.rings[organisation, default: 0] += 1 } },
            where: { organisations.contains($0.organisation) })
    }

    private func wakeAll() {
        wake(counting: { $0.ringsEverywhere += 1 }, where: { _ in true })
    }

    /// Counts the ring and wakes those it is meant for, in one: who begins to wait meanwhile sees the count.
    private func wake(counting count: (inout State) -> Void = { _ in }, where isMeant: (Waiter) -> Bool) {
        let (woken, listeners) = state.withLock { state in
            count(&state)
            let woken = state.waiters.filter { isMeant($0.value) }
            for key in woken.keys { state.waiters[key] = nil }
            return (woken.values.map(\.continuation), Array(state.listeners.values))
        }
        for continuation in woken { continuation.resume() }
        for listener in listeners { listener.yield() }
    }

    private func hear(_ wake: Wake) {
        switch wake {
        case .inboxes(let organisations): self.wake(organisations)
        case .flows: ringForFlows()
        case .lookAgain:
            wakeAll()
            ringForFlows()
        }
    }

    private func ringForFlows() {
        for listener in state.withLock({ Array($0.flowListeners.values) }) { listener.yield() }
    }

    private func announceLoop() async {
        for await _ in announce.cancelOnGracefulShutdown() {
            let organisations = state.withLock { state in
                defer { state.unannounced = [] }
                return state.unannounced
            }
            do {
                try await store.announce(organisations)
            } catch {
                // The other daemons' sweep finds it within two seconds.
                logger.debug("Inboxes were not announced", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: quiet)
        }
    }

    private func sweepLoop() async {
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: self.sweepEvery) }
            let waitedAt = state.withLock { Set($0.waiters.values.map(\.organisation)) }
            guard !waitedAt.isEmpty, let last = try? await store.lastNumbers(of: waitedAt) else { continue }
            wake(where: { $0.after < last[$0.organisation] ?? 0 })
        }
    }
}

extension Doorbell.State {
    /// How often somebody rang at an inbox, or at all of them.
    fileprivate func rings(at organisation: String) -> Int { ringsEverywhere + (rings[organisation] ?? 0) }
}
