// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import Postgres
import Schema
import Store
import Synchronization
import TestDatabase
import Testing

@Suite(.bareDatabase)
struct MigratorTests {
    /// A migrator of this test's database, after the real foundation, with steps and reports of the test's own.
    private func migrator(
        _ extra: [Schema.Step] = [], reports: [Schema.Report] = [], patience: Duration = .seconds(5)
    ) async throws -> Migrator {
        let database = try TestDatabase.current
        try await database.cluster.administer { [name = database.name] db in
            try db.script(Schema.roles)
            try db.script("alter database \(name) owner to ino_owner")
        }
        var migrator = Migrator(
            conninfo: database.conninfo(user: "ino_owner"), logger: Logger(label: "test"),
            steps: Array(Schema.migrations.prefix(1)) + extra, reports: reports)
        migrator.patience = patience
        return migrator
    }

    private func step(_ number: Int, _ sql: String) -> Schema.Step {
        Schema.Step(number: number, name: "step\(String(number).leftPadded(to: 3))_test", sql: sql)
    }

    private func report(_ name: String, _ sql: String) -> Schema.Report { Schema.Report(name: name, sql: sql) }

    @Test func anEmptyDatabaseIsBehindByEveryStep() async throws {
        let status = try await migrator([step(2, "select 1")]).status()
        #expect(status.state == .behind)
        #expect(status.pending == ["step001_foundation", "step002_test"])
        #expect(status.sentence == "schema 0, need 2: run 'inod migrate up'")
    }

    @Test func upAppliesEachStepOnceAndTellsAboutIt() async throws {
        let migrator = try await migrator([step(2, "create table core.a (id int)")])
        let told = Mutex<[MigrationProgress]>([])
        let status = try await migrator.up { part in told.withLock { $0.append(part) } }
        #expect(status.state == .current)
        #expect(status.found == 2)
        #expect(told.withLock { $0.map(\.name) } == ["step001_foundation", "step002_test", "reports"])
        #expect(told.withLock { $0.map { "\($0.place)/\($0.count)" } } == ["1/3", "2/3", "3/3"])
        #expect(try await migrator.plan().isEmpty)
        try await migrator.up { _ in Issue.record("there is nothing left to do") }
    }

    @Test func aStepThatFailsLeavesNothingAndIsNamed() async throws {
        let migrator = try await migrator([
            step(2, "create table core.a (id int)"), step(3, "create table core.b (id int); select 1 / 0"),
        ])
        let error = try await #require(throws: MigrationError.self) { try await migrator.up() }
        #expect(error.code == .failed)
        #expect(error.sentence == "step003_test failed and left nothing: division by zero")
        let status = try await migrator.status()
        #expect(status.found == 2)
        #expect(status.pending == ["step003_test"])
        #expect(try await exists("core.a"))
        #expect(try await !exists("core.b"))
    }

    @Test func anAppliedStepThatWasEditedIsRefusedByName() async throws {
        try await migrator([step(2, "create table core.a (id int)")]).up()
        let edited = try await migrator([step(2, "create table core.a (id bigint)"), step(3, "select 1")])
        let error = try await #require(throws: MigrationError.self) { try await edited.up() }
        #expect(error.code == .broken)
        #expect(error.sentence.hasPrefix("step002_test was edited after it was applied: restore its text"))
        #expect(try await edited.status().found == 2)
    }

    @Test func aNewStepWithANumberThatHasPassedIsRefusedByName() async throws {
        try await migrator([step(3, "select 1")]).up()
        let late = try await migrator([step(2, "select 1"), step(3, "select 1")])
        let error = try await #require(throws: MigrationError.self) { try await late.up() }
        #expect(error.code == .broken)
        #expect(error.sentence.hasPrefix("step002_test comes before step003_test"))
    }

    @Test func aDatabaseOneStepAheadIsGoodAndTwoStepsAheadIsRefused() async throws {
        try await migrator([step(2, "select 1")]).up()
        let older = try await migrator()
        #expect(try await older.status().state == .ahead)
        #expect(try await older.plan().isEmpty)

        try await migrator([step(2, "select 1"), step(3, "select 1")]).up()
        #expect(try await older.status().state == .tooNew)
        let error = try await #require(throws: MigrationError.self) { try await older.up() }
        #expect(error.code == .tooNew)
    }

