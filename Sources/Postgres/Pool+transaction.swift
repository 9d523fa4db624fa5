// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Logging

/// Working with a connection.
extension Pool {
    /// Runs the closure in a transaction on a connection of the pool.
    ///
    /// It is run again, whole, when it lost a race or a deadlock, or a cached plan had gone stale; so it changes nothing
    /// outside the database. It commits when the closure returns and rolls back when it throws. Cancelling the task ends
    /// the wait for a connection, not the transaction.
    @discardableResult
    public func transaction<Result: Sendable>(
        isolation: Isolation = .readCommitted, readOnly: Bool = false, fileID: String = #fileID, line: Int = #line,
        _ body: @Sendable (isolated Connection) throws -> Result
    ) async throws -> Result {
        var attempt = 1
        while true {
            do {
                return try await withConnection { db in
                    try db.transaction(isolation: isolation, readOnly: readOnly, fileID: fileID, line: line, body)
                }
            } catch let error as PostgresError where error.mayRunAgain && attempt < configuration.attempts {
                logger.debug(
                    "A transaction is run again.",
                    metadata: ["postgres.sqlstate": "\(error.sqlState ?? "")", "postgres.attempt": "\(attempt)"])
                // Those who met once should not meet again.
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...(1 << min(attempt, 7)))))
                attempt += 1
            }
        }
    }

    /// Gives the closure a connection of the pool, without a transaction.
    ///
    /// A session setting the closure makes would stay on the connection: use `set local` in a transaction instead.
    @discardableResult
    public func withConnection<Result: Sendable>(
        _ body: @Sendable (isolated Connection) throws -> Result
    ) async throws -> Result {
        while true {
            let connection = try await acquire()
            switch await connection.lend(body) {
            case .hungUp:
                dropIdle()
                giveBack(connection, reusable: false)
            case .done(let result, let reusable):
                giveBack(connection, reusable: reusable)
                return try result.get()
            }
        }
    }
}

extension PostgresError {
    /// What the body threw may have been wrapped: COMMIT's rollback names the failure that led to it.
    fileprivate var mayRunAgain: Bool {
        isRetryable || code == .rolledBack && (cause as? PostgresError)?.isRetryable == true
    }
}

extension Connection {
    /// What became of a lease.
    enum Lease<Value: Sendable>: Sendable {
        /// The server had hung up before anything was asked of it.
        case hungUp
        case done(Result<Value, any Error>, reusable: Bool)
    }

    /// Runs the closure and brings the connection to rest: one hop to its thread and back for all.
    func lend<Value: Sendable>(_ body: @Sendable (isolated Connection) throws -> Value) -> Lease<Value> {
        if session.notesHangUp() { return .hungUp }
        let result = Result { try body(self) }
        return .done(result, reusable: settle())
    }
}
