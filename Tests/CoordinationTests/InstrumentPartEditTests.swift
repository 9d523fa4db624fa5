// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Coordination

/// Edits of the windows, recipients and budgets of the INO Tomsk instruments as values.
@Suite struct InstrumentPartEditTests {
    /// The reference data with a window and a budget of one instrument that is in force from 2005-12-21 on, and a budget
    /// and a window of another.
    private static let rows: RegistryRowSet = {
        var rows = RegistryEditOutcomeTests.rows
        for (part, instrument, fields) in [
            (InstrumentPart.window, "sez_tomsk", ["opens": "2016-03-01", "closes": "2016-04"]),
            (.window, "d218", ["opens": "2016-03-01", "closes": "2016-05-10"]),
            (.budget, "sez_tomsk", ["year": "2016", "amount_mrub": "300"]),
            (.budget, "d218", ["year": "2016", "amount_mrub": "300"]),
        ] {
            let key = part.keyColumns.map { fields[$0] ?? "" }.joined(separator: " ")
            rows[part.key(key, of: instrument)] = fields.merging(source) { $1 }.merging(["instrument": instrument]) {
                $1
            }
        }
        return rows
    }()

    private static let source = [
        "source_note": "invented", "provenance": "sample", "evidence": "invented",
    ]

    private func outcome(
        _ part: InstrumentPart, _ act: InstrumentPartAct, _ fields: [String: String] = [:],
        of code: String = "sez_tomsk"
    ) throws(RegistryEditFaults) -> RegistryOutcome {
        let note: [String: String] = if case .add = act { Self.source } else { ["source_note": "invented: a letter"] }
        return try RegistryEdit(
            noun: .instrument, code: code, operation: .part(part, act),
            fields: fields.merging(note) { given, _ in given }
        ).outcome(on: Self.rows)
    }

    @Test func aWindowIsAddedChangedMovedEndedAndTakenAway() throws {
        let added = try outcome(.window, .add, ["opens": "2016-09", "closes": "2016-10-31"])
        #expect(added.changed.keys.map(\.key) == ["sez_tomsk 2016-09"] && added.gone.isEmpty && added.warnings.isEmpty)
        #expect(added.changed.values.first?["instrument"] == "sez_tomsk")
        let longer = try outcome(.window, .edit(key: "2016-03-01"), ["closes": "2016-05-15"])
        #expect(longer.changed.values.map { $0["closes"] } == ["2016-05-15"])
        let moved = try outcome(.window, .edit(key: "2016-03-01"), ["opens": "2016-03-10"])
        #expect(moved.changed.keys.map(\.key) == ["sez_tomsk 2016-03-10"])
        #expect(moved.gone.map(\.key) == ["sez_tomsk 2016-03-01"])
        let day = try #require(CalendarDate("2016-03-20"))
        let ended = try outcome(.window, .end(key: "2016-03-01", on: day))
        #expect(ended.changed.values.map { $0["closes"] } == ["2016-03-20"] && ended.gone.isEmpty)
        let gone = try outcome(.window, .remove(key: "2016-03-01"))
        #expect(gone.gone.map(\.key) == ["sez_tomsk 2016-03-01"] && gone.changed.isEmpty)
    }

    @Test func aRecipientComesEndsAndMayComeAgain() throws {
        let day = try #require(CalendarDate("2016-03-31"))
        let ended = try outcome(.recipient, .end(key: "sez_tomsk_mc operator", on: day), Self.source)
        #expect(ended.changed.values.map { $0["valid_to"] } == ["2016-03-31"])
        var rows = Self.rows
        rows.merge(ended.changed) { $1 }
        func again(since: String) -> [String: String] {
            ["stakeholder": "sez_tomsk_mc", "role": "operator", "valid_from": since].merging(Self.source) { $1 }
        }
        let edit = RegistryEdit(
            noun: .instrument, code: "sez_tomsk", operation: .part(.recipient, .add), fields: again(since: "2017"))
        let back = try edit.outcome(on: rows)
        #expect(back.changed.values.map { $0["valid_from"] } == ["2017"])
        #expect(back.changed.values.allSatisfy { $0["valid_to"] == nil })
        var early = edit
        early.fields = again(since: "2016-03")
        #expect(throws: RegistryEditFaults.self) { try early.outcome(on: rows) }
    }

