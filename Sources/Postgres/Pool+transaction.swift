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
        try await runningAgain(upTo: configuration.attempts, logger) {
            try await withConnection { db in
                try db.transaction(isolation: isolation, readOnly: readOnly, fileID: fileID, line: line, body)
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
        try await holdingConnection { connection in try body(connection) }
    }

    /// Gives the closure a connection of the pool for as long as it likes to keep it.
    ///
    /// It runs on the connection's own thread, between its statements and its waits too: who does one thing after another
    /// there goes from thread to thread once and not with each. It has to look whether the server `hasHungUp` meanwhile.
    @discardableResult
    public func holdingConnection<Result: Sendable>(
        _ body: @Sendable (isolated Connection) async throws -> Result
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

extension Connection {
    /// What became of a lease.
    enum Lease<Value: Sendable>: Sendable {
        /// The server had hung up before anything was asked of it.
        case hungUp
        case done(Result<Value, any Error>, reusable: Bool)
    }

    /// Runs the closure and brings the connection to rest: one hop to its thread and back for all.
    func lend<Value: Sendable>(_ body: @Sendable (isolated Connection) async throws -> Value) async -> Lease<Value> {
        if hasHungUp { return .hungUp }
        let result: Result<Value, any Error>
        do { result = .success(try await body(self)) } catch { result = .failure(error) }
        return .done(result, reusable: settle())
    }

    /// Whether the server has closed the connection while nothing was asked of it.
    public var hasHungUp: Bool { session.notesHangUp() }
}
