// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres

/// Why the store could not do it; the sentence may be read by a stranger and never holds SQL or data of others.
public struct StoreError: Error, Sendable, CustomStringConvertible {
    /// What a caller switches on.
    public enum Code: Hashable, Sendable {
        /// The connection was lost while committing: it may have happened. Repeating under the same key is safe.
        case outcomeUnknown
        /// The server takes no writes now, as during a fail-over.
        case readOnly
        /// No connection to be had, or it was lost; nothing was stored.
        case unavailable
        /// The store is closing.
        case stopping
        /// Two writers met; nothing was stored, the same call may succeed.
        case conflict
        /// These codes name no organisation.
        case unknownRecipient([String])
        /// These hashes are of no attachment that the sender may name.
        case unknownAttachment([String])
        /// The organisation has uploaded as much as it may without naming it.
        case attachmentQuota
        /// More came than may.
        case tooLarge
        /// The content is not the one that its sender announced.
        case digestMismatch
        /// No row of this kind goes by this name.
        case notFound(what: String, name: String)
        /// More than one row answers to this name.
        case ambiguous(what: String, candidates: [String])
        /// The sender used this key for other content.
        case duplicateConflict
        /// The idempotency key was used for another request.
        case keyReused
        /// A value that cannot be stored as it is.
        case invalid
        /// A report has no column of this name, but these.
        case unknownColumn(String, of: [String])
        /// The schema is behind this binary.
        case schemaNotReady
        /// A fault of ours.
        case internalFault
    }

    /// What happened.
    public let code: Code
    /// One sentence for a person, with the next step where there is one.
    public let sentence: String
    /// For the log only.
    public let cause: (any Error)?

    /// An error with its sentence.
    public init(_ code: Code, _ sentence: String, cause: (any Error)? = nil) {
        self.code = code
        self.sentence = sentence
        self.cause = cause
    }

    /// The sentence, and the cause for a log.
    public var description: String {
        cause.map { "\(sentence) (\($0))" } ?? sentence
    }
}

extension StoreError {
    /// What a database error means to the store's callers.
    init(_ error: PostgresError) {
        switch error.code {
        case .outcomeUnknown:
            self.init(
                .outcomeUnknown,
                "The connection was lost while committing: repeat with the same key to learn the outcome.",
                cause: error)
        case .readOnly:
            self.init(.readOnly, "The database takes no writes at the moment: try again.", cause: error)
        case .connectionFailed, .connectionLost, .deadline, .interrupted, .poolExhausted:
            self.init(.unavailable, "The database cannot be reached at the moment: try again.", cause: error)
        case .poolClosed:
            self.init(.stopping, "The daemon is stopping: try again.", cause: error)
        case .server(let state):
            self.init(sqlState: state, error)
        default:
            self.init(.internalFault, "The store failed; the log names the cause.", cause: error)
        }
    }

    private init(sqlState: String, _ error: PostgresError) {
        switch sqlState {
        case "40001", "40P01", "55P03", "57014":
            self.init(.conflict, "Others are writing the same rows: try again.", cause: error)
        case "23505":
            self.init(.conflict, "The same thing was stored meanwhile: try again to see it.", cause: error)
        case "IN002":
            self.init(
                .conflict, "The upload was given up meanwhile, and nothing of it is kept: send it again.", cause: error)
        case "IN003":
            self.init(.unknownRecipient([]), "The organisation that uploads is not in the register.", cause: error)
        case "3F000", "42P01", "42883", "42703":
            self.init(.schemaNotReady, "The database schema is not the one of this version.", cause: error)
        case "53300", "53100", "53200", "57P01", "57P02", "57P03":
            self.init(.unavailable, "The database has no room for this at the moment: try again.", cause: error)
        default:
            self.init(.internalFault, "The store failed; the log names the cause.", cause: error)
        }
    }
}