    @Test func manyMigratorsAtOnceApplyEachStepOnce() async throws {
        // Applied twice, the insert would be there twice and the table would be refused.
        let migrator = try await migrator(
            [step(2, "create table core.a (id int)"), step(3, "insert into core.a values (1)")],
            reports: [report("1_a", "create view report_v1.a as select 1 as one")])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 { group.addTask { try await migrator.up() } }
            for try await _ in group {}
        }
        #expect(try await migrator.status().state == .current)
        let count = try await TestDatabase.current.connection().one("select count(*) from core.a", as: Int64.self)
        #expect(count == 1)
    }

    @Test func aTableInUseMakesAStepGiveWayAndSaySo() async throws {
        try await migrator([step(2, "create table core.a (id int)")]).up()
        let waiting = try await migrator(
            [step(2, "create table core.a (id int)"), step(3, "alter table core.a add b int")],
            patience: .milliseconds(50))
        let user = try await TestDatabase.current.connection()
        try await user.script("begin; lock table core.a in access share mode")
        let error = try await #require(throws: MigrationError.self) { try await waiting.up() }
        #expect(error.code == .busy)
        try await user.script("commit")
        try await waiting.up()
        #expect(try await waiting.status().state == .current)
    }

    @Test func anEditedReportIsMadeAnewAndKeepsItsOwnerAndItsBarrier() async throws {
        let finish = try #require(Schema.reports.last { $0.name == "900_finish" })
        let first = report("1_a", "create or replace view report_v1.a as select 1 as one")
        try await migrator(reports: [first, finish]).up()

        let wider = report("1_a", "create or replace view report_v1.a as select 1 as one, 2 as two")
        let migrator = try await migrator(reports: [wider, finish])
        #expect(try await migrator.status().staleReports == ["1_a"])
        #expect(try await migrator.plan() == ["reports"])
        try await migrator.up()
        let (owner, options) = try await TestDatabase.current.connection().one(
            "select relowner::regrole::text, reloptions from pg_class where oid = 'report_v1.a'::regclass",
            as: (String, [String]).self)
        #expect(owner == "ino_report_owner")
        #expect(options == ["security_barrier=true"])
    }

    @Test func aReportThatLosesAColumnIsRefusedAndTheOldOneStays() async throws {
        try await migrator(reports: [report("1_a", "create view report_v1.a as select 1 as one, 2 as two")]).up()
        let narrower = try await migrator(
            reports: [report("1_a", "create or replace view report_v1.a as select 1 as one")])
        let error = try await #require(throws: MigrationError.self) { try await narrower.up() }
        #expect(error.sentence == "reports failed and left nothing: cannot drop columns from view")
        #expect(try await narrower.status().staleReports == ["1_a"])
    }

    @Test func aReportSeesNothingThatItsOwnerMayNotSee() async throws {
        let migrator = try await migrator(
            [step(2, "create table core.secret (id int); call core.protect_private('core.secret')")],
            reports: [report("1_a", "create view report_v1.a as select id from core.secret")])
        try await migrator.up()
        let reader = try await TestDatabase.current.connection()
        let error = try await #require(throws: PostgresError.self) {
            try await reader.query("select id from report_v1.a", as: Int32.self)
        }
        #expect(error.sqlState == "42501")
    }

    @Test func setUpMakesWhatIsMissingAndCanBeRepeated() async throws {
        let database = try TestDatabase.current
        for _ in 0..<2 {
            try await Migrator.setUp(
                superuser: database.conninfo(), owner: database.conninfo(user: "ino_owner"), database: database.name,
                logger: Logger(label: "test"))
        }
        let real = Migrator(conninfo: database.conninfo(user: "ino_owner"), logger: Logger(label: "test"))
        #expect(try await real.status().state == .current)
    }

    @Test func thePrintedSQLMakesTheSameSchema() async throws {
        let real = Migrator(
            conninfo: try TestDatabase.current.conninfo(user: "ino_owner"), logger: Logger(label: "test"))
        _ = try await migrator()
        let owner = try await TestDatabase.current.connection(user: "ino_owner")
        try await owner.script(Migrator.sql())
        #expect(try await real.status().state == .current)
    }

    private func exists(_ table: String) async throws -> Bool {
        try await TestDatabase.current.connection().one("select to_regclass(\(table)) is not null", as: Bool.self)
    }
}

extension String {
    fileprivate func leftPadded(to width: Int) -> String { String(repeating: "0", count: max(0, width - count)) + self }
}
