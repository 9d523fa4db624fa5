// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Coordination

/// Who is concerned by a change of the registry.
struct RegistryAudienceTests {
    private static let zone = RegistryRow(file: "instruments", key: "zone", cells: ["owner": "ministry"])
    private static let registry = [
        zone,
        RegistryRow(file: "instruments", key: "other", cells: ["owner": "stranger"]),
        RegistryRow(
            file: "instrument_recipients", key: "zone company resident",
            cells: ["instrument": "zone", "stakeholder": "company"]),
        RegistryRow(
            file: "roadmap_actions_v1", key: "v1-01", cells: ["lead": "region", "instruments": "fund;zone"]),
        RegistryRow(file: "roadmap_actions_v1", key: "v1-02", cells: ["lead": "bystander", "instruments": "zone_2"]),
        RegistryRow(
            file: "projects", key: "p-1", cells: ["lead": "plant", "instruments": "zone", "participants": "x"]),
        RegistryRow(file: "indicators", key: "jobs", cells: ["owner": "statistics"]),
        RegistryRow(file: "meetings", key: "m-1", cells: ["organiser": "host", "participants": "guest"]),
    ]

    private func audience(
        _ file: String, _ key: String, from before: [String: String]? = nil, to after: [String: String]? = nil,
        office: String? = "office", sender: String = "office"
    ) -> [String] {
        RegistryChange.audience(
            of: [RegistryChange(file: file, key: key, before: before, after: after)], among: Self.registry,
            office: office, from: sender
        ).map(\.organisation)
    }

    @Test func aBodyItsFormerParentAndItsNewOneHearOfItsChange() {
        let heard = audience("stakeholders", "lab", from: ["parent": "old"], to: ["parent": "new"])
        #expect(heard == ["lab", "new", "old"])
    }

    @Test func whoLeftAProjectAndWhoJoinedItHearOfItAlike() {
        let before = ["lead": "plant", "participants": "leaver;stayer"]
        let after = ["lead": "plant", "participants": "stayer;joiner"]
        #expect(audience("projects", "p-9", from: before, to: after) == ["joiner", "leaver", "plant", "stayer"])
    }

    @Test func aChangedInstrumentConcernsItsOwnerItsRecipientsAndWhoCountsOnIt() {
        let cells = Self.zone.cells
        #expect(audience("instruments", "zone", from: cells, to: cells) == ["company", "ministry", "plant", "region"])
    }

    @Test func aPartConcernsTheHeadOfItsWholeAndNobodyBesides() {
        let grant = ["instrument": "zone", "stakeholder": "newcomer"]
        #expect(audience("instrument_recipients", "zone newcomer pilot", to: grant) == ["ministry", "newcomer"])
        #expect(audience("indicator_values", "jobs 2015 public", to: ["indicator": "jobs"]) == ["statistics"])
        let decision = ["meeting": "m-1", "responsible": "doer"]
        #expect(audience("meeting_decisions", "m-1-d1", to: decision) == ["doer", "host"])
    }

    @Test func theActionsOfEveryVersionNameTheirBodies() {
        let action = ["lead": "a", "co_executors": "b;c"]
        #expect(audience("roadmap_actions_v17", "v17-01", from: action) == ["a", "b", "c"])
    }

    @Test func theOfficeHearsOfWhatAnotherChangesAndTheSenderNever() {
        let moved = ["organisation": "school"]
        let heard = RegistryChange.audience(
            of: [RegistryChange(file: "persons", key: "p", before: moved, after: ["organisation": "sender"])],
            office: "office", from: "sender")
        #expect(heard.map(\.organisation) == ["office", "school"])
        #expect(heard.map(\.role) == ["office", "concerned"])
    }

    @Test(arguments: ["programme", "work_areas", "clusters", "area_types", "roadmap_versions", "unheard_of"])
    func whatNamesNoBodyConcernsTheOfficeAlone(file: String) {
        #expect(audience(file, "k", to: ["name_en": "N"], sender: "ministry") == ["office"])
        #expect(audience(file, "k", to: ["name_en": "N"], office: nil, sender: "ministry").isEmpty)
    }
}