    /// An edit that is refused: its fault's field and a part of its sentence.
    struct Refused: CustomTestStringConvertible {
        let part: InstrumentPart
        let act: InstrumentPartAct
        var fields: [String: String] = [:]
        var code = "sez_tomsk"
        let column: String
        let says: String
        var testDescription: String { "\(part) \(act.name) \(fields)" }
    }

    private static let refused: [Refused] = {
        guard let march = CalendarDate("2016-03-15"), let february = CalendarDate("2016-02-10"),
            let may = CalendarDate("2016-05-01")
        else { preconditionFailure("three days") }
        let tpu = ["stakeholder": "tpu", "role": "participant"]
        return [
            Refused(
                part: .window, act: .add, fields: ["opens": "2016-09", "closes": "2016-10"], code: "sez_tomks",
                column: "code", says: "there is no instrument 'sez_tomks'"),
            Refused(
                part: .window, act: .add, fields: ["opens": "2016-09", "closes": "2016-08"], column: "closes",
                says: "closes 2016-08 is before opens 2016-09"),
            Refused(part: .window, act: .add, fields: ["closes": "2016-08"], column: "opens", says: "not given"),
            Refused(part: .window, act: .add, fields: ["opens": "2016-09"], column: "closes", says: "is empty"),
            Refused(
                part: .window, act: .add, fields: ["opens": "01.09.2016", "closes": "2016-10"], column: "opens",
                says: "'01.09.2016' is not a date"),
            Refused(
                part: .window, act: .add, fields: ["opens": "2016-03-01", "closes": "2016-10"], column: "opens",
                says: "has the window '2016-03-01' already"),
            Refused(
                part: .window, act: .add, fields: ["opens": "2016-09", "closes": "2016-10", "amount": "1"],
                column: "amount", says: "cannot be given here"),
            Refused(
                part: .window, act: .edit(key: "2016-03-02"), fields: ["closes": "2016-10"], column: "opens",
                says: "has no window '2016-03-02'"),
            Refused(
                part: .window, act: .edit(key: "2016-03-01"), fields: ["source_note": "invented"],
                column: "source_note", says: "nothing changes"),
            Refused(
                part: .window, act: .end(key: "2016-03-01", on: february), column: "on",
                says: "2016-02-10 is before the window begins"),
            Refused(
                part: .window, act: .end(key: "2016-03-01", on: may), column: "on", says: "ends on 2016-04 already"),
            Refused(
                part: .window, act: .end(key: "2016-03-01", on: march), fields: ["closes": "2016-03-15"],
                column: "closes", says: "cannot be given here"),
            Refused(
                part: .recipient, act: .add, fields: ["stakeholder": "sez_tomsk_mc", "role": "operator"],
                column: "stakeholder", says: "has the recipient 'sez_tomsk_mc operator' already"),
            Refused(
                part: .recipient, act: .add, fields: ["stakeholder": "tpuu", "role": "participant"],
                column: "stakeholder", says: "'tpuu' is not a code of stakeholders.csv"),
            Refused(
                part: .recipient, act: .add, fields: ["stakeholder": "tpu", "role": "owner"], column: "role",
                says: "'owner' is not a value"),
            Refused(
                part: .recipient, act: .add, fields: tpu.merging(["valid_from": "2017", "valid_to": "2016"]) { $1 },
                column: "valid_to", says: "valid_to 2016 is before valid_from 2017"),
            Refused(
                part: .recipient, act: .edit(key: "sez_tomsk_mc operator"), fields: ["role": "site"],
                column: "role", says: "cannot be given here"),
            Refused(
                part: .budget, act: .add, fields: ["year": "2017", "amount_mrub": "-5"], column: "amount_mrub",
                says: "'-5' is below zero"),
            Refused(
                part: .budget, act: .add, fields: ["year": "17", "amount_mrub": "5"], column: "year",
                says: "17 is not a year"),
            Refused(
                part: .budget, act: .add, fields: ["year": "2016", "amount_mrub": "5"], column: "year",
                says: "has the budget '2016' already"),
            Refused(
                part: .budget, act: .add, fields: ["year": "2017", "amount_mrub": "5", "co_funding_pct": "120"],
                column: "co_funding_pct", says: "120 percent"),
            Refused(
                part: .budget, act: .edit(key: "2019"), fields: ["amount_mrub": "5"], column: "year",
                says: "has no budget '2019'"),
            Refused(
                part: .budget, act: .end(key: "2016", on: march), column: "on", says: "does not end on a day"),
            Refused(
                part: .budget, act: .remove(key: "2016"), fields: ["source_note": " "], column: "source_note",
                says: "no source is named"),
        ]
    }()

