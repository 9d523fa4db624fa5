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
            let result = try await store.runReport(report.name)
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
