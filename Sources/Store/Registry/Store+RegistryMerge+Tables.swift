// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres

// Table by table, in the order in which every reference resolves.
extension RegistryMerge {
    func dictionaries(_ message: Int64, in db: isolated Connection) throws {
        let own = "programme, code"
        try upsert("work_area", from: "work_areas", key: own, message: message, in: db) {
            programmeColumn + text("code", "name_en", "name_ru") + whole("number")
        }
        try upsert("cluster", from: "clusters", key: own, message: message, in: db) {
            programmeColumn + text("code", "name_en", "name_ru", "document_wording") + whole("number")
        }
        try upsert("area_type", from: "area_types", key: own, message: message, in: db) {
            programmeColumn + text("code", "name_en", "name_ru") + whole("number")
        }
        for (table, file) in [("work_area", "work_areas"), ("cluster", "clusters"), ("area_type", "area_types")] {
            try end(table, file, message: message, in: db)
        }
        try upsert(
            "programme_organisation", from: "stakeholders", key: "programme, organisation", message: message, in: db
        ) {
            let id = "(select o.id from core.organisation o where o.code = i.key)"
            return programmeColumn + [("organisation", id)] + text("membership_provenance") + self.own("cluster")
        }
        try end(
            "programme_organisation", "stakeholders", message: message, in: db,
            where: """
                x.programme = g.programme
                and x.organisation = (select o.id from core.organisation o where o.code = g.key)
                """)
    }

    /// Every version of a policy is a row of its own; see `RegistryImport.refuseChangedPolicies`.
    func policies(_ message: Int64, in db: isolated Connection) throws {
        let flags = ["half_term", "without_deadline", "evidence_required"].map {
            (name: $0, value: "i.cells ->> '\($0)' = 'yes'")
        }
        try upsert(
            "deadline_policy", from: "deadline_policies", key: "programme, code, version", message: message, in: db
        ) {
            programmeColumn + text("code", "name_en", "name_ru", "valid_from", "starts_with", "urgent", "prompt")
                + text("unstated", "roll", "extension_window", "dispute_window", "reopening_term", "legal_basis")
                + whole("version", "extensions") + flags
        }
        try end(
            "deadline_policy", "deadline_policies", message: message, in: db,
            where: """
                x.programme = g.programme and x.code = g.cells ->> 'code'
                and x.version = (g.cells ->> 'version')::int
                """)
    }

    func persons(_ message: Int64, in db: isolated Connection) throws {
        try upsert("person", from: "persons", key: "code", message: message, in: db) {
            text("code", "name_en", "name_ru")
        }
        try upsert(
            "person_position", from: "persons", key: "person, organisation, position_en", message: message, in: db
        ) {
            [("person", "(select p.id from core.person p where p.code = i.key)")] + organisation("organisation")
                + text("position_en", "position_ru", "valid_from", "valid_to")
        }
        // Who moved on no longer holds the position held before.
        try db.execute(
            """
            update core.person_position x
               set ended_at = now(), imported_by = \(importer), imported_at = now(), import_message = \(message)
              from registry_incoming i
              join core.person p on p.code = i.key
              join core.organisation o on o.code = i.cells ->> 'organisation'
             where i.file = 'persons' and i.state = 'changed' and x.person = p.id and x.ended_at is null
               and (x.organisation, x.position_en) <> (o.id, i.cells ->> 'position_en')
            """)
        try end("person", "persons", message: message, in: db, where: "x.code = g.key and \(unshared)")
        try end(
            "person_position", "persons", message: message, in: db,
            where: "x.person = (select p.id from core.person p where p.code = g.key) and \(unshared)")
    }

    func instruments(_ message: Int64, in db: isolated Connection) throws {
        try upsert("instrument", from: "instruments", key: "programme, code", message: message, in: db) {
            programmeColumn
                + text(
                    "code", "name_en", "name_ru", "kind", "legal_basis", "legal_basis_evidence", "valid_from",
                    "valid_to", "summary", "membership_provenance")
                + organisation("owner") + own("work_area", "cluster")
        }
        try end("instrument", "instruments", message: message, in: db)
        try upsert(
            "instrument_recipient", from: "instrument_recipients", key: "instrument, organisation, role",
            message: message, in: db
        ) {
            let id = "(select o.id from core.organisation o where o.code = i.cells ->> 'stakeholder')"
            return programmeColumn + own("instrument") + [("organisation", id)] + text("role", "valid_from", "valid_to")
        }
        try end(
            "instrument_recipient", "instrument_recipients", message: message, in: db,
            where: """
                x.programme = g.programme and x.role = g.cells ->> 'role'
                and x.instrument = (select t.id from core.instrument t
                                     where t.programme = g.programme and t.code = g.cells ->> 'instrument')
                and x.organisation = (select o.id from core.organisation o where o.code = g.cells ->> 'stakeholder')
                """)
        try terms(message, in: db)
    }

