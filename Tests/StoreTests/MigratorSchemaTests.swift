// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import Schema
import Testing

@testable import Store

/// What is compiled in is what lies in `sql/`.
struct MigratorSchemaTests {
    private let sql = URL(filePath: #filePath).appending(path: "../../../sql").standardized

    private func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: sql.appending(path: path))) }

    @Test func theReferenceFilesAreCompiledInByteForByte() throws {
        #expect(Schema.programmes == ["ino-tomsk"])
        let files = Schema.reference("ino-tomsk")
        #expect(files.count >= 15)
        for (name, text) in files { #expect(Array(text.utf8) == (try bytes("reference/ino-tomsk/\(name)"))) }
    }

    @Test func stepsAndReportsAreCompiledInByteForByteAndInOrder() throws {
        for step in Schema.migrations { #expect(Array(step.sql.utf8) == (try bytes("migrations/\(step.name).sql"))) }
        for report in Schema.reports { #expect(Array(report.sql.utf8) == (try bytes("reports/\(report.name).sql"))) }
        #expect(Array(Schema.roles.utf8) == (try bytes("roles.sql")))
        let numbers = Schema.migrations.map(\.number)
        #expect(numbers == Array(1...numbers.count))
        #expect(Schema.reports.last?.name == "900_finish")
    }

    /// A database that has a step refuses to go on once the step is another: what was released is never edited, and a
    /// change of it is a step of its own. `sha256sum` of `sql/migrations` gives the line of a new one.
    @Test func noStepIsEditedOnceItWasReleased() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/migrations.txt")
        let released = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(Schema.migrations.map { "\(MigrationStatus.checksum($0.sql))  \($0.name).sql" } == released)
    }

    /// Three steps were released with other comments first: who installed Ino then goes on without mending anything.
    @Test func aStepInEitherReleasedTextIsNotEdited() {
        let first = [
            "step011_letters": "f4a9f01be783efecbacd609a9f06412e79a3fc5978a60d5033548703adf5d2f6",
            "step015_cheaper_letters": "29bd97a8ce1fc7dc601c99284bfc0f9c4a04d464dc57cf8461e2ea3a25af58c6",
            "step016_receipts": "744d797e5f0e710662b9f55b018dcfa19133dca5f78497eb3b733e94ff3e0ab6",
        ]
        func status(_ texts: [String: String]) -> MigrationStatus {
            let applied = Schema.migrations.prefix(18).map { step in
                MigrationStatus.Applied(
                    number: step.number, name: step.name,
                    checksum: texts[step.name] ?? MigrationStatus.checksum(step.sql),
                    appliedAt: Instant(microsecondsSince1970: 0))
            }
            return MigrationStatus(applied: applied, reports: [:], steps: Schema.migrations, reports: [])
        }
        #expect(status(first).state == .behind)
        #expect(status(["step011_letters": first["step016_receipts", default: ""]]).edited == ["step011_letters"])
        #expect(status(["step010_reader_rights": "f4"]).edited == ["step010_reader_rights"])
    }

    @Test func aProgrammeNobodyHasIsEmpty() { #expect(Schema.reference("nowhere").isEmpty) }
}
