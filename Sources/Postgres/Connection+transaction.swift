// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import CLibPQ
import Logging

/// How much of other transactions a transaction sees.
public enum Isolation: String, Sendable {
    /// Each statement sees what was committed before it.
    case readCommitted = "read committed"
    /// All statements see what was committed before the first.
    case repeatableRead = "repeatable read"
    /// As if transactions ran one after the other; may have to be run again.
    case serializable
}

/// How the statements of a transaction are planned.
public enum Planning: Sendable {
    /// As the server thinks best, perhaps anew for the values of each call.
    case asServerThinks
    /// Once for a connection, and by indexes alone: right where each row is found by its key. A plan that is made while a
    /// table is empty and would read it whole, or hash it, is not chosen and so does not grow old.
    case onceByKeys

    /// What is said to the server after `begin`; it holds until the transaction ends.
    fileprivate var settings: String {
        switch self {
        case .asServerThinks: ""
        case .onceByKeys:
            [
                "plan_cache_mode = force_generic_plan", "enable_seqscan = off", "enable_hashjoin = off",
                "enable_mergejoin = off",
            ]
            .map { "; set local \($0)" }.joined()
        }
    }
}

/// Transactions.
extension Connection {
    /// Runs the closure in a transaction, once: `Pool.transaction` also runs it again where that helps.
    ///
    /// It is committed when the closure returns and rolled back when it throws.
    @discardableResult
    public func transaction<Result>(
        isolation: Isolation = .readCommitted, readOnly: Bool = false, planning: Planning = .asServerThinks,
        fileID: String = #fileID, line: Int = #line, _ body: (isolated Connection) throws -> Result
    ) throws -> Result {
        let place = CallPlace(fileID: fileID, line: line)
        try begin(isolation, readOnly: readOnly, planning, at: place)
        let result: Result
        do {
            result = try body(self)
        } catch {
            rollBack(at: place)
            throw error
        }
        try commit(at: place)
        return result
    }

    private func begin(_ isolation: Isolation, readOnly: Bool, _ planning: Planning, at place: CallPlace) throws {
        let status = session.transactionStatus
        if status == PQTRANS_INTRANS || status == PQTRANS_INERROR {
            throw PostgresError(.misuse, "A transaction cannot begin inside another.", at: place)
        }
        firstFailure = nil
        let mode = isolation == .readCommitted ? "" : " isolation level \(isolation.rawValue)"
        let access = readOnly ? " read only" : ""
        try session.simple("begin\(mode)\(access)\(planning.settings)", until: deadline, at: place)
    }

    /// Commits, and believes it only when the server names it so: after a failure that the closure swallowed, COMMIT
    /// succeeds with the tag ROLLBACK.
    private func commit(at place: CallPlace) throws {
        // Lost before COMMIT was sent: nothing is unknown about that.
        if session.transactionStatus == PQTRANS_UNKNOWN { throw firstFailure ?? session.lost(at: place) }
        let tag: String
        do {
            tag = try session.simple("commit", until: deadline, at: place).tag
        } catch {
            if session.transactionStatus != PQTRANS_UNKNOWN {
                rollBack(at: place)
                throw error
            }
            throw PostgresError.outcomeUnknown(cause: error, at: place)
        }
        guard tag == "COMMIT" else {
            throw PostgresError(
                .rolledBack, "The transaction was rolled back, since a statement in it had failed.",
                cause: firstFailure, at: place)
        }
    }

    /// Rolls back if there is anything to roll back; if even that fails, the connection is given up.
    func rollBack(at place: CallPlace = .unknown) {
        switch session.transactionStatus {
        case PQTRANS_INTRANS, PQTRANS_INERROR:
            do {
                try session.simple("rollback", until: deadline, at: place)
            } catch {
                session.markBroken()
            }
        case PQTRANS_ACTIVE: session.markBroken()
        default: break
        }
    }
}

extension PostgresError {
    /// The connection broke when the server may have committed already.
    static func outcomeUnknown(cause: PostgresError, at place: CallPlace) -> PostgresError {
        PostgresError(
            .outcomeUnknown, "The connection broke while committing: it is not known whether it happened.",
            cause: cause, at: place)
    }
}

/// On the way back to a pool.
extension Connection {
    /// Brings the connection to rest; false if it cannot be used again.
    func settle() -> Bool {
        switch session.transactionStatus {
        case PQTRANS_INTRANS, PQTRANS_INERROR:
            logger.error("A connection came back in an open transaction, which was rolled back.")
            rollBack()
        default: break
        }
        // A primary that became a standby keeps its connections: a new one finds the new primary.
        let reusable = session.transactionStatus == PQTRANS_IDLE && firstFailure?.code != .readOnly
        firstFailure = nil
        if !reusable { session.close() }
        return reusable
    }
}
