// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Why a migration was not done, or not finished.
public struct MigrationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of reason it is.
    public enum Code: Hashable, Sendable {
        /// The database is two steps or more ahead of this binary; exit 78.
        case tooNew
        /// An applied step was edited, or a new one was given a number that has passed.
        case broken
        /// A table was in use for longer than a step may wait.
        case busy
        /// PostgreSQL refused a statement of the step; nothing of that step stays.
        case failed
        /// The server answers, but is not what Ino needs: another encoding, a missing role.
        case unsuited
    }

    /// What kind of reason it is.
    public let code: Code
    /// What went wrong, with the name of the step.
    public let sentence: String
    /// What to do about it.
    public let next: String

    /// Both sentences.
    public var description: String { "\(sentence). \(next)." }
}
