// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Coordination

/// Edits of the INO Tomsk register as values: what they change, and what they break.
@Suite struct RegistryEditOutcomeTests {
    static let rows: RegistryRowSet = {
        guard let files = try? RegistrySamples.inoTomsk(),
            let data = RegistryValidation.check(RegistryFiles(files: files)).0
        else { preconditionFailure("the reference data has a fault") }
        return Dictionary(
            uniqueKeysWithValues: data.tables.flatMap { table in
                table.rows.map { (RegistryKey(file: table.name, key: $0.key), $0.cells) }
            })
    }()

    private func outcome(
        _ operation: RegistryEdit.Operation, _ noun: RegistryNoun, _ code: String, _ fields: [String: String]
    ) throws(RegistryEditFaults) -> RegistryOutcome {
        let given = fields.merging(["source_note": "указ № 1, prior knowledge, http"]) { first, _ in first }
        return try RegistryEdit(noun: noun, code: code, operation: operation, fields: given).outcome(on: Self.rows)
    }

    private func faults(
        _ operation: RegistryEdit.Operation, _ noun: RegistryNoun, _ code: String, _ fields: [String: String] = [:]
    ) -> [String] {
        do throws(RegistryEditFaults) {
            _ = try outcome(operation, noun, code, fields)
            return []
        } catch {
            for fault in error.faults { #expect(!fault.sentence.isEmpty && !fault.next.isEmpty) }
            return error.faults.map { $0.columnName ?? "" }
        }
    }

    @Test func anEditChangesItsRowAlone() throws {
        let change = try outcome(.edit, .instrument, "sez_tomsk", ["owner": "minpromtorg"])
        #expect(change.changed.keys.map(\.key) == ["sez_tomsk"] && change.gone.isEmpty)
        let moved = try outcome(.edit, .organisation, "mikran", ["parent": "tomsk_admin", "cluster": ""])
        #expect(moved.changed.values.first?["cluster"] == nil)
    }

    @Test func whatAnImportWouldFindIsFoundInAnEdit() {
        #expect(faults(.edit, .organisation, "tomsk_admin", ["parent": "tomsk_admin"]) == ["parent"])
        #expect(faults(.edit, .organisation, "tsu", ["parent": "nobody"]) == ["parent"])
        #expect(faults(.edit, .organisation, "tsu", ["kind": "univercity", "name_ru": ""]) == ["kind", "name_ru"])
        #expect(faults(.edit, .instrument, "sez_tomsk", ["valid_to": "2001"]) == ["valid_to"])
        #expect(faults(.edit, .project, "p-003", ["extra_budget_mrub": "501"]) == ["extra_budget_mrub"])
        #expect(faults(.edit, .person, "fomichev", ["provenance": "sample"]) == ["evidence"])
    }

    @Test func whatIsNoEditIsRefused() {
        #expect(faults(.edit, .organisation, "tssu", ["parent": ""]) == ["code"])
        #expect(faults(.add, .organisation, "tsu") == ["code"])
        #expect(faults(.edit, .organisation, "tsu", ["source_note": " "]) == ["source_note"])
        #expect(faults(.rename(from: nil), .organisation, "tsu") == ["name_en"])
        #expect(faults(.merge(into: "tsu", from: nil), .organisation, "tsu") == ["into"])
        #expect(faults(.edit, .organisation, "tsu", ["code": "other"]) == ["code"])
        let source = Self.rows[RegistryKey(file: "stakeholders", key: "tsu")]?["source_note"] ?? ""
        #expect(faults(.edit, .organisation, "tsu", ["source_note": source]) == ["code"])
    }

    @Test func aMergeMovesWhatIsOpenAndLeavesWhatIsOver() throws {
        let change = try outcome(.merge(into: "minobrnauki", from: nil), .organisation, "fano", [:])
        #expect(change.gone.contains(RegistryKey(file: "stakeholders", key: "fano")))
        for (key, row) in change.changed {
            #expect(!["done", "withdrawn", "completed"].contains(row["status"] ?? ""), "\(key)")
            #expect(!["meetings", "meeting_decisions"].contains(key.file), "\(key)")
            let bodies = (row["co_executors"] ?? row["participants"] ?? "").split(separator: ";").map(String.init)
            #expect(!bodies.contains("fano") && row["lead"] != "fano" && row["owner"] != "fano", "\(key)")
            #expect(Set(bodies).count == bodies.count && !bodies.contains(row["lead"] ?? ""), "\(key)")
        }
        #expect(change.changed[RegistryKey(file: "instruments", key: "kpni")]?["owner"] == "minobrnauki")
    }

    @Test func anInstrumentThatMergesGivesItsLinksToItsSuccessor() throws {
        let change = try outcome(.merge(into: "ftp_rd", from: nil), .instrument, "d218", [:])
        let action = change.changed[RegistryKey(file: "roadmap_actions_v1", key: "v1-25")]
        #expect(action?["instruments"] == "ftp_rd;eng_centres")
        #expect(change.gone.contains(RegistryKey(file: "instruments", key: "d218")))
    }
}
