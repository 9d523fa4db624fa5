// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

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

    @Test func aProgrammeNobodyHasIsEmpty() { #expect(Schema.reference("nowhere").isEmpty) }
}
