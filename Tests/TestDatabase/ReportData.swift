// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Postgres

/// A year of a large programme, made by arithmetic: the same numbers give the same rows on every machine.
///
/// The programme `scale` is a replay whose now is 2016-10-01. Its 60 bodies exchange instructions from January on: most
/// are closed, some in time, some late, some after a return; others are open, refused, withdrawn or drafts. Beside them
/// stand a register of its own, an approval for every ten instructions and a use of an instrument for every twenty, 40 of
/// each at least. Messages, deliveries, receipts, projections and the history of states agree with one another as the
/// daemon would leave them.
/// The rows are for reports: bodies are short, and their hashes are not those of canonical bytes.
public struct ReportData: Sendable {
    /// How many instructions.
    public let instructions: Int
    /// How many acts on them in all, exactly; those on approvals and uses come on top.
    public let events: Int

    /// Data of this size.
    public init(instructions: Int, events: Int) {
        precondition(
            instructions > 0 && events >= 8 * instructions, "eight acts an instruction are its least, on average")
        self.instructions = instructions
        self.events = events
    }

    /// What the tests run on.
    public static let small = ReportData(instructions: 2_000, events: 20_000)
    /// What the promise of one second is about.
    public static let full = ReportData(instructions: 100_000, events: 1_000_000)

    /// Fills a migrated database, as its superuser, and gathers the planner's figures.
    public func fill(_ connection: Connection) async throws {
        // In this order and on one connection: each builds on temporary tables of the one before.
        for file in [
            PackageResources.ReportData_sql, PackageResources.ReportDataRegister_sql,
            PackageResources.ReportDataApprovals_sql, PackageResources.ReportDataUses_sql,
        ] {
            let sql = String(decoding: file, as: UTF8.self)
                .replacing(":instructions", with: "\(instructions)")
                .replacing(":events", with: "\(events)")
            try await connection.script(sql)
        }
        try await connection.script("vacuum analyze")
    }
}
