// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Logging

extension Connection {
    /// As `Pool.transaction`, on this connection: committed when the closure returns, and run again, whole, up to so many
    /// times in all when it lost a race.
    @discardableResult
    public func transaction<Result: Sendable>(
        upTo attempts: Int, planning: Planning = .asServerThinks, fileID: String = #fileID, line: Int = #line,
        _ body: (isolated Connection) throws -> Result
    ) async throws -> Result {
        try await runningAgain(upTo: attempts, logger) {
            try self.transaction(planning: planning, fileID: fileID, line: line, body)
        }
    }
}

/// Runs a transaction until it is committed, fails for a reason of its own, or was run so many times.
func runningAgain<Result>(
    upTo attempts: Int, _ logger: Logger, _ transaction: () async throws -> Result
) async throws -> Result {
    var attempt = 1
    while true {
        do {
            return try await transaction()
        } catch let error as PostgresError where error.mayRunAgain && attempt < attempts {
            logger.debug(
                "A transaction is run again.",
                metadata: ["postgres.sqlstate": "\(error.sqlState ?? "")", "postgres.attempt": "\(attempt)"])
            // Those who met once should not meet again.
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...(1 << min(attempt, 7)))))
            attempt += 1
        }
    }
}

extension PostgresError {
    /// What the body threw may have been wrapped: COMMIT's rollback names the failure that led to it.
    fileprivate var mayRunAgain: Bool {
        isRetryable || code == .rolledBack && (cause as? PostgresError)?.isRetryable == true
    }
}
