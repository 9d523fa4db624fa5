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
        self.edited = applied.filter { step in
            guard let text = wanted[step.name], text != step.checksum else { return false }
            return !Self.alsoReleased.contains("\(step.checksum)  \(step.name)")
        }.map(\.name)
        self.unknown = applied.map(\.name).filter { wanted[$0] == nil }
        self.misplaced = missing.filter { $0.number <= last }.map(\.name)
        self.staleReports = reports.filter { recorded[$0.name] != Self.checksum($0.sql) }.map(\.name)
        self.required = steps.last?.number ?? 0
    }

    /// Steps that were released in two texts. Those that came first differ in comments and in how `core.append` is planned,
    /// which step019 settles for both: a database with either has the same schema.
    private static let alsoReleased: Set = [
        "f4a9f01be783efecbacd609a9f06412e79a3fc5978a60d5033548703adf5d2f6  step011_letters",
        "29bd97a8ce1fc7dc601c99284bfc0f9c4a04d464dc57cf8461e2ea3a25af58c6  step015_cheaper_letters",
        "744d797e5f0e710662b9f55b018dcfa19133dca5f78497eb3b733e94ff3e0ab6  step016_receipts",
    ]

    /// SHA-256 of a text in hexadecimal, as the database records it.
    static func checksum(_ text: String) -> String {
        Hexadecimal.text(ContentHash.sha256(Array(text.utf8)))
    }
}
