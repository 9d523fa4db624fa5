// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import TestDatabase
import Testing

@testable import Store

/// Windows, recipients and budgets of instruments in PostgreSQL: imported, edited, and in the reports. The programme's day
/// is 2016-03-25.
@Suite(.database) struct InstrumentPartsTests {
    private static let files = RegistryFixture.files.merging([
        "instrument_windows.csv": """
        instrument,opens,closes,provenance,evidence,source_note
        sez_tomsk,2016-03-01,2016-04,sample,invented,invented
        d218,2016-02,2016-03-10,sample,invented,invented

        """,
        "instrument_budgets.csv": """
        instrument,year,amount_mrub,co_funding_pct,provenance,evidence,source_note
        sez_tomsk,2016,300.5,30,sample,invented,invented
        sez_tomsk,2017,250,,sample,invented,invented

        """,
    ]) { _, given in given }
    private static let sample = ["provenance": "sample", "evidence": "invented"]

    private let registry: RegistryFixture
    private var store: Store { registry.store }

    init() throws {
        registry = try RegistryFixture()
    }

    @discardableResult
    private func edit(
        _ operation: RegistryEdit.Operation, _ fields: [String: String] = [:], ifMatch: String? = nil
    ) async throws -> RegistryEdited {
        let edit = RegistryEdit(
            noun: .instrument, code: "sez_tomsk", operation: operation,
            fields: ["source_note": "invented: a letter"].merging(fields) { $1 })
        let key = RequestKey(principal: "tester", key: UUID().uuidString, digest: [])
        let answer = try await store.edit(
            edit, by: RegistryFixture.actor, importer: "tester", ifMatch: ifMatch, once: key
        ) { Answer(status: 200, contentType: "application/json", body: Array(try JSONEncoder().encode($0))) }
        return try JSONDecoder().decode(RegistryEdited.self, from: Data(answer.body))
    }

    /// The values of one row of a report, as texts; `-` is null.
    private func report(_ view: String, _ columns: String..., where condition: String) async throws -> [String] {
        let list = columns.map { "coalesce((\($0))::text, '-')" }.joined(separator: " || ' ' || ")
        let text = try await registry.text(
            "select string_agg(\(list), '|' order by \(list)) from report_v1.\(view) where \(condition)")
        return text?.split(separator: "|").map(String.init) ?? []
    }

    @Test func windowsAndBudgetsAreImportedAndAnImportWithoutThemLeavesThem() async throws {
        let summary = try await registry.load(Self.files)
        #expect(summary.files.first { $0.file == "instrument_windows.csv" }?.added.count == 2)
        let zone = try await store.instrument("sez_tomsk")
        #expect(zone.windows.map { "\($0.opens) \($0.closes)" } == ["2016-03-01 2016-04"])
        #expect(zone.budgets.map(\.amountMrub) == [300.5, 250] && zone.budgets.map(\.coFundingPct) == [30, nil])
        #expect(zone.windows.first?.sourceNote == "invented")
        let without = try await registry.load()
        #expect(!without.hasChanges)
        #expect(try await store.instrument("sez_tomsk").budgets.count == 2)
        let dropped = try await registry.load(
            Self.files.merging(["instrument_windows.csv": "instrument,opens,closes,provenance,evidence,source_note\n"])
            {
                $1
            })
        #expect(dropped.files.first { $0.file == "instrument_windows.csv" }?.noLongerPresent.count == 2)
        #expect(try await store.instrument("sez_tomsk").windows.isEmpty)
    }

