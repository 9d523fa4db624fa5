// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

@testable import inoctl

extension OutputCase {
    private static let use = "06xybqqrm000e"

    /// The uses of instruments: acts, readings and reports.
    static let instrumentUses =
        [
            OutputCase(
                "instrument need", "--action", "v1-09", "--amount", "300 млн", "--purpose", "Сети площадки",
                "--recipient", "ind_park_tomsk"),
            OutputCase("instrument uses"), OutputCase("instrument use show", "M-2016-0003"),
            OutputCase("instrument use why", use), OutputCase("instrument use log", use),
            OutputCase("instrument use allowed-actions", use),
            OutputCase("instrument coverage", "--instrument", "ind_park_med"), OutputCase("instrument collisions"),
        ]
        + [
            ["match", "--instrument", "ind_park_med"], ["apply", "--amount", "250 млн", "--number", "ПП-57"],
            ["grant", "--amount", "240 млн", "--agreement", "139-МБ-16"], ["refuse", "--reason", "Лимит исчерпан."],
            ["exhaust", "--spent", "239000000.50"], ["withdraw", "--reason", "Построено без субсидии."],
        ].map { act(noun: "instrument", $0, of: $0[0] == "withdraw" ? "M-2016-0002" : "M-2016-0001") }

    /// The register edited by hand: each noun has the same four verbs.
    static let registryEdits =
        edits(
            "org", ("new_lab", laboratory), ("fano", "parent=gov_rf"), ("fano", "--name-ru", "Новое имя"),
            ("cardiology", "tnimc"))
        + edits(
            "instrument", ("new_grant", grant), ("sez_tomsk", "valid_to=2054-12-31"),
            ("d219", "--name-ru", "Новое имя"), ("new_grant", "sez_tomsk"))
        + edits(
            "project", ("p-900", project), ("p-002", "status=completed"), ("p-002", "--name-ru", "Новое имя"),
            ("p-900", "p-002"))
        + edits(
            "person", ("fomichev_o", person), ("zhvachkin", "position_en=Governor of Tomsk Oblast"),
            ("zhvachkin", "--name-ru", "Жвачкин Сергей Анатольевич"), ("fomichev_o", "fomichev"))

    /// What an instrument is: its windows, recipients and money.
    static let instrumentParts =
        parts("window", ["sez_tomsk", "2016-03"], ["--closes", "2016-04-15"], ["--closes", "2016-05-31"])
        + parts(
            "recipient", ["sez_tomsk", "tpu", "--role", "participant"], ["--since", "2014-06"], ["--until", "2016"])
        + parts("budget", ["sez_tomsk", "2016"], ["--amount", "300.5", "--co-funding", "30"], ["--amount", "310"])

    private static func parts(_ noun: String, _ place: [String], _ new: [String], _ changed: [String]) -> [OutputCase] {
        let invented = ["--source", "invented", "--provenance", "sample", "--evidence", "invented"]
        let source = ["--source", "invented: a letter"]
        var flags: [(verb: String, flags: [String])] = [("add", new + invented), ("edit", changed + source)]
        if noun != "budget" { flags.append(("end", ["--on", "2016-03-24"] + source)) }
        flags.append(("rm", ["--source", "ошибка ввода"]))
        return flags.map { verb, flags in
            var made = OutputCase("instrument \(noun) \(verb)")
            made.arguments = place + flags
            return made
        }
    }

    private static let laboratory = [
        "kind=research_organisation", "name_en=New laboratory", "name_ru=Новая лаборатория", "parent=tsu",
        "membership_provenance=sample",
    ]
    private static let grant = [
        "kind=grant", "name_en=New grant", "name_ru=Новый грант", "owner=minekonom", "work_area=tech_business",
        "summary=A grant.", "legal_basis_evidence=none", "membership_provenance=sample",
    ]
    private static let project = [
        "title_en=Sample project", "title_ru=Пример проекта", "kind=social", "work_area=tech_business",
        "lead=eb_sample_1", "status=planned", "details_provenance=sample", "numbers_provenance=none",
    ]
    private static let person = [
        "name_en=O. Fomichev", "organisation=minekonom", "position_en=Deputy Minister",
    ]

    private static func edits(
        _ noun: String, _ new: (code: String, fields: [String]), _ changed: (code: String, field: String),
        _ renamed: (code: String, flag: String, name: String), _ merged: (code: String, into: String)
    ) -> [OutputCase] {
        let source = ["--source", "указ № 1, http://example.ru, prior knowledge"]
        var made = ["add", "edit", "rename", "merge"].map { OutputCase("\(noun) \($0)") }
        made[0].arguments =
            [new.code] + new.fields.flatMap { ["--set", $0] }
            + ["--source", "invented", "--provenance", "sample", "--evidence", "invented"]
        made[1].arguments = [changed.code, "--set", changed.field] + source
        made[2].arguments = [renamed.code, renamed.flag, renamed.name, "--from", "2016-03-01"] + source
        made[3].arguments = [merged.code, "--into", merged.into, "--source", "указ № 1"]
        return made
    }
}
