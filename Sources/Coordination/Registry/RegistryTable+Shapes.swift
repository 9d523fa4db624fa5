// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// The files of a registry, in the order in which every reference resolves.
extension RegistryTable {
    /// The shapes for a set of roadmap versions.
    static func shapes(versions: [String]) -> [RegistryTable] {
        [
            programme, deadlinePolicies, workAreas, clusters, areaTypes, stakeholders, persons, instruments, recipients,
            windows, budgets, roadmapVersions,
        ]
            + versions.map { roadmapActions($0, among: versions) }
            + [projects(versions), indicators, indicatorValues, meetings, decisions]
    }

    static let actionsPrefix = "roadmap_actions_"

    private static let rests = ["document", "public", "sample"]
    private static let restsOrNone = rests + ["none"]

    private static let programme: RegistryTable = {
        var table = RegistryTable(
            "programme",
            [.code] + RegistryColumn.names + [
                .text("zone"), .whole("end_of_day_hour"), .text("calendar"), .text("policy"),
                .oneOf("clock", ["real", "replay"]), RegistryColumn(name: "clock_start", form: .instant).orEmpty,
                .reference("office", to: "stakeholders").orEmpty,
                .text("legal_basis").orEmpty, .text("goal_en").orEmpty, .text("goal_ru").orEmpty,
            ])
        table.isOptional = true
        return table
    }()

    private static let deadlinePolicies: RegistryTable = {
        let terms = ["urgent", "prompt"].map { RegistryColumn.text($0).orEmpty }
        let flags = ["half_term", "without_deadline", "evidence_required"].map {
            RegistryColumn.oneOf($0, ["yes", "no"])
        }
        var table = RegistryTable(
            "deadline_policies", key: ["code", "version"],
            [.code, .whole("version")] + RegistryColumn.names + [
                .date("valid_from").orEmpty, .oneOf("starts_with", ["signing", "registration"]),
            ] + terms + [.text("unstated"), .oneOf("roll", ["back", "forward"])] + flags + [
                .text("extension_window").orAbsent, .whole("extensions").orAbsent, .text("dispute_window").orAbsent,
                .text("reopening_term").orAbsent, .text("legal_basis").orEmpty,
            ])
        table.isOptional = true
        return table
    }()

    private static let workAreas = RegistryTable("work_areas", [.code, .number] + RegistryColumn.names)
    private static let areaTypes = RegistryTable("area_types", [.code, .number] + RegistryColumn.names)
    private static let clusters = RegistryTable(
        "clusters", [.code, .number] + RegistryColumn.names + [.text("document_wording")])

    private static let stakeholders = RegistryTable(
        "stakeholders",
        [
            .code,
            .oneOf(
                "kind",
                [
                    "federal_ministry", "federal_agency", "university", "state_corporation", "regional_authority",
                    "development_institute", "research_organisation", "company", "sme", "project_office",
                    "expert_board", "task_team", "government", "region", "supranational", "foreign_counterparty",
                    "association", "municipality", "cluster_organisation",
                ]),
            .text("name_en"), .text("name_ru"), .reference("parent", to: "stakeholders").orEmpty,
            .oneOf("membership_provenance", restsOrNone), .reference("cluster", to: "clusters").orEmpty,
        ])

    private static let persons = RegistryTable(
        "persons",
        [
            .code, .text("name_en"), .text("name_ru").orEmpty, .reference("organisation", to: "stakeholders"),
            .text("position_en"), .text("position_ru").orEmpty, .date("valid_from").orEmpty, .date("valid_to").orEmpty,
        ])

    private static let instruments = RegistryTable(
        "instruments",
        [
            .code, .text("name_en"), .text("name_ru"), .reference("owner", to: "stakeholders"),
            .oneOf(
                "kind",
                [
                    "subsidy", "tax_regime", "special_zone", "federal_target_programme", "state_programme",
                    "fund_loan", "grant", "guarantee", "development_institute_product", "regulation_initiative",
                    "priority_project", "standard", "framework_act",
                ]),
            .text("legal_basis").orEmpty, .date("valid_from").orEmpty, .date("valid_to").orEmpty,
            .reference("work_area", to: "work_areas"), .reference("cluster", to: "clusters").orEmpty,
            .text("summary"), .oneOf("membership_provenance", rests),
            .oneOf("legal_basis_evidence", ["document_text", "stored_page", "prior_knowledge", "none"]),
        ])

    private static let recipients = RegistryTable(
        "instrument_recipients", key: ["instrument", "stakeholder", "role"],
        [
            .reference("instrument", to: "instruments"), .reference("stakeholder", to: "stakeholders"),
            .oneOf(
                "role",
                [
                    "operator", "co_financing_region", "site", "site_user", "counterparty", "applicant",
                    "eligible_applicant", "beneficiary", "participant", "resident", "pilot",
                ]),
            .date("valid_from").orAbsent, .date("valid_to").orAbsent,
        ])

