// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import HTTPTypes

@testable import inod

/// What is read in the story, at the moment at which there is something to see. A list is read with the filter of the
/// command in `OutputCases`, so that its golden output stays a screen.
extension RecordedStory {
    /// The ids in the commands of `OutputCases`, which stand for those that the story happens to give.
    enum Alias {
        static let instruction = "06xy5djy4000q"
        static let approval = "06xychf5c000c"
        static let use = "06xybqqrm000e"
        static let message = "06xy5d398000d"
        static let parked = "06xy6d0vr000h"
    }

    /// Recorded readings that no step gives: what they say depends on the machine, the moment or the whole schema.
    static let withoutStep: Set = [
        "GET.broker.status.json", "GET.livez.json", "GET.readyz.json", "GET.version.json", "GET.whoami.json",
        "GET.tokens.json", "GET.reports.json", "GET.roadmaps.v1.json", "GET.webhooks.json",
        "GET.webhooks.06xy6b2n8000e.json", "GET.webhooks.06xy6b2n8000e.deliveries.json",
        "GET.webhooks.06xy6b2n8000e.events.json",
    ]

    /// The registers as they were imported.
    func registers() async throws {
        for path in [
            "organisations?kind=foreign_counterparty", "organisations/tsu", "persons?owner=minobrnauki",
            "persons/antonov", "instruments?kind=standard", "instruments/asi_standard", "roadmaps",
            "actions?version=v1&cluster=hard_oil", "projects?owner=tomsk_city", "projects/p-001",
            "indicators?owner=minekonom", "indicators/area_types", "meetings?kind=opening",
            "meetings/ev-2011-10-06", "programmes", "programmes/ino-tomsk", "calendar/explain?from=2016-03-25",
            "policies",
        ] {
            try await read("/v1/\(path)", as: "tsu")
        }
    }

    /// A letter that was sent and taken, and the inbox it is in.
    func letterReadings(of letter: String) async throws {
        try await read("/v1/messages?kind=letter", as: "minekonom")
        try await read("/v1/messages/\(letter)", as: "minekonom", id: letter, keptAs: Alias.message)
        try await read("/v1/messages/\(letter)/track", as: "minekonom", id: letter, keptAs: Alias.message)
        try await read("/v1/inbox?after=1", as: "tsu")
    }

    /// A case of any kind: itself, its list, and what there is to know of it.
    func caseReadings(_ collection: String, of reference: String, as who: String, keptAs alias: String) async throws {
        let path = "/v1/\(collection)"
        let answer = try await ask("\(path)/\(reference)", by: .get, as: who)
        let object = try JSONSerialization.jsonObject(with: answer) as? [String: Any]
        let id = object?["id"] as? String ?? reference
        for more in ["", "/why", "/log", "/allowed-actions"] {
            try await read("\(path)/\(id)\(more)", as: who, id: id, keptAs: alias)
        }
        try await read(path, as: who)
    }

    /// What the clock will do in an instruction's case.
    func foreseen(_ number: String, until day: String) async throws {
        let path = "/v1/instructions/\(number)"
        let answer = try await ask(path, by: .get, as: "tsu")
        let object = try JSONSerialization.jsonObject(with: answer) as? [String: Any]
        let id = object?["id"] as? String ?? number
        try await read(
            "/v1/instructions/\(id)/simulate?at=\(day)", as: "tsu", id: id, keptAs: Alias.instruction)
    }

    /// What the reports and the log of acts say at the end.
    func reportReadings() async throws {
        for path in [
            "reports/instrument_coverage?where=instrument_code=ind_park_med",
            "reports/instrument_collision?where=action_code=v1-09", "reports/overdue_by_organisation",
            "reports/instrument_use?where=state=EXHAUSTED", "audit?kind=approval.sign",
        ] {
            try await read("/v1/\(path)", as: "operator")
        }
        try await read("/v1/today", as: "minekonom")
    }

    /// What a webhook did not take.
    func parkedReadings(first id: Identifier) async throws {
        try await read("/v1/parked", as: "tpu")
        try await read("/v1/parked/\(id)", as: "tpu", id: id.description, keptAs: Alias.parked)
    }
}
