// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
public import Logging
public import ServiceLifecycle
public import Store
import Synchronization

/// Takes what senders and actors submit and commits whatever waits in one transaction.
///
/// A submission that comes alone is committed at once; those that come while a commit is under way share the next one.
/// At a graceful stop everything taken is committed and answered, and what comes later is refused: nothing is lost.
public final class Intake: Service {
    fileprivate typealias Results = [Result<Answer, any Error>]

    /// What one caller brought; it is committed as a whole.
    fileprivate struct Waiting {
        let submissions: [Submission]
        /// Their keys, each with whose it is.
        let names: Set<String>
        let continuation: CheckedContinuation<Results, any Error>
    }

    fileprivate struct State {
        var waiting: [Waiting] = []
        /// What is being committed.
        var inHand: [Waiting] = []
        /// The keys that were taken and are not answered.
        var running: Set<String> = []
        var stopping = false
    }

    private let store: Store
    private let doorbell: Doorbell
    private let logger: Logger
    private let largestBatch: Int
    private let state = Mutex(State())
    private let signal: AsyncStream<Void>
    private let ring: AsyncStream<Void>.Continuation

    /// An intake that commits at most `largestBatch` submissions in one transaction and rings at the inboxes it filled.
    public init(store: Store, doorbell: Doorbell, logger: Logger, largestBatch: Int = 256) {
        self.store = store
        self.doorbell = doorbell
        self.logger = logger
        self.largestBatch = largestBatch
        (signal, ring) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Commits the submission and answers; the same key with the same content gets the first answer again.
    ///
    /// Throws `StoreError` when it could not be stored; a refusal by a rule is an answer, not an error.
    public func submit(_ submission: Submission) async throws -> Answer {
        try await submit(contentsOf: [submission])[0].get()
    }

    /// Commits several submissions of one caller together; each has its own result, in the same order.
    public func submit(contentsOf submissions: [Submission]) async throws -> [Result<Answer, any Error>] {
        guard !submissions.isEmpty else { return [] }
        // What is only tried stands in nobody's way.
        let stored = submissions.filter { !$0.dryRun }
        let names = Set(stored.map { "\($0.principal)\u{0}\($0.key)" })
        guard names.count == stored.count else {
            throw StoreError(.invalid, "Two of the messages have the same key: give each a key of its own.")
        }
        return try await withCheckedThrowingContinuation { continuation in
            let refusal = state.withLock { state -> StoreError? in
                if let refusal = state.refusal(of: names) { return refusal }
                state.running.formUnion(names)
                state.waiting.append(Waiting(submissions: submissions, names: names, continuation: continuation))
                return nil
            }
            if let refusal { continuation.resume(throwing: refusal) } else { ring.yield() }
        }
    }

    /// How many submissions wait to be stored.
    public var waitingCount: Int { state.withLock { $0.waiting.reduce(0) { $0 + $1.submissions.count } } }

    /// Commits until the graceful stop, then what still waits.
    public func run() async throws {
        await withGracefulShutdownHandler {
            await store.commit(from: self, decide: CaseState.decide)
        } onGracefulShutdown: {
            self.stop()
        }
        stop()
        let left = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        let stopped = StoreError(.stopping, "The daemon is stopping: nothing was stored, send it again.")
        for item in left { item.continuation.resume(throwing: stopped) }
    }

    private func stop() {
        state.withLock { $0.stopping = true }
        ring.yield()
    }
}

extension Intake: BatchSource {
    /// Whatever waits, up to the largest batch; nil once the daemon stops and nothing does.
    public func next() async -> [Submission]? {
        var signals = signal.makeAsyncIterator()
        while true {
            let (batch, stopping) = state.withLock { ($0.takeBatch(upTo: largestBatch), $0.stopping) }
            if !batch.isEmpty { return batch }
            if stopping { return nil }
            guard await signals.next(isolation: #isolation) != nil else { return nil }
        }
    }

    /// Answers those whose batch it was, and rings at the inboxes that hold something new.
    public func finished(_ results: Result<[Result<Committed, any Error>], any Error>) {
        let batch = state.withLock { $0.finishBatch() }
        switch results {
        case .failure(let error):
            logger.warning(
                "A batch was not stored", metadata: ["batch.callers": "\(batch.count)", "error": "\(error)"])
            for item in batch { item.continuation.resume(throwing: error) }
        case .success(let results):
            var answers = results.map { $0.map(\.answer) }[...]
            for item in batch {
                item.continuation.resume(returning: Array(answers.prefix(item.submissions.count)))
                answers = answers.dropFirst(item.submissions.count)
            }
            var filled: Set<String> = []
            for case .success(let committed) in results { filled.formUnion(committed.inboxes) }
            if !filled.isEmpty { doorbell.ring(filled) }
        }
    }
}

extension Intake.State {
    /// Why these cannot be taken now; nil when they can.
    fileprivate func refusal(of names: Set<String>) -> StoreError? {
        if stopping {
            return StoreError(.stopping, "The daemon is stopping: send it again in a moment, with the same key.")
        }
        guard running.isDisjoint(with: names) else {
            return StoreError(.conflict, "A request with this key is being worked on: ask again in a moment.")
        }
        return nil
    }

    /// Whole callers, up to the largest batch; one that is larger by itself comes alone.
    fileprivate mutating func takeBatch(upTo largest: Int) -> [Submission] {
        var size = 0
        inHand = Array(
            waiting.prefix { item in
                size += item.submissions.count
                return size <= largest || size == item.submissions.count
            })
        waiting.removeFirst(inHand.count)
        return inHand.flatMap(\.submissions)
    }

    /// The callers of the batch, whose keys are free again.
    fileprivate mutating func finishBatch() -> [Intake.Waiting] {
        for item in inHand { running.subtract(item.names) }
        defer { inHand = [] }
        return inHand
    }
}
