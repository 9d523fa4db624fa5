// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
public import Logging
public import ServiceLifecycle
public import Store

/// Takes what senders and actors submit and commits whatever waits in one transaction.
///
/// A submission that comes alone is committed at once; those that come while a commit is under way share the next one.
/// At a graceful stop everything taken is committed and answered, and what comes later is refused: nothing is lost.
public actor Intake: Service {
    private typealias Results = [Result<Answer, any Error>]

    /// What one caller brought; it is committed as a whole.
    private struct Waiting {
        let submissions: [Submission]
        let continuation: CheckedContinuation<Results, any Error>
    }

    private let store: Store
    private let doorbell: Doorbell
    private let logger: Logger
    private let largestBatch: Int
    private var waiting: [Waiting] = []
    private var running: Set<String> = []
    private var stopping = false
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
        guard !stopping else {
            throw StoreError(.stopping, "The daemon is stopping: send it again in a moment, with the same key.")
        }
        guard !submissions.isEmpty else { return [] }
        // What is only tried stands in nobody's way.
        let stored = submissions.filter { !$0.dryRun }
        let names = Set(stored.map { "\($0.principal)\u{0}\($0.key)" })
        guard names.count == stored.count else {
            throw StoreError(.invalid, "Two of the messages have the same key: give each a key of its own.")
        }
        guard running.isDisjoint(with: names) else {
            throw StoreError(.conflict, "A request with this key is being worked on: ask again in a moment.")
        }
        running.formUnion(names)
        defer { running.subtract(names) }
        return try await withCheckedThrowingContinuation { continuation in
            waiting.append(Waiting(submissions: submissions, continuation: continuation))
            ring.yield()
        }
    }

    /// How many submissions wait to be stored.
    public var waitingCount: Int { waiting.reduce(0) { $0 + $1.submissions.count } }

    /// Commits until the graceful stop, then what still waits.
    public func run() async throws {
        await withGracefulShutdownHandler {
            for await _ in signal {
                while !waiting.isEmpty { await commitWaiting() }
                if stopping { break }
            }
        } onGracefulShutdown: {
            Task { await self.stop() }  // only sets a flag and rings; run() ends by itself
        }
        stopping = true
        for left in waiting { left.continuation.resume(throwing: Self.stopped) }
        waiting = []
    }

    private static let stopped = StoreError(.stopping, "The daemon is stopping: nothing was stored, send it again.")

    private func stop() {
        stopping = true
        ring.yield()
    }

    private func commitWaiting() async {
        let batch = nextBatch()
        let submissions = batch.flatMap(\.submissions)
        let results: [Result<Committed, any Error>]
        do {
            results = try await store.commit(submissions, decide: CaseState.decide)
        } catch {
            logger.warning(
                "A batch was not stored", metadata: ["batch.size": "\(submissions.count)", "error": "\(error)"])
            for item in batch { item.continuation.resume(throwing: error) }
            return
        }
        var filled: Set<String> = []
        for case .success(let committed) in results { filled.formUnion(committed.inboxes) }
        var answers = results.map { $0.map(\.answer) }[...]
        for item in batch {
            item.continuation.resume(returning: Array(answers.prefix(item.submissions.count)))
            answers = answers.dropFirst(item.submissions.count)
        }
        if !filled.isEmpty { await doorbell.ring(filled) }
    }

    /// Whole callers, up to the largest batch; one that is larger by itself comes alone.
    private func nextBatch() -> [Waiting] {
        var size = 0
        let fitting = waiting.prefix { item in
            size += item.submissions.count
            return size <= largestBatch || size == item.submissions.count
        }
        let batch = Array(fitting)
        waiting.removeFirst(batch.count)
        return batch
    }
}
