// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
public import Logging
public import ServiceLifecycle
public import Store
import Synchronization

/// Knows which flows an operator has paused, in memory: who asks before a message waits for nobody.
///
/// What any daemon changes is heard by notification, and by a look every few seconds should that be missed. While the
/// database does not answer the last known stands, and before the first answer all flows do: a restart undoes no pause. One
/// that ends by its time ends here without asking anybody.
public final class FlowControl: Service {
    private struct State {
        /// nil until the database has told it once.
        var pauses: [Flow: FlowPause]?
        /// Looks are counted when they begin: what an earlier one found is not put in the place of a later one's.
        var looks = (begun: 0, taken: 0)
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
        var nextListener = 0
    }

    private let store: Store
    private let doorbell: Doorbell
    private let logger: Logger
    private let now: @Sendable () -> Instant
    private let sweepEvery: Duration
    private let state = Mutex(State())

    /// Flow control that hears through the doorbell and looks by itself every `sweepEvery`. `now` is the real clock for
    /// everything but a test.
    public init(
        store: Store, doorbell: Doorbell, logger: Logger,
        now: @escaping @Sendable () -> Instant = Dispatch.realClock, sweepEvery: Duration = .seconds(2)
    ) {
        self.store = store
        self.doorbell = doorbell
        self.logger = logger
        self.now = now
        self.sweepEvery = sweepEvery
    }

    /// The pauses that stand now, by flow.
    public var pauses: [FlowPause] {
        let now = now()
        let known = state.withLock { $0.pauses } ?? [:]
        return Flow.allCases.compactMap { known[$0] }.filter { $0.holds(at: now) }
    }

    /// Whether a flow stands, or may: nobody knows before the first answer of the database.
    public func isPaused(_ flow: Flow) -> Bool {
        let now = now()
        return state.withLock { $0.pauses.map { $0[flow]?.holds(at: now) == true } ?? true }
    }

    /// Throws when a flow stands, with the reason and the end. Asks the database only when it has not answered before.
    public func check(_ flow: Flow) async throws {
        if state.withLock({ $0.pauses == nil }) { try await refresh() }
        // Asked before every message: the clock is looked at only when there is something to compare it with.
        guard let pause = state.withLock({ $0.pauses?[flow] }) else { return }
        let now = now()
        if pause.holds(at: now) { throw FlowPaused(pause, at: now) }
    }

    /// A hint whenever a flow may stand or move again; hints that come close together are one.
    public func changes() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let key = state.withLock { state in
            state.nextListener += 1
            state.listeners[state.nextListener] = continuation
            return state.nextListener
        }
        continuation.onTermination = { [weak self] _ in self?.state.withLock { $0.listeners[key] = nil } }
        return stream
    }

    /// Reads how the flows stand, and says so to who listens when it is another than before.
    public func refresh() async throws {
        let look = state.withLock { state in
            state.looks.begun += 1
            return state.looks.begun
        }
        let found = Dictionary(try await store.flowPauses().map { ($0.flow, $0) }, uniquingKeysWith: { one, _ in one })
        let before: [Flow: FlowPause]?? = state.withLock { state in
            guard look > state.looks.taken else { return nil }
            defer { (state.looks.taken, state.pauses) = (look, found) }
            return .some(state.pauses)
        }
        guard let before, before != found else { return }
        for flow in Flow.allCases where before?[flow] != found[flow] { log(flow, found[flow]) }
        tellListeners()
    }

    /// Keeps in step with the database until the graceful stop.
    public func run() async throws {
        // Before the first look: what changes after it is rung for.
        let rings = doorbell.flowRings()
        await withDiscardingTaskGroup { group in
            group.addTask {
                for await _ in rings.cancelOnGracefulShutdown() { await self.look() }
            }
            while !Task.isCancelled, !Task.isShuttingDownGracefully {
                await look()
                let before = pauses
                try? await cancelWhenGracefulShutdown { try await Task.sleep(for: self.untilNextLook) }
                // One that has ended by its time is no change of what is stored.
                if pauses != before { tellListeners() }
            }
        }
    }

    private func tellListeners() {
        for listener in state.withLock({ Array($0.listeners.values) }) { listener.yield() }
    }

    private func look() async {
        do {
            try await refresh()
        } catch {
            logger.debug("The flows could not be looked at", metadata: ["error": "\(error)"])
        }
    }

    /// The sweep, or earlier when a pause ends before.
    private var untilNextLook: Duration {
        let now = now()
        let ends = pauses.compactMap(\.until).map {
            Duration.microseconds($0.microsecondsSince1970 - now.microsecondsSince1970)
        }
        return max(.milliseconds(10), min(sweepEvery, ends.min() ?? sweepEvery))
    }

    private func log(_ flow: Flow, _ pause: FlowPause?) {
        guard let pause else {
            return logger.notice("A flow goes on", metadata: ["flow": "\(flow.rawValue)"])
        }
        logger.notice(
            "A flow is paused",
            metadata: [
                "flow": "\(flow.rawValue)", "pause.reason": "\(pause.reason)", "pause.by": "\(pause.by)",
                "pause.until": "\(pause.until?.description ?? "an operator resumes it")",
            ])
    }
}
