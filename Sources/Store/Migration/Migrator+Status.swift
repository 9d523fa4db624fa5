// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// What a database has of the schema, beside what this binary wants; made by comparing the two, without a database.
public struct MigrationStatus: Hashable, Sendable, Codable {
    /// What it means for the daemon.
    public enum State: String, Hashable, Sendable, Codable {
        /// Everything is in place.
        case current
        /// Steps or reports wait for `inod migrate up`; the daemon stays up, not ready.
        case behind
        /// The database has one step that this binary does not know; it can work with it.
        case ahead
        /// The database is two steps or more ahead: this binary must not touch it.
        case tooNew
        /// An applied step differs from the one in this binary, or steps were applied out of order.
        case broken
    }

    /// A step in the database.
    public struct Applied: Hashable, Sendable, Codable {
        /// Its number.
        public let number: Int
        /// Its name: `step001_foundation`.
        public let name: String
        /// SHA-256 of the text that was applied, in hexadecimal.
        public let checksum: String
        /// When it was applied.
        public let appliedAt: Instant
    }

    /// The steps in the database, by number.
    public let applied: [Applied]
    /// The steps of this binary that are not in the database, by name and in order.
    public let pending: [String]
    /// Steps that are in both, with different texts.
    public let edited: [String]
    /// Steps in the database that this binary does not know.
    public let unknown: [String]
    /// Pending steps that come before one that is applied.
    public let misplaced: [String]
    /// Report files whose text is not the one that made the views.
    public let staleReports: [String]
    /// The number of the last step of this binary.
    public let required: Int

    /// The number of the last applied step; 0 for an empty database.
    public var found: Int { applied.last?.number ?? 0 }

    /// What it means for the daemon.
    public var state: State {
        if !edited.isEmpty || !misplaced.isEmpty { return .broken }
        if unknown.count > 1 { return .tooNew }
        if !pending.isEmpty { return .behind }
        if !unknown.isEmpty { return .ahead }
        return staleReports.isEmpty ? .current : .behind
    }

    /// One sentence for `STATUS=`, `/readyz` and the operator, with the command that mends it.
    public var sentence: String {
        switch state {
        case .current: "schema \(found)"
        case .behind where pending.isEmpty: "report views are out of date: run 'inod migrate up'"
        case .behind: "schema \(found), need \(required): run 'inod migrate up'"
        case .ahead: "schema \(found), one step ahead of this binary's \(required)"
        case .tooNew:
            "schema \(found) is newer than this binary's \(required) by \(unknown.count) steps: install the newer inod"
        case .broken where !edited.isEmpty:
            "\(list(edited)) was edited after it was applied: restore its text and put the change into a new step"
        case .broken:
            "\(list(misplaced)) comes before \(applied.last?.name ?? ""), which is applied: give it the next number"
        }
    }

    private func list(_ names: [String]) -> String { names.joined(separator: ", ") }
}

/// One thing that `inod migrate up` did, for people to watch.
public struct MigrationProgress: Hashable, Sendable, Codable {
    /// The step, or `reports`.
    public let name: String
    /// Its place among what was to be done, from 1.
    public let place: Int
    /// How much was to be done.
    public let count: Int
}
