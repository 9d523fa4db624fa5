// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import HTTPTypes
import HummingbirdTesting
import Store
import TestDatabase
import Testing
import Wire

@testable import inod

/// The register edited by hand, on the INO Tomsk data.
@Suite(.database, .timeLimit(.minutes(5))) struct RegistryEditTests {
    private static let laboratory = #"""
        {"code":"new_lab","fields":{"kind":"research_organisation","name_en":"New laboratory","name_ru":"Новая лаборатория",
        "parent":"tsu","membership_provenance":"sample","provenance":"sample","evidence":"invented",
        "source_note":"invented for the test"}}
        """#

    private static func key() -> String { "registry-edit-\(Int.random(in: 0..<1_000_000_000_000))" }

    private static func edit(
        _ api: APIHarness, method: HTTPRequest.Method = .post, _ path: String, _ json: String,
        revision: String? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> RegistryEdited {
        let response = try await send(api, method: method, path, json, revision: revision)
        #expect(response.status == status, "\(String(decoding: response.bytes, as: UTF8.self))")
        return try response.json(RegistryEdited.self)
    }

    private static func send(
        _ api: APIHarness, method: HTTPRequest.Method = .post, _ path: String, _ json: String,
        revision: String? = nil, as who: String = "operator"
    ) async throws -> TestResponse {
        let headers = revision.map { ["If-Match": "\"\($0)\""] } ?? [:]
        return try await api.ask(method, "/v1/\(path)", as: who, key: key(), headers: headers, json: json)
    }

    private static func value(_ text: String) async throws -> String? {
        try await TestDatabase.current.value(text)
    }

    @Test func aNewBodyIsThereAndItsParentIsTold() async throws {
        try await APIHarness.run { api in
            let change = try await Self.edit(api, "organisations", Self.laboratory, status: .created)
            #expect(change.concerned == ["new_lab", "tsu"])
            let message = try await api.store.message(#require(change.messageID).description)
            #expect(message.message.kind == "registry.change" && message.message.sender == "tomsk_admin")
            #expect(message.message.audience.map(\.organisation).sorted() == ["new_lab", "tsu"])
            let found = try await api.store.organisation("new_lab")
            #expect(found.parent == "tsu" && found.provenance == .sample)
            #expect(try await api.store.organisations(RegistryFilter(limit: 1000)).count == 519)
            let again = try await Self.send(api, "organisations", Self.laboratory).json(Problem.self)
            #expect(again.status == 422 && again.errors.map(\.pointer) == ["/fields/code"])
        }
    }

    @Test func everyFaultIsSaidAtOnceWithItsField() async throws {
        try await APIHarness.run { api in
            let problem = try await Self.send(
                api, "instruments",
                #"{"code":"X","fields":{"name_en":"A","owner":"minprom","kind":"subsidi","sumary":"x","source_note":""}}"#
            ).json(Problem.self)
            #expect(problem.status == 422 && problem.code == "edit-refused")
            #expect(Set(problem.errors.map(\.pointer)) == ["/fields/sumary", "/fields/source_note"])
            #expect(problem.errors.contains { $0.detail.contains("Did you mean 'summary'?") })
            let deeper = try await Self.send(
                api, "instruments",
                #"{"code":"X","fields":{"name_en":"A","owner":"minprom","kind":"subsidi","summary":"x","source_note":"y"}}"#
            ).json(Problem.self)
            let pointers = Set(deeper.errors.map(\.pointer))
            #expect(pointers.isSuperset(of: ["/fields/code", "/fields/owner", "/fields/kind", "/fields/name_ru"]))
            #expect(try await Self.value("select count(*) from core.message") == "1")
        }
    }

    @Test func onlyAnOperatorEditsAndNobodyUndoesWhatAnotherWrote() async throws {
        try await APIHarness.run { api in
            let json = #"{"fields":{"summary":"New words.","source_note":"003_04edd2643e9df267.txt"}}"#
            let stranger = try await Self.send(api, method: .patch, "instruments/sez_tomsk", json, as: "minekonom")
            #expect(stranger.status == .forbidden)
            let blind = try await Self.send(api, method: .patch, "instruments/sez_tomsk", json).json(Problem.self)
            #expect(blind.status == 428 && blind.code == "revision-required")
            let record = try await api.ask(.get, "/v1/instruments/sez_tomsk/record", as: "operator")
            let first = try record.json(RegistryRecord.self)
            #expect(record.headers[.eTag] == "\"\(first.revision)\"" && first.fields["owner"] == "minekonom")
            let change = try await Self.edit(
                api, method: .patch, "instruments/sez_tomsk", json, revision: first.revision)
            #expect(Set(change.concerned).isSuperset(of: ["minekonom", "robotics_centre", "sez_tomsk_mc"]))
            #expect(change.rows.map(\.key) == ["sez_tomsk"])
            let late = try await Self.send(
                api, method: .patch, "instruments/sez_tomsk", json, revision: first.revision
            ).json(Problem.self)
            #expect(late.status == 412 && late.code == "stale-revision")
            let kept = try await Self.value(
                "select cells ->> 'summary' from core.registry_history where file = 'instruments' and key = 'sez_tomsk'"
            )
            #expect(kept?.hasPrefix("Tax, customs") == true)
            #expect(try await api.store.instrument("sez_tomsk").summary == "New words.")
        }
    }

    @Test func aRenamedBodyKeepsItsFormerName() async throws {
        try await APIHarness.run { api in
            let json = #"""
                {"fields":{"name_ru":"Федеральная служба научных организаций","source_note":"указ № 1"},"from":"2016-03-01"}
                """#
            let before = try await api.store.organisation("fano")
            let change = try await Self.edit(api, "organisations/fano/rename", json)
            #expect(change.from == CalendarDate("2016-03-01") && change.concerned == ["fano"])
            let after = try await api.store.organisation("fano")
            #expect(after.nameRu == "Федеральная служба научных организаций" && after.nameEn == before.nameEn)
            #expect(after.formerNames.first?.nameRu == before.nameRu)
            #expect(after.formerNames.first?.validTo == CalendarDate("2016-02-29"))
            let wrong = try await Self.send(
                api, "organisations/fano/rename", #"{"fields":{"kind":"company","source_note":"x"}}"#
            ).json(Problem.self)
            #expect(Set(wrong.errors.map(\.pointer)) == ["/fields/kind", "/fields/name_en"])
        }
    }

    @Test func aMergedBodyEndsAndItsSuccessorTakesOverWhatIsOpen() async throws {
        try await APIHarness.run { api in
            _ = try await api.ask(
                .post, "/v1/instructions", as: "minekonom", key: Self.key(),
                json: #"{"responsible":"fano","text":"x","basis":"b","mark":"срочно"}"#)
            _ = try await api.ask(
                .post, "/v1/approvals", as: "minekonom", key: Self.key(), json: ApprovalAPITests.draft)
            let change = try await Self.edit(
                api, "organisations/fano/merge",
                #"{"into":"minobrnauki","from":"2016-03-20","sourceNote":"указ № 215"}"#)
            #expect(change.openCases?.map(\.number) == ["С-2016-0001", "П-2016-0001"])
            #expect(change.openCases?.map(\.kind) == ["approval", "instruction"])
            #expect(change.concerned.contains("fano") && change.concerned.contains("minobrnauki"))
            func lead(_ action: String) async throws -> String? {
                try await Self.value(
                    "select o.code from core.roadmap_action a join core.organisation o on o.id = a.lead where a.code = '\(action)'"
                )
            }
            #expect(try await lead("v1-18") == "minobrnauki")  // in progress
            #expect(try await api.store.instrument("kpni").owner == "minobrnauki")
            #expect(
                try await Self.value(
                    "select count(*) from core.roadmap_action a join core.organisation o on o.id = a.lead where o.code = 'fano' and a.status not in ('done', 'withdrawn')"
                ) == "0")
            let ended = try await Self.value(
                "select ended_at is not null from core.organisation where code = 'fano'")
            #expect(ended == "t")
            let name = try await Self.value(
                "select max(valid_to)::text from core.organisation_name n join core.organisation o on o.id = n.organisation where o.code = 'fano'"
            )
            #expect(name == "2016-03-19")
            // The register can go on being edited.
            _ = try await Self.edit(api, "organisations", Self.laboratory, status: .created)
            let nobody = try await Self.send(
                api, "organisations/tsu/merge", #"{"into":"nobody","sourceNote":"x"}"#
            ).json(Problem.self)
            #expect(nobody.errors.map(\.pointer) == ["/fields/into"])
        }
    }

    @Test func aPersonMovesAndTheFormerPositionEnds() async throws {
        try await APIHarness.run { api in
            let record = try await api.ask(.get, "/v1/persons/fomichev/record", as: "operator")
                .json(RegistryRecord.self)
            let json = #"""
                {"fields":{"organisation":"tomsk_admin","position_en":"Adviser","position_ru":"Советник",
                "valid_from":"2016-03-01","source_note":"распоряжение № 9"}}
                """#
            let change = try await Self.edit(api, method: .patch, "persons/fomichev", json, revision: record.revision)
            #expect(change.concerned == ["minekonom"])  // and the office, which sends it
            let person = try await api.store.person("fomichev")
            #expect(person.positions.map(\.organisation) == ["tomsk_admin", "minekonom"])
            #expect(person.positions.map(\.isCurrent) == [true, false])
        }
    }

    @Test func whatAnInstrumentIsIsEditedByAnOperatorAlone() async throws {
        try await APIHarness.run { api in
            let path = "instruments/sez_tomsk/windows"
            let window = #"""
                {"fields":{"opens":"2016-03","closes":"2016-04-15","source_note":"invented","provenance":"sample",
                "evidence":"invented"}}
                """#
            for (method, path, body) in [
                (HTTPRequest.Method.post, path, window), (.patch, "\(path)/2016-03", window),
                (.post, "\(path)/2016-03/end", #"{"on":"2016-03-31","fields":{"source_note":"invented"}}"#),
                (.post, "\(path)/2016-03/remove", #"{"sourceNote":"x"}"#),
                (.post, "instruments/sez_tomsk/recipients", window),
                (.post, "instruments/sez_tomsk/budgets", window),
            ] {
                let stranger = try await Self.send(api, method: method, path, body, as: "minekonom")
                #expect(stranger.status == .forbidden, "\(path)")
                #expect(try stranger.json(Problem.self).status == 403, "\(path)")
            }
            let added = try await Self.edit(api, path, window, status: .created)
            #expect(added.operation == "window.add" && added.rows.map(\.file) == ["instrument_windows"])
            let row = "\(path)/2016-03"
            let blind = try await Self.send(api, method: .patch, row, #"{"fields":{"closes":"2016-05"}}"#)
            #expect(blind.status.code == 428)
            let record = try await api.ask(.get, "/v1/\(row)/record", as: "operator").json(RegistryRecord.self)
            #expect(record.revision == added.revision && record.fields["closes"] == "2016-04-15")
            let longer = #"{"fields":{"closes":"2016-05-31","source_note":"invented: longer"}}"#
            let changed = try await Self.edit(api, method: .patch, row, longer, revision: record.revision)
            let late = try await Self.send(api, method: .patch, row, longer, revision: record.revision)
            #expect(late.status == .preconditionFailed)
            #expect(try await api.store.instrument("sez_tomsk").windows.map(\.closes.description) == ["2016-05-31"])
            #expect(changed.concerned.contains("minekonom"))
            let nowhere = try await api.ask(.get, "/v1/instruments/sez_tomsk/budgets/2019/record", as: "operator")
            #expect(nowhere.status == .notFound)
            let twice = try await Self.send(api, path, window).json(Problem.self)
            #expect(twice.status == 422 && twice.errors.map(\.pointer) == ["/fields/opens"])
            let wrong = try await Self.send(api, "\(row)/end", #"{"on":"2016-02-30","fields":{}}"#)
            #expect(wrong.status == .badRequest)
        }
    }

    /// Who may ask and when: what the register says of windows is the rule of an application.
    @Test func anApplicationIsRefusedOutsideTheWindowsThatWereEdited() async throws {
        try await APIHarness.run { api in
            let play = try await InstrumentUseTests.Play(api)
            _ = try await play.need("300 млн")
            try await play.act("/M-2016-0001/match", as: "tomsk_admin", #"{"instrument":"ind_park_med"}"#)
            let path = "instruments/ind_park_med/windows"
            _ = try await Self.edit(
                api, path,
                #"""
                {"fields":{"opens":"2016-05","closes":"2016-06","source_note":"invented","provenance":"sample",
                "evidence":"invented"}}
                """#, status: .created)
            let application = #"{"amount":"250000000","number":"ПП-57"}"#
            let early = try await play.send("/M-2016-0001/apply", as: "ind_park_tomsk", application)
            #expect(try early.json(Problem.self).next?.contains("01.05.2016") == true)
            let record = try await api.ask(.get, "/v1/\(path)/2016-05/record", as: "operator")
                .json(RegistryRecord.self)
            _ = try await Self.edit(
                api, method: .patch, "\(path)/2016-05",
                #"{"fields":{"opens":"2016-03-01","source_note":"invented: earlier"}}"#, revision: record.revision)
            try await play.act("/M-2016-0001/apply", as: "ind_park_tomsk", application + " ")
        }
    }

    @Test func aRepeatedEditIsMadeOnce() async throws {
        try await APIHarness.run { api in
            let key = Self.key()
            let first = try await api.ask(
                .post, "/v1/organisations", as: "operator", key: key, json: Self.laboratory)
            let second = try await api.ask(
                .post, "/v1/organisations", as: "operator", key: key, json: Self.laboratory)
            #expect(first.status == .created && second.bytes == first.bytes)
            #expect(second.headers[.idempotencyReplayed] == "true")
        }
    }
}