    /// When an instrument takes applications, and its money by year.
    private func terms(_ message: Int64, in db: isolated Connection) throws {
        try upsert(
            "instrument_window", from: InstrumentPart.window.file, key: "instrument, opens", message: message, in: db
        ) {
            programmeColumn + own("instrument") + text("opens", "closes")
        }
        try upsert(
            "instrument_budget", from: InstrumentPart.budget.file, key: "instrument, year", message: message, in: db
        ) {
            programmeColumn + own("instrument") + whole("year") + number("amount_mrub", "co_funding_pct")
        }
        for (part, column) in [(InstrumentPart.window, "opens"), (.budget, "year")] {
            try end(
                "instrument_\(part.rawValue)", part.file, message: message, in: db,
                where: """
                    x.programme = g.programme and x.\(column)::text = g.cells ->> '\(column)'
                    and x.instrument = (select t.id from core.instrument t
                                         where t.programme = g.programme and t.code = g.cells ->> 'instrument')
                    """)
        }
    }

    func projects(_ message: Int64, in db: isolated Connection) throws {
        try upsert("project", from: "projects", key: "programme, code", message: message, in: db) {
            programmeColumn
                + text(
                    "code", "title_en", "title_ru", "kind", "status", "details_provenance", "numbers_provenance")
                + [("starts", "i.cells ->> 'start'"), ("ends", "i.cells ->> 'end'")] + organisation("lead")
                + own("work_area", "cluster", "area_type")
                + number("budget_mrub", "extra_budget_mrub", "jobs_planned")
        }
        try end("project", "projects", message: message, in: db)
        try link(
            "project_participant", of: "project", from: "projects", column: "participants", to: "organisation",
            as: "organisation", in: db)
        try link(
            "project_instrument", of: "project", from: "projects", column: "instruments", to: "instrument",
            as: "instrument", in: db)
        try linkActions("project_action", of: "project", from: "projects", prefix: "action_", as: "action", in: db)
    }

    func indicators(_ message: Int64, in db: isolated Connection) throws {
        try upsert("indicator", from: "indicators", key: "programme, code", message: message, in: db) {
            programmeColumn + text("code", "name_en", "name_ru", "unit", "direction") + organisation("owner")
                + own("work_area")
        }
        try end("indicator", "indicators", message: message, in: db)
        try upsert(
            "indicator_value", from: "indicator_values", key: "indicator, period, provenance", message: message, in: db
        ) {
            programmeColumn + own("indicator") + text("period", "qualifier", "literal")
                + number("plan", "fact", "pct_of_plan", "plan_derived", "alt_fact")
                + [("is_doubtful", "coalesce(i.cells ->> 'doubt', '') = 'yes'")]
        }
        try end(
            "indicator_value", "indicator_values", message: message, in: db,
            where: """
                x.programme = g.programme and x.period = g.cells ->> 'period'
                and x.provenance = g.cells ->> 'provenance'
                and x.indicator = (select t.id from core.indicator t
                                    where t.programme = g.programme and t.code = g.cells ->> 'indicator')
                """)
    }

    func meetings(_ message: Int64, in db: isolated Connection) throws {
        try upsert("meeting", from: "meetings", key: "programme, code", message: message, in: db) {
            programmeColumn
                + text("code", "date_basis", "kind", "title_en", "title_ru", "chair", "co_chair", "place", "topic")
                + [("held_on", "i.cells ->> 'date'")] + organisation("organiser")
        }
        try end("meeting", "meetings", message: message, in: db)
        try link(
            "meeting_participant", of: "meeting", from: "meetings", column: "participants", to: "organisation",
            as: "organisation", in: db)
        try upsert("meeting_decision", from: "meeting_decisions", key: "programme, code", message: message, in: db) {
            programmeColumn + own("meeting") + text("code", "kind", "text_en", "due") + whole("number")
                + organisation("responsible")
        }
        try end("meeting_decision", "meeting_decisions", message: message, in: db)
    }
}
