// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Evidence
import Schema

extension MigrationStatus {
    /// Compares what a database records with the texts at hand.
    ///
    /// - Parameters:
    ///   - applied: The database's steps, by number.
    ///   - recorded: The database's report files, name to checksum.
    init(applied: [Applied], reports recorded: [String: String], steps: [Schema.Step], reports: [Schema.Report]) {
        let wanted = Dictionary(uniqueKeysWithValues: steps.map { ($0.name, Self.checksum($0.sql)) })
        let present = Set(applied.map(\.name))
        let last = applied.last?.number ?? 0
        let missing = steps.filter { !present.contains($0.name) }

        self.applied = applied
        self.pending = missing.map(\.name)
        self.edited = applied.filter { step in wanted[step.name].map { $0 != step.checksum } ?? false }.map(\.name)
        self.unknown = applied.map(\.name).filter { wanted[$0] == nil }
        self.misplaced = missing.filter { $0.number <= last }.map(\.name)
        self.staleReports = reports.filter { recorded[$0.name] != Self.checksum($0.sql) }.map(\.name)
        self.required = steps.last?.number ?? 0
    }

    /// SHA-256 of a text in hexadecimal, as the database records it.
    static func checksum(_ text: String) -> String {
        Hexadecimal.text(ContentHash.sha256(Array(text.utf8)))
    }
}
