// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import CLibPQ

/// Statements.
extension Connection {
    /// Runs a statement and returns its rows as tuples.
    public func query<each Column: PostgresDecodable>(
        _ statement: Statement, as types: (repeat each Column).Type, fileID: String = #fileID, line: Int = #line
    ) throws -> [(repeat each Column)] {
        let place = CallPlace(fileID: fileID, line: line)
        return try run(statement, asText: false, at: place).decode(repeat (each Column).self, at: place)
    }

    /// Runs a statement that returns exactly one row.
    ///
    /// `sending`, since the compiler does not see that a bare tuple of Sendable values may leave the actor.
    public func one<each Column: PostgresDecodable>(
        _ statement: Statement, as types: (repeat each Column).Type, fileID: String = #fileID, line: Int = #line
    ) throws -> sending (repeat each Column) {
        let rows = try query(statement, as: types, fileID: fileID, line: line)
        guard rows.count == 1, let row = rows.first else {
            throw PostgresError(
                .rowCount, "One row was expected, and \(rows.count) came.", at: CallPlace(fileID: fileID, line: line))
        }
        return row
    }

    /// Runs a statement that returns one row or none.
    public func optional<each Column: PostgresDecodable>(
        _ statement: Statement, as types: (repeat each Column).Type, fileID: String = #fileID, line: Int = #line
    ) throws -> (repeat each Column)? {
        let rows = try query(statement, as: types, fileID: fileID, line: line)
        guard rows.count <= 1 else {
            throw PostgresError(
                .rowCount, "At most one row was expected, and \(rows.count) came.",
                at: CallPlace(fileID: fileID, line: line))
        }
        return rows.first
    }

    /// Runs a statement that writes and is its own transaction, and returns its rows: BEGIN and COMMIT would be two more
    /// round trips.
    ///
    /// Throws `outcomeUnknown` when the connection broke meanwhile: it may have committed.
    public func commit<each Column: PostgresDecodable>(
        _ statement: Statement, as types: (repeat each Column).Type, fileID: String = #fileID, line: Int = #line
    ) throws -> [(repeat each Column)] {
        let place = CallPlace(fileID: fileID, line: line)
        guard session.transactionStatus != PQTRANS_INTRANS else {
            throw PostgresError(.misuse, "In a transaction nothing commits by itself.", at: place)
        }
        return try runCommitting(statement, at: place).decode(repeat (each Column).self, at: place)
    }

    private func runCommitting(_ statement: Statement, at place: CallPlace) throws(PostgresError) -> Rows {
        do {
            return try run(statement, asText: false, at: place)
        } catch  where [.connectionLost, .deadline, .interrupted].contains(error.code) {
            throw PostgresError.outcomeUnknown(cause: error, at: place)
        }
    }

    /// Runs a statement and returns how many rows it touched.
    @discardableResult
    public func execute(_ statement: Statement, fileID: String = #fileID, line: Int = #line) throws -> Int {
        try run(statement, asText: false, at: CallPlace(fileID: fileID, line: line)).affected
    }

    /// Runs several statements separated by semicolons, without values: for migrations. Outside a transaction they are
    /// one transaction of their own, unless they hold BEGIN and COMMIT.
    public func script(_ sql: String, fileID: String = #fileID, line: Int = #line) throws {
        let place = CallPlace(fileID: fileID, line: line)
        do {
            try session.simple(sql, until: deadline, at: place)
        } catch {
            if firstFailure == nil { firstFailure = error }
            throw error
        }
    }

    /// Runs a statement from the cache, preparing it first if need be.
    func run(_ statement: Statement, asText: Bool, at place: CallPlace) throws(PostgresError) -> Rows {
        do {
            return try runOnce(statement, asText: asText, at: place)
        } catch  where error.isStalePlan && session.transactionStatus == PQTRANS_IDLE {
            // Outside a transaction the statement is one of its own, and it did nothing.
            return try runOnce(statement, asText: asText, at: place)
        }
    }

    private func runOnce(_ statement: Statement, asText: Bool, at place: CallPlace) throws(PostgresError) -> Rows {
        if isInPipeline {
            throw PostgresError(.misuse, "In a pipeline a statement can only be sent to it.", at: place)
        }
        do {
            try deallocateEvicted()
            let key = statement.cacheKey
            let name: String
            if let cached = cache.name(for: key) {
                name = cached
            } else {
                name = cache.newName()
                try session.prepare(key, name: name, until: deadline, at: place)
                cache.insert(key, name: name)
            }
            return try session.run(name, statement.parameters, asText: asText, until: deadline, at: place)
        } catch {
            note(error, of: statement)
            throw error
        }
    }

    /// Remembers the first failure of a transaction, and forgets a plan that has gone stale.
    func note(_ error: PostgresError, of statement: Statement) {
        if firstFailure == nil { firstFailure = error }
        if error.isStalePlan { cache.forget(statement.cacheKey) }
    }

    /// Frees on the server what the cache has let go; a failed transaction would refuse that.
    private func deallocateEvicted() throws(PostgresError) {
        guard !cache.evicted.isEmpty else { return }
        let status = session.transactionStatus
        guard status == PQTRANS_IDLE || status == PQTRANS_INTRANS else { return }
        let script = cache.takeEvicted().map { "deallocate \($0)" }.joined(separator: "; ")
        _ = try session.simple(script, until: deadline, at: .unknown)
    }
}

extension Statement {
    /// Under what the statement is prepared.
    var cacheKey: StatementCache.Key { StatementCache.Key(sql: sql, types: parameters.types) }
}