    private static let windows: RegistryTable = {
        var table = RegistryTable(
            InstrumentPart.window.file, key: ["instrument", "opens"],
            [.reference("instrument", to: "instruments"), .date("opens"), .date("closes")])
        table.isOptional = true
        return table
    }()

    private static let budgets: RegistryTable = {
        var table = RegistryTable(
            InstrumentPart.budget.file, key: ["instrument", "year"],
            [
                .reference("instrument", to: "instruments"), .whole("year"),
                RegistryColumn(name: "amount_mrub", form: .number(negative: false)), .amount("co_funding_pct").orAbsent,
            ])
        table.isOptional = true
        return table
    }()

    private static let roadmapVersions: RegistryTable = {
        var table = RegistryTable(
            "roadmap_versions",
            [
                .code, .text("name_en"), .text("name_ru"), .oneOf("status", ["draft", "approved", "superseded"]),
                .date("status_on").orEmpty, .text("legal_basis").orEmpty,
            ])
        table.isOptional = true
        return table
    }()

    private static func roadmapActions(_ version: String, among versions: [String]) -> RegistryTable {
        var table = RegistryTable(
            actionsPrefix + version,
            [.number, .code] + RegistryColumn.titles + [
                .reference("work_area", to: "work_areas"), .reference("lead", to: "stakeholders"),
                .references("co_executors", to: "stakeholders"), .date("due"), .text("outcome"),
                .references("instruments", to: "instruments"),
                .oneOf("status", ["planned", "in_progress", "done", "overdue", "withdrawn"]),
                .oneOf("details_provenance", rests), .oneOf("status_provenance", rests),
                .oneOf("document_link", ["explicit_action", "named_activity", "none"]),
                .reference("cluster", to: "clusters").orEmpty,
            ] + versions.filter { $0 != version }.map { actions("origin_", of: $0) })
        table.version = version
        return table
    }

    private static func projects(_ versions: [String]) -> RegistryTable {
        RegistryTable(
            "projects",
            [.code] + RegistryColumn.titles + [
                .oneOf("kind", ["industrial", "research_educational", "social", "infrastructure"]),
                .reference("work_area", to: "work_areas"), .reference("cluster", to: "clusters").orEmpty,
                .reference("area_type", to: "area_types").orEmpty, .reference("lead", to: "stakeholders"),
                .references("participants", to: "stakeholders"), .date("start").orEmpty, .date("end").orEmpty,
                .oneOf("status", ["planned", "in_progress", "completed", "suspended"]), .amount("budget_mrub"),
                .amount("extra_budget_mrub"), .amount("jobs_planned"), .references("instruments", to: "instruments"),
                .oneOf("details_provenance", rests), .oneOf("numbers_provenance", restsOrNone),
            ] + versions.map { actions("action_", of: $0) })
    }

    private static let indicators = RegistryTable(
        "indicators",
        [
            .code, .text("name_en"), .text("name_ru"),
            .oneOf(
                "unit",
                [
                    "percent", "percentage_points", "count", "jobs", "thousand_jobs", "million_rub", "billion_rub",
                    "ratio",
                ]),
            .reference("owner", to: "stakeholders"), .oneOf("direction", ["up", "down", "none"]),
            .reference("work_area", to: "work_areas"),
        ])

    private static let indicatorValues = RegistryTable(
        "indicator_values", key: ["indicator", "period", "provenance"],
        [
            .reference("indicator", to: "indicators"), RegistryColumn(name: "period", form: .period),
            .amount("plan", negative: true), .amount("fact", negative: true), .text("unit"), .amount("pct_of_plan"),
            .amount("plan_derived", negative: true),
            .oneOf("qualifier", ["exact", "more_than", "almost", "up_to"]), .text("literal"),
            .oneOf("doubt", ["yes"]).orEmpty, .amount("alt_fact", negative: true),
        ])

    private static let meetings = RegistryTable(
        "meetings",
        [
            .code, .date("date"), .oneOf("date_precision", ["day", "month", "year"]),
            .oneOf("date_basis", ["event", "publication", "announcement"]),
            .oneOf(
                "kind",
                [
                    "meeting", "legal_act", "decision_of_ministry", "opening", "discussion", "strategic_session",
                    "business_mission", "statement", "agreement", "report",
                ]),
            .text("title_en"), .text("title_ru"), .text("chair").orEmpty, .text("co_chair").orEmpty,
            .text("place").orEmpty, .text("topic"), .reference("organiser", to: "stakeholders").orEmpty,
            .references("participants", to: "stakeholders"),
        ])

    private static let decisions = RegistryTable(
        "meeting_decisions",
        [
            .code, .reference("meeting", to: "meetings"), .number,
            .oneOf("kind", ["decision", "request", "plan", "result", "statement"]), .text("text_en"),
            .reference("responsible", to: "stakeholders"), .date("due").orEmpty,
        ])

    /// A column that points to actions of a version and may be absent.
    private static func actions(_ prefix: String, of version: String) -> RegistryColumn {
        .references(prefix + version, to: actionsPrefix + version).orAbsent
    }
}
