// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What went wrong between us and PostgreSQL.
///
/// `sentence` and `description` hold neither SQL nor data, so they may reach a stranger; what the server said about the
/// data is in `serverMessage` and `detail`, and shows only in `debugDescription`.
public struct PostgresError: Error, Sendable {
    /// The kind of fault, to switch on.
    public enum Code: Hashable, Sendable {
        /// The server refused a statement; the connection goes on.
        case server(sqlState: String)
        /// No connection could be made.
        case connectionFailed
        /// The connection broke before a COMMIT was sent: nothing of the transaction was kept. Outside a transaction a
        /// statement or pipeline is its own, and may have happened.
        case connectionLost
        /// The connection broke or went silent after COMMIT was sent: it may or may not have happened.
        case outcomeUnknown
        /// The server takes no writes: a standby, or a primary that became one (SQLSTATE 25006).
        case readOnly
        /// COMMIT was answered by a rollback, since an earlier failure of the transaction had been swallowed.
        case rolledBack
        /// The client's own deadline passed before the server answered; the connection is closed.
        case deadline
        /// The wait was ended from outside, by a forced stop.
        case interrupted
        /// A column could not be read as the type asked for.
        case decoding
        /// Another number of rows came than was asked for.
        case rowCount
        /// No connection became free in time.
        case poolExhausted
        /// The pool is closed or closing.
        case poolClosed
        /// The call is wrong in itself, whatever the server says.
        case misuse
    }

    /// The kind of fault.
    public var code: Code
    /// One sentence for a person, without SQL and without data.
    public var sentence: String
    /// The server's five characters, where it said them.
    public var sqlState: String?
    /// The constraint that was violated.
    public var constraintName: String?
    /// The table the violated constraint belongs to.
    public var tableName: String?
    /// The server's primary message; may quote data.
    public var serverMessage: String?
    /// The server's detail, which usually quotes data.
    public var detail: String?
    /// The server's function that raised it: unlike messages, the same in every language.
    var sourceFunction: String?
    /// What led to this.
    public var cause: (any Error)?
    /// The file of the call.
    public var fileID: String
    /// The line of the call.
    public var line: Int

    init(_ code: Code, _ sentence: String, cause: (any Error)? = nil, at place: CallPlace = .unknown) {
        self.code = code
        self.sentence = sentence
        self.cause = cause
        self.fileID = place.fileID
        self.line = place.line
    }
}

extension PostgresError {
    /// The whole transaction may be run again: it lost a race or a deadlock, or a cached plan had gone stale.
    public var isRetryable: Bool {
        code == .server(sqlState: "40001") || code == .server(sqlState: "40P01") || isStalePlan
    }

    /// A cached plan whose result type changed under it. Other uses of 0A000 are real refusals.
    var isStalePlan: Bool {
        code == .server(sqlState: "0A000") && sourceFunction == "RevalidateCachedQuery"
    }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    /// The sentence, safe for anybody.
    public var description: String { sentence }

    /// Everything known, for a developer's eyes: may quote data.
    public var debugDescription: String {
        var text = "PostgresError(\(code)): \(sentence)"
        if let serverMessage { text += " — \(serverMessage)" }
        if let detail { text += " — \(detail)" }
        if let constraintName { text += " [constraint \(constraintName)]" }
        if let cause { text += " ← \(String(reflecting: cause))" }
        return text + " at \(fileID):\(line)"
    }
}

/// Where in our source a statement was given.
struct CallPlace: Sendable {
    static let unknown = CallPlace(fileID: "Postgres", line: 0)
    var fileID: String
    var line: Int
}
