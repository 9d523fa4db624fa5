// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Who sees which rows of every view of report_v1, and whether the public sees it at all: decided view by view.
enum ReportsProbe {
    /// Who sees which rows of a view.
    enum Rows {
        /// Every reader sees all of them: facts of the register.
        case everybodys
        /// One row for everybody, with figures of what the reader may see.
        case one
        /// An organisation sees those whose key is among these; SQL over core, with $1 for its id.
        case own(key: String, sql: String)
        /// The keys each body sees of what `Office.uses` and `Office.approvals` leave, spelled out.
        case named(key: String, [String: [String]])
    }

    /// What is decided for readers of public facts.
    enum Publicly {
        /// They see it, without the name of who imported a row.
        case open
        /// They do not, for this reason.
        case closed(String)
    }

    struct View {
        let rows: Rows
        let publicly: Publicly

        static func fact(_ rows: Rows = .everybodys) -> View { View(rows: rows, publicly: .open) }
        static func closed(_ reason: String, _ rows: Rows = .everybodys) -> View {
            View(rows: rows, publicly: .closed(reason))
        }
    }

    /// Who has a part in nothing: the public.
    static let nobody = ""

    static let views = [register, cases, broker, discipline].reduce(into: [:]) { $0.merge($1) { first, _ in first } }

    /// The register; what uses of instruments add to two of its views is told to their parties alone.
    private static let register: [String: View] = [
        "action_lineage": .fact(), "calendar_day": .fact(), "deadline_policy": .fact(), "indicator": .fact(),
        "indicator_value": .fact(),
        "instrument_budget": .fact(), "instrument_recipient": .fact(), "instrument_window": .fact(),
        "organisation": .fact(), "organisation_name_history": .fact(), "programme": .fact(), "project": .fact(),
        "roadmap_action": .fact(), "roadmap_completion": .fact(), "roadmap_version": .fact(),
        "meeting": .closed("names who took the chair"), "meeting_decision": .closed("words said in a closed room"),
        "person_position": .closed("names persons"), "registry_history": .closed("names who changed what"),
        "instrument": .fact(
            .named(
                key: "instrument_code || ' ' || use_count",
                [
                    "minekonom": ["i1 1", "i2 2", "i3 1"], "tsu": ["i1 1", "i2 2", "i3 0"],
                    "fano": ["i1 0", "i2 2", "i3 0"], "tpu": ["i1 0", "i2 0", "i3 1"],
                    nobody: ["i1 0", "i2 0", "i3 0"],
                ])),
        "instrument_coverage": .fact(
            .named(
                key: "instrument_code || ' ' || used_by || ' ' || used_by_detail",
                [
                    "minekonom": linked + ["i1 use GRANTED", "i2 use GRANTED", "i2 use REFUSED", "i3 use MATCHED"],
                    "tsu": linked + ["i1 use GRANTED", "i2 use GRANTED", "i2 use REFUSED"],
                    "fano": linked + ["i2 use GRANTED", "i2 use REFUSED"], "tpu": linked + ["i3 use MATCHED"],
                    nobody: linked,
                ])),
    ]

    private static let linked = ["i1 action v1", "i2 recipient applicant", "i3 project planned"]

    /// Approvals and uses of instruments, and what is built of them.
    private static let cases: [String: View] = [
        "approval": .closed(
            "a body's correspondence",
            .named(
                key: "title || ' ' || state",
                [
                    "minekonom": sent, "fano": sent, "tsu": sent + ["Записка ROUTED"],
                    "tpu": sent + ["Записка ROUTED", "Записка DRAFT"],
                ])),
        "approval_stage": .closed(
            "a body's correspondence",
            .named(
                key: "stage_no || ' ' || state",
                [
                    "minekonom": stages, "fano": stages, "tsu": stages + ["1 OPEN"],
                    "tpu": stages + ["1 OPEN", "1 PENDING"],
                ])),
        "approval_vote": .closed(
            "a body's correspondence",
            .named(
                key: "approver_org_code || ' ' || vote",
                [
                    "minekonom": ended + ["tsu APPROVED"], "tsu": ended + ["tsu APPROVED"], "tpu": ended, "fano": ended,
                ])),
        "approval_remark": .closed(
            "a body's correspondence",
            .named(
                key: "approver_org_code || ' ' || state",
                Dictionary(uniqueKeysWithValues: Office.bodies.map { ($0, ["tsu OPEN", "tpu OPEN"]) }))),
        "instrument_use": .closed(
            "a body's applications",
            .named(
                key: "coalesce(instrument_code, '-') || ' ' || state",
                [
                    "minekonom": ["i1 GRANTED", "i2 GRANTED", "i2 REFUSED", "i3 MATCHED", "- NEEDED"],
                    "tsu": ["i1 GRANTED", "i2 GRANTED", "i2 REFUSED"], "fano": ["i2 GRANTED", "i2 REFUSED"],
                    "tpu": ["i3 MATCHED", "- NEEDED"],
                ])),
        "instrument_application": .closed(
            "a body's applications",
            .named(
                key: "instrument_code || ' ' || outcome",
                [
                    "minekonom": ["i1 GRANTED", "i2 GRANTED", "i2 REFUSED"],
                    "tsu": ["i1 GRANTED", "i2 GRANTED", "i2 REFUSED"], "fano": ["i2 GRANTED", "i2 REFUSED"],
                ])),
        // Paid twice is seen by who sees both uses. Whoever sees no use of it reads what the register alone says of the
        // third instrument: that it ends before its project.
        "instrument_collision": .closed(
            "a body's applications",
            .named(
                key: "collision || ' ' || coalesce(instrument_codes, '-') || ' ' || (use_nos is not null)",
                [
                    "minekonom": ["double_funding i1;i2 true"] + ofTPU, "tpu": ofTPU,
                    "tsu": ["double_funding i1;i2 true", "expires_before_due i3 false"],
                    "fano": ["expires_before_due i3 false"],
                ])),
        "project_portfolio": .closed(
            "money of single applications can be worked out of it",
            .named(
                key: "kind || ' ' || use_count || ' ' || granted_mrub",
                [
                    "minekonom": ["industrial 2 0", "roadmap_action 3 4"],
                    "tsu": ["industrial 0 0", "roadmap_action 3 4"],
                    "fano": ["industrial 0 0", "roadmap_action 2 2"], "tpu": ["industrial 2 0"],
                ])),
    ]

    private static let sent = ["Дорожная карта ROUTED", "Дорожная карта ROUTED", "Дорожная карта RETURNED"]
    private static let stages = ["1 OPEN", "2 PENDING", "1 PASSED", "2 OPEN", "1 FAILED", "2 PENDING"]
    private static let ended = ["tsu WITH_REMARKS", "tpu APPROVED", "tpu REFUSED"]
    private static let ofTPU = ["expires_before_due i3 true", "need_without_instrument - true"]
}