    @Test func anEditOfAWindowIsOneMessageInTheReportsAndTheHistory() async throws {
        try await registry.load(Self.files)
        func instrument() async throws -> [String] {
            try await report(
                "instrument", "window_count", "windows_text", "takes_applications",
                where: "instrument_code = 'sez_tomsk'")
        }
        #expect(try await instrument() == ["1 2016-03-01 – 2016-04 true"])
        let day = try #require(CalendarDate("2016-03-24"))
        let ended = try await edit(.part(.window, .end(key: "2016-03-01", on: day)))
        #expect(ended.operation == "window.end" && ended.code == "sez_tomsk")
        #expect(Set(ended.concerned).isSuperset(of: ["minekonom", "sez_tomsk_mc", "robotics_centre"]))
        #expect(try await instrument() == ["1 2016-03-01 – 2016-03-24 false"])
        let message = try await store.message(#require(ended.messageID).description)
        #expect(message.message.kind == "registry.change" && message.message.sender == "tomsk_admin")
        #expect(message.message.audience.map(\.organisation).sorted() == ended.concerned.sorted())
        let before = "select cells ->> 'closes' from core.registry_history where file = 'instrument_windows'"
        #expect(try await registry.text(before) == "2016-04")

        let moved = try await edit(
            .part(.window, .edit(key: "2016-03-01")), ["opens": "2016-03-10", "closes": "2016-05"],
            ifMatch: ended.revision)
        #expect(moved.rows.map(\.key) == ["sez_tomsk 2016-03-01", "sez_tomsk 2016-03-10"])
        #expect(try await instrument() == ["1 2016-03-10 – 2016-05 true"])
        await #expect(throws: (any Error).self) {
            try await edit(.part(.window, .edit(key: "2016-03-10")), ["closes": "2016-06"], ifMatch: ended.revision)
        }
        let removed = try await edit(.part(.window, .remove(key: "2016-03-10")))
        #expect(removed.ground == "invented: a letter" && removed.revision == nil)
        #expect(try await instrument() == ["0 - -"])
        let rows = try await report(
            "instrument_window", "opens_text", "is_current", where: "instrument_code = 'sez_tomsk'")
        #expect(rows == ["2016-03-01 false", "2016-03-10 false"])
    }

    @Test func aRecipientThatIsOverStaysOnRecordAndLeavesTheCounts() async throws {
        try await registry.load()
        func instrument() async throws -> [String] {
            try await report(
                "instrument", "recipient_count", "';' || recipient_org_codes || ';' like '%;tpu;%'",
                where: "instrument_code = 'sez_tomsk'")
        }
        let count = try #require(try await instrument().first?.split(separator: " ").first.flatMap { Int($0) })
        let added = try await edit(
            .part(.recipient, .add),
            ["stakeholder": "tpu", "role": "participant", "valid_from": "2014-06"].merging(Self.sample) { $1 })
        #expect(added.concerned.contains("tpu") && added.concerned.contains("minekonom"))
        #expect(try await instrument() == ["\(count + 1) true"])
        for (day, open) in [("2016-04-30", true), ("2016-03-24", false)] {
            try await edit(.part(.recipient, .end(key: "tpu participant", on: try #require(CalendarDate(day)))))
            #expect(try await instrument() == ["\(count + (open ? 1 : 0)) \(open)"])
            let row = try await report(
                "instrument_recipient", "valid_from_text", "valid_from_on", "valid_to_text", "is_open", "is_current",
                where: "instrument_code = 'sez_tomsk' and organisation_code = 'tpu'")
            #expect(row == ["2014-06 2014-06-01 \(day) \(open) true"])
        }
        let recipient = try await store.instrument("sez_tomsk").recipients.first { $0.organisation == "tpu" }
        #expect(recipient?.validTo == PartialDate("2016-03-24"))
    }

    @Test func aBudgetIsInTheReportsAndTheSameYearIsRefused() async throws {
        try await registry.load(Self.files)
        try await edit(.part(.budget, .add), ["year": "2018", "amount_mrub": "99.9"].merging(Self.sample) { $1 })
        try await edit(.part(.budget, .edit(key: "2017")), ["amount_mrub": "260"])
        try await edit(.part(.budget, .remove(key: "2016")))
        let text = try await report(
            "instrument", "budgets_text", "budget_count", where: "instrument_code = 'sez_tomsk'")
        #expect(text == ["2017: 260; 2018: 99.9 2"])
        await #expect(throws: RegistryEditFaults.self) {
            try await edit(.part(.budget, .add), ["year": "2018", "amount_mrub": "1"].merging(Self.sample) { $1 })
        }
        #expect(try await registry.count("select count(*) from core.message where kind = 'registry.change'") == 4)
    }

    @Test func anEndMadeEarlierShowsAsACollision() async throws {
        try await registry.load()
        func collisions() async throws -> [String] {
            try await report(
                "instrument_collision", "collision", "expires_on",
                where: "instrument_codes = 'sez_tomsk' and use_nos is null")
        }
        #expect(try await collisions() == [])
        try await edit(.edit, ["valid_to": "2016-01-31", "source_note": "003_04edd2643e9df267.txt: repealed"])
        let found = try await collisions()
        #expect(!found.isEmpty && Set(found) == ["expires_before_due 2016-01-31"])
    }
}
