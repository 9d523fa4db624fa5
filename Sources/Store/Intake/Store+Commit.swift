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

extension Store {
    /// Commits what waits in one transaction; each submission gets its own result, in the same order.
    ///
    /// A submission that cannot be stored fails alone. When the database itself refuses the transaction, each is run
    /// again on its own, so that a fault of one act never takes the others down. Dry runs are computed and rolled back.
    public func commit(
        _ submissions: [Submission], decide: @escaping Deciding
    ) async throws -> [Result<Committed, any Error>] {
        if submissions.count > 1 && submissions.contains(where: \.dryRun) {
            return await each(submissions, decide: decide)
        }
        if let committed = try await commitLetters(submissions) { return committed.map { .success($0) } }
        do {
            return try await transaction(dryRun: submissions.contains(where: \.dryRun)) { connection in
                var batch = IntakeBatch(submissions)
                let results = try batch.run(on: connection, decide: decide)
                if let time = batch.serverTime { serverClock.heard(time, in: batch.programmesOfNow) }
                return results.map { $0.mapError { $0 } }
            }
        } catch let error as StoreError where submissions.count > 1 && error.isOfOneAct {
            return await each(submissions, decide: decide)
        }
    }

    /// Stores what are only letters by one statement; nil when the batch has to be looked at, and nothing was stored.
    private func commitLetters(_ submissions: [Submission]) async throws -> [Committed]? {
        guard let letters = LetterBatch(submissions, by: serverClock) else { return nil }
        do {
            if let committed = try await reading({ try letters.run(on: $0) }) { return committed }
        } catch let error as StoreError where error.code != .outcomeUnknown {
            logger.debug("Letters go the careful way", metadata: ["error": "\(error)"])
        }
        serverClock.forget()
        return nil
    }

    private func each(_ submissions: [Submission], decide: @escaping Deciding) async -> [Result<Committed, any Error>] {
        var results: [Result<Committed, any Error>] = []
        for submission in submissions {
            do {
                results += try await commit([submission], decide: decide)
            } catch {
                results.append(.failure(error))
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
