// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres
import Store
import TestDatabase
import Testing

@Suite(.database)
struct ReportsTests {
    @Test func everyReportIsListedWithItsCommentsAndRuns() async throws {
        let store = try await Office.open().store
        let reports = try await store.reports()
        #expect(reports.count > 15)
        for report in reports {
            #expect(!report.comment.isEmpty && report.columns.allSatisfy { !$0.comment.isEmpty }, "\(report.name)")
            let moment = report.takesMoment ? Instant("2016-03-25T18:00:00+07:00") : nil
            let result = try await store.runReport(report.name, asOf: moment)
            #expect(result.report == report)
        }
    }

    @Test func aReportShowsItsRowsAsTextAndCountsTheSamples() async throws {
        let store = try await Office.open().store
        let result = try await store.runReport("person_position")
        #expect(result.rows.count == 4)
        #expect(result.samples == 4)
        #expect(!result.isTruncated)
        #expect(result.rows.allSatisfy { $0.count == result.report.columns.count })
        #expect(result.rows.joined().contains("clerk-tsu"))
    }

    @Test func aReportAsOfAMomentShowsTwoDatesOfAReplay() async throws {
        let office = try await Office.open()
        _ = try await office.issue()
        let before = try #require(Instant("2016-03-24T18:00:00+07:00"))
        let after = try #require(Instant("2016-06-01T18:00:00+07:00"))
        #expect(try await office.store.runReport("instruction_state_asof", asOf: before).rows.isEmpty)
        let late = try await office.store.runReport("instruction_state_asof", asOf: after)
        let column = try #require(late.report.columns.firstIndex { $0.name == "timeliness" })
        #expect(late.rows.map { $0[column] } == ["OVERDUE"])
        #expect(late.samples == 1)
    }

    @Test(
        arguments: [
            (["organisation_code": "tsu"], 1), (["organisation_code": "tsu", "is_current": "yes"], 1),
            (["organisation_code": "tsu", "is_current": "false"], 0), (["valid_to_on": ""], 4),
            (["organisation_code": "tsu' or true --"], 0),
        ] as [([String: String], Int)])
    func rowsCanBeHeldToValuesOfColumns(_ values: [String: String], _ count: Int) async throws {
        let store = try await Office.open().store
        let result = try await store.runReport("person_position", where: values)
        #expect(result.rows.count == count, "\(result.report.columns.map(\.name)) \(result.rows)")
    }

    @Test func aReportAsOfAMomentCanBeHeldToValuesToo() async throws {
        let office = try await Office.open()
        _ = try await office.issue()
        let late = try #require(Instant("2016-06-01T18:00:00+07:00"))
        func rows(_ values: [String: String]) async throws -> Int {
            try await office.store.runReport("instruction_state_asof", asOf: late, where: values).rows.count
        }
        #expect(try await rows(["timeliness": "OVERDUE"]) == 1)
        #expect(try await rows(["timeliness": "DUE"]) == 0)
    }

    @Test func aColumnThatTheReportLacksAndAValueOfAnotherTypeAreRefused() async throws {
        let store = try await Office.open().store
        let unknown = try await #require(throws: StoreError.self) {
            try await store.runReport("person_position", where: ["organisation_kode\" --": "x"])
        }
        guard case .unknownColumn(_, let columns) = unknown.code else {
            Issue.record("\(unknown)")
            return
        }
        #expect(columns.contains("organisation_code"))
        let wrong = try await #require(throws: StoreError.self) {
            try await store.runReport("person_position", where: ["is_current": "maybe"])
        }
        #expect(wrong.code == .invalid && wrong.sentence.contains("is_current is of type boolean"))
    }

    @Test(arguments: [("instruction_state_asof", nil), ("instruction", "2016-03-25T18:00:00+07:00")])
    func aMomentIsGivenToThoseReportsThatTakeOne(_ name: String, _ moment: String?) async throws {
        let store = try await Office.open().store
        let error = try await #require(throws: StoreError.self) {
            try await store.runReport(name, asOf: moment.flatMap { Instant($0) })
        }
        #expect(error.code == .invalid)
    }

    @Test func aReportNamesTheSampleQueriesOverIt() async throws {
        let reports = try await Office.open().store.reports()
        let status = try #require(reports.first { $0.name == "broker_status" })
        #expect(status.samples.map(\.name) == ["broker_status"])
        let asOf = try #require(reports.first { $0.name == "instruction_state_asof" })
        #expect(asOf.samples.count == 2)
    }

    @Test func aLimitIsSaid() async throws {
        let store = try await Office.open().store
        let result = try await store.runReport("person_position", limit: 3)
        #expect(result.rows.count == 3)
        #expect(result.isTruncated)
    }

    @Test(arguments: ["nothing", "token", "organisation; select 1", "organisation\" --", "../core.token", ""])
    func aNameThatIsNoReportIsRefused(_ name: String) async throws {
        let store = try await Office.open().store
        let error = try await #require(throws: StoreError.self) { try await store.runReport(name) }
        #expect(error.code == .notFound(what: "report", name: name))
    }
}
