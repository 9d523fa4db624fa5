// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Logging
import Postgres

/// How an act is decided: the pure rule, given to the store so that it can ask inside its transaction.
public typealias Deciding =
    @Sendable (
        CaseAct, CaseState?, Actor, Instant, CaseContext
    ) throws(Refusal) -> Decision<CaseEvent, CaseState>

/// A submission that was committed: its answer, and the inboxes that hold something new.
public struct Committed: Sendable {
    /// The answer, kept under the submission's key.
    public let answer: Answer
    /// The codes of the organisations to wake.
    public let inboxes: Set<String>
}

/// Where batches come from and who is told what became of them.
public protocol BatchSource: Sendable {
    /// Whatever waits, waited for where the caller runs; nil when nothing will come any more.
    func next() async -> [Submission]?
    /// What became of the batch given last: a result for each, in the same order, or why none was stored.
    func finished(_ results: Result<[Result<Committed, any Error>], any Error>)
}

extension Store {
    /// Commits batch after batch, on one connection as long as it lasts, until there are no more.
    ///
    /// A submission that cannot be stored fails alone. When the database itself refuses the transaction, each is run
    /// again on its own, so that a fault of one act never takes the others down. Dry runs are computed and rolled back.
    public func commit(from source: some BatchSource, decide: @escaping Deciding) async {
        var batch = await source.next()
        while let waiting = batch {
            do {
                batch = try await pool.holdingConnection { connection in
                    var batch = waiting
                    // On the connection's own thread all the while: the batch, the commit and the next batch.
                    while !connection.hasHungUp {
                        source.finished(await self.outcome(of: batch, on: connection, decide: decide))
                        guard let next = await source.next() else { return nil }
                        batch = next
                    }
                    return batch
                }
            } catch {
                source.finished(.failure(Self.explained(error)))
                batch = await source.next()
            }
        }
    }

    /// Commits what waits in one transaction; each submission gets its own result, in the same order.
    public func commit(
        _ submissions: [Submission], decide: @escaping Deciding
    ) async throws -> [Result<Committed, any Error>] {
        do {
            return try await pool.holdingConnection { connection in
                try await self.outcome(of: submissions, on: connection, decide: decide).get()
            }
        } catch {
            throw Self.explained(error)
        }
    }

    private static func explained(_ error: any Error) -> any Error {
        (error as? PostgresError).map { StoreError($0) } ?? error
    }

    private func outcome(
        of submissions: [Submission], on connection: isolated Connection, decide: @escaping Deciding
    ) async -> Result<[Result<Committed, any Error>], any Error> {
        if submissions.count > 1 && submissions.contains(where: \.dryRun) {
            return .success(await each(submissions, on: connection, decide: decide))
        }
        do {
            if let committed = try letters(submissions, on: connection) {
                return .success(committed.map { .success($0) })
            }
            return .success(try await careful(submissions, on: connection, decide: decide))
        } catch let error as StoreError where submissions.count > 1 && error.isOfOneAct {
            return .success(await each(submissions, on: connection, decide: decide))
        } catch {
            return .failure(error)
        }
    }

    /// Stores what are only letters by one statement; nil when the batch has to be looked at, and nothing was stored.
    private func letters(_ submissions: [Submission], on connection: isolated Connection) throws -> [Committed]? {
        guard let letters = LetterBatch(submissions, by: serverClock, near: numberMemory) else { return nil }
        do {
            if let committed = try letters.run(on: connection) { return committed }
        } catch let error as PostgresError {
            let error = StoreError(error)
            if error.code == .outcomeUnknown { throw error }
            logger.debug("Letters go the careful way", metadata: ["error": "\(error)"])
        }
        serverClock.forget()
        return nil
    }

    /// Looks at each, decides, and stores what may be, in one transaction.
    private func careful(
        _ submissions: [Submission], on connection: isolated Connection, decide: @escaping Deciding
    ) async throws -> [Result<Committed, any Error>] {
        let dryRun = submissions.contains(where: \.dryRun)
        // Each row is found by its key: plans made anew for every batch cost more than most of its statements.
        let (batch, results) = try await transaction(on: connection, dryRun: dryRun, planning: .onceByKeys) {
            connection in
            var batch = IntakeBatch(
                submissions, cases: caseMemory, rules: ruleMemory, numbers: numberMemory)
            let results = try batch.run(on: connection, decide: decide)
            return (batch, results)
        }
        if let time = batch.serverTime { serverClock.heard(time, in: batch.programmesOfNow) }
        if !dryRun {
            caseMemory.keep(batch.casesAfter)
            numberMemory.saw(batch.appended)
        }
        return results.map { $0.mapError { $0 } }
    }

    private func each(
        _ submissions: [Submission], on connection: isolated Connection, decide: @escaping Deciding
    ) async -> [Result<Committed, any Error>] {
        var results: [Result<Committed, any Error>] = []
        for submission in submissions {
            switch await outcome(of: [submission], on: connection, decide: decide) {
            case .success(let one): results += one
            case .failure(let error): results.append(.failure(error))
            }
        }
        return results
    }
}

extension StoreError {
    /// Whether running the batch's submissions one by one may let the others pass.
    fileprivate var isOfOneAct: Bool {
        switch code {
        case .conflict, .internalFault, .invalid, .unknownRecipient, .notFound: true
        default: false
        }
    }
}
