// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres

extension Store {
    /// One transaction of our own errors; may run twice, so it changes nothing outside.
    ///
    /// A dry run does all of the work and then takes it back: what it answers is what would have been.
    func transaction<R: Sendable>(
        readOnly: Bool = false, dryRun: Bool = false, _ body: @escaping @Sendable (isolated Connection) throws -> R
    ) async throws -> R {
        try await takingBack {
            try await pool.transaction(readOnly: readOnly) { db in try db.tried(dryRun, body) }
        }
    }

    /// The same on a connection that is held already.
    func transaction<R: Sendable>(
        on connection: isolated Connection, dryRun: Bool, planning: Planning,
        _ body: @Sendable (isolated Connection) throws -> R
    ) async throws -> R {
        try await takingBack {
            try await connection.transaction(upTo: pool.configuration.attempts, planning: planning) { db in
                try db.tried(dryRun, body)
            }
        }
    }

    private func takingBack<R: Sendable>(_ transaction: () async throws -> R) async throws -> R {
        do {
            return try await transaction()
        } catch let tried as TakenBack<R> {
            return tried.result
        } catch let error as PostgresError {
            throw StoreError(error)
        }
    }

    /// One connection for a single statement, which is its own transaction.
    func reading<R: Sendable>(_ body: @escaping @Sendable (isolated Connection) throws -> R) async throws -> R {
        do {
            return try await pool.withConnection(body)
        } catch let error as PostgresError {
            throw StoreError(error)
        }
    }
}

extension Connection {
    /// Does the work; a dry run ends the transaction with what it would have answered.
    fileprivate func tried<R: Sendable>(_ dryRun: Bool, _ body: (isolated Connection) throws -> R) throws -> R {
        let result = try body(self)
        if dryRun { throw TakenBack(result: result) }
        return result
    }
}

/// Ends a transaction that must leave nothing behind, with what it would have answered.
private struct TakenBack<R: Sendable>: Error {
    let result: R
}
