// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

@testable import Postgres
import TestDatabase
import Testing

/// The PostgresError a piece of work throws; a test fails if it throws none.
func failure<Result>(
    _ work: () async throws -> Result, sourceLocation: SourceLocation = #_sourceLocation
) async -> PostgresError? {
    do {
        _ = try await work()
        Issue.record("nothing was thrown", sourceLocation: sourceLocation)
    } catch let error as PostgresError {
        return error
    } catch {
        Issue.record("another error was thrown: \(error)", sourceLocation: sourceLocation)
    }
    return nil
}

/// Waits for something that has no event of its own, asking again and again; a test fails when it never comes.
func eventually(_ condition: () async throws -> Bool, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let end = ContinuousClock.now + .seconds(20)
    while try await !condition() {
        guard ContinuousClock.now < end else {
            Issue.record("it never came", sourceLocation: sourceLocation)
            return
        }
        try await Task.sleep(for: .milliseconds(5))
    }
}

extension TestDatabase {
    /// A connection to a table `item (id int primary key, text text)`.
    func connectionWithItems() async throws -> Connection {
        let db = try await connection()
        try await db.script("create table item (id int primary key, text text)")
        return db
    }

    /// Ends a session as an administrator would.
    func terminate(_ connection: Connection) async throws {
        let process = try await connection.one("select pg_backend_pid()", as: Int.self)
        try await cluster.administer { db in
            _ = try db.one("select pg_terminate_backend(\(Int32(process)), 5000)", as: Bool.self)
        }
    }
}

extension Connection {
    /// A transaction from outside the connection, as a pool does it.
    @discardableResult
    func transact<Result: Sendable>(
        readOnly: Bool = false, planning: Planning = .asServerThinks,
        _ body: @Sendable (isolated Connection) throws -> Result
    ) throws -> Result {
        try transaction(readOnly: readOnly, planning: planning, body)
    }
}