    @Test(arguments: refused) func whatCannotBeIsRefusedWithItsFieldAndASentence(_ given: Refused) {
        do throws(RegistryEditFaults) {
            _ = try outcome(given.part, given.act, given.fields, of: given.code)
            Issue.record("it was not refused")
        } catch {
            #expect(error.faults.map(\.columnName) == [given.column])
            #expect(
                error.faults.first?.sentence.lowercased().contains(given.says.lowercased()) == true, "\(error.faults)")
            #expect(error.faults.allSatisfy { !$0.next.isEmpty })
        }
    }

    @Test func whatAPersonShouldLookAtIsAWarning() throws {
        let early = try outcome(.window, .add, ["opens": "2004", "closes": "2005-01"])
        #expect(early.warnings.map(\.trap) == ["validity"])
        let twice = try outcome(.window, .add, ["opens": "2016-04-20", "closes": "2016-06"])
        #expect(twice.warnings.map(\.trap) == ["overlap"])
        let money = try outcome(.budget, .add, ["year": "2004", "amount_mrub": "12.5"])
        #expect(money.warnings.map(\.trap) == ["validity"])
        #expect(try outcome(.budget, .add, ["year": "2005", "amount_mrub": "12.5"]).warnings.isEmpty)
    }

    @Test func anInstrumentThatMergesTakesItsWindowsAlongUnlessTheyContradict() throws {
        func merge(_ rows: RegistryRowSet) throws(RegistryEditFaults) -> RegistryOutcome {
            try RegistryEdit(
                noun: .instrument, code: "d218", operation: .merge(into: "sez_tomsk", from: nil),
                fields: ["source_note": "указ № 1"]
            ).outcome(on: rows)
        }
        let faults = #expect(throws: RegistryEditFaults.self) { try merge(Self.rows) }
        #expect(faults?.faults.map(\.columnName) == ["into"])  // the windows; the budgets say the same
        var rows = Self.rows
        rows[InstrumentPart.window.key("2016-03-01", of: "sez_tomsk")] = nil
        let merged = try merge(rows)
        #expect(merged.changed[InstrumentPart.window.key("2016-03-01", of: "sez_tomsk")]?["closes"] == "2016-05-10")
        #expect(merged.gone.contains(InstrumentPart.budget.key("2016", of: "d218")))
    }

    @Test func aWindowAndABudgetConcernAllWhomTheInstrumentConcerns() {
        let registry = [
            RegistryRow(file: "instruments", key: "zone", cells: ["owner": "ministry"]),
            RegistryRow(file: "instruments", key: "other", cells: ["owner": "stranger"]),
            RegistryRow(
                file: "instrument_recipients", key: "zone company resident",
                cells: ["instrument": "zone", "stakeholder": "company"]),
            RegistryRow(file: "roadmap_actions_v1", key: "v1-01", cells: ["lead": "region", "instruments": "zone"]),
            RegistryRow(file: "projects", key: "p-1", cells: ["lead": "plant", "instruments": "fund;zone"]),
        ]
        for part in [InstrumentPart.window, .budget] {
            let change = RegistryChange(
                file: part.file, key: "zone 2016", before: nil, after: ["instrument": "zone"])
            let heard = RegistryChange.audience(of: [change], among: registry, office: "office", from: "office")
            #expect(heard.map(\.organisation) == ["company", "ministry", "plant", "region"])
        }
    }
}
