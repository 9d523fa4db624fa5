// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

@testable import inod

extension RecordedStory {
    /// What is done to a register by hand: one row is added, another changed, one renamed, and the new one merged.
    private struct Edits {
        let noun: String
        let collection: String
        let new: (code: String, fields: String)
        let changed: (code: String, fields: String)
        let renamed: (code: String, fields: String)
        let merged: (code: String, into: String)
    }

    private static let edits = [
        Edits(
            noun: "org", collection: "organisations",
            new: (
                "new_lab",
                #""kind":"research_organisation","name_en":"New laboratory","name_ru":"Новая лаборатория","parent":"tsu","membership_provenance":"sample""#
            ),
            changed: ("fano", #""parent":"gov_rf""#), renamed: ("fano", #""name_ru":"Новое имя""#),
            merged: ("cardiology", "tnimc")),
        Edits(
            noun: "instrument", collection: "instruments",
            new: (
                "new_grant",
                #""kind":"grant","name_en":"New grant","name_ru":"Новый грант","owner":"minekonom","work_area":"tech_business","summary":"A grant.","legal_basis_evidence":"none","membership_provenance":"sample""#
            ),
            changed: ("sez_tomsk", #""valid_to":"2054-12-31""#), renamed: ("d219", #""name_ru":"Новое имя""#),
            merged: ("new_grant", "sez_tomsk")),
        Edits(
            noun: "project", collection: "projects",
            new: (
                "p-900",
                #""title_en":"Sample project","title_ru":"Пример проекта","kind":"social","work_area":"tech_business","lead":"eb_sample_1","status":"planned","details_provenance":"sample","numbers_provenance":"none""#
            ),
            changed: ("p-002", #""status":"completed""#), renamed: ("p-002", #""title_ru":"Новое имя""#),
            merged: ("p-900", "p-002")),
        Edits(
            noun: "person", collection: "persons",
            new: (
                "fomichev_o",
                #""name_en":"O. Fomichev","organisation":"minekonom","position_en":"Deputy Minister""#
            ),
            changed: ("zhvachkin", #""position_en":"Governor of Tomsk Oblast""#),
            renamed: ("zhvachkin", #""name_ru":"Жвачкин Сергей Анатольевич""#), merged: ("fomichev_o", "fomichev")),
    ]

    /// The four verbs of each register.
    func registerEdits() async throws {
        let programme = "?programme=ino-tomsk"
        let invented = #""source_note":"invented","provenance":"sample","evidence":"invented""#
        let source = #""source_note":"указ № 1, http://example.ru, prior knowledge""#
        for edits in Self.edits {
            let path = "/v1/\(edits.collection)"
            try await keep(
                "\(edits.noun) add", path + programme, as: "operator",
                #"{"code":"\#(edits.new.code)","fields":{\#(edits.new.fields),\#(invented)}}"#)
            let record = try await read("\(path)/\(edits.changed.code)/record", as: "operator")
            try await keep(
                "\(edits.noun) edit", "\(path)/\(edits.changed.code)\(programme)", by: .patch, as: "operator",
                #"{"fields":{\#(edits.changed.fields),\#(source)}}"#,
                headers: ["If-Match": "\"\(record["revision"] ?? "")\""])
            try await keep(
                "\(edits.noun) rename", "\(path)/\(edits.renamed.code)/rename\(programme)", as: "operator",
                #"{"fields":{\#(edits.renamed.fields),\#(source)},"from":"2016-03-01"}"#)
            try await keep(
                "\(edits.noun) merge", "\(path)/\(edits.merged.code)/merge\(programme)", as: "operator",
                #"{"into":"\#(edits.merged.into)","sourceNote":"указ № 1"}"#)
        }
        try await instrumentParts()
    }

    /// The windows, recipients and budgets of an instrument.
    private func instrumentParts() async throws {
        let invented = #""source_note":"invented","provenance":"sample","evidence":"invented""#
        let source = #""source_note":"invented: a letter""#
        let parts: [(noun: String, key: String, new: String, changed: String)] = [
            ("window", "2016-03", #""opens":"2016-03","closes":"2016-04-15""#, #""closes":"2016-05-31""#),
            (
                "recipient", "tpu/participant", #""stakeholder":"tpu","role":"participant","valid_from":"2014-06""#,
                #""valid_to":"2016""#
            ),
            ("budget", "2016", #""year":"2016","amount_mrub":"300.5","co_funding_pct":"30""#, #""amount_mrub":"310""#),
        ]
        for (noun, key, new, changed) in parts {
            let (path, command) = ("/v1/instruments/sez_tomsk/\(noun)s", "instrument \(noun)")
            let programme = "?programme=ino-tomsk"
            try await keep("\(command) add", path + programme, as: "operator", #"{"fields":{\#(new),\#(invented)}}"#)
            let record = try await read("\(path)/\(key)/record", as: "operator")
            try await keep(
                "\(command) edit", "\(path)/\(key)\(programme)", by: .patch, as: "operator",
                #"{"fields":{\#(changed),\#(source)}}"#,
                headers: ["If-Match": "\"\(record["revision"] ?? "")\""])
            if noun != "budget" {
                try await keep(
                    "\(command) end", "\(path)/\(key)/end\(programme)", as: "operator",
                    #"{"on":"2016-03-24","fields":{\#(source)}}"#)
            }
            try await keep(
                "\(command) rm", "\(path)/\(key)/remove\(programme)", as: "operator", #"{"sourceNote":"ошибка ввода"}"#)
        }
    }
}
