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

/// An instrument's way on the INO Tomsk register: what the reports say changes at every step.
@Suite(.database, .timeLimit(.minutes(5))) struct InstrumentUseTests {
    /// Bodies with tokens of their own, and the reports as the daemon reads them.
    struct Play: Sendable {
        let api: APIHarness
        var secrets: [String: String] = [:]

        init(_ api: APIHarness) async throws {
            self.api = api
            for body in ["ind_park_tomsk", "tomsk_admin", "minpromtorg", "minekonom", "sme_corp", "fano"] {
                let token = NewToken(name: "\(body)-use", organisation: body, scopes: [.read, .act])
                secrets[body] = try await api.store.createToken(token, by: "test").secret
            }
        }

        /// An act by a body, under a key of its own; answers what it did.
        @discardableResult
        func act(
            _ path: String, as body: String, _ json: String, status: HTTPResponse.Status = .ok
        ) async throws -> InstrumentUseAnswer {
            let response = try await send(path, as: body, json)
            #expect(response.status == status, "\(String(decoding: response.bytes, as: UTF8.self))")
            return try response.json(InstrumentUseAnswer.self)
        }

        func send(_ path: String, as body: String, _ json: String) async throws -> TestResponse {
            let key = "\(path)\(json)\(body)".utf8.reduce(UInt64(5381)) { $0 &* 33 &+ UInt64($1) }
            return try await api.ask(
                .post, "/v1/instrument-uses\(path)", as: secrets[body] ?? body, key: "use-\(key)-0123456789", json: json
            )
        }

        func need(_ amount: String, status: HTTPResponse.Status = .created) async throws -> InstrumentUseAnswer {
            try await act(
                "", as: "ind_park_tomsk",
                #"{"action":"v1-09","amount":"\#(amount)","purpose":"Сети площадки","recipient":"ind_park_tomsk"}"#,
                status: status)
        }

        /// The named columns of the rows of a report in which `match` holds, one line a row.
        func rows(_ report: String, _ columns: [String], where match: [String: String]) async throws -> [String] {
            let result = try await api.store.runReport(report, limit: 100_000)
            let names = result.report.columns.map(\.name)
            func value(_ row: [String?], _ name: String) -> String {
                names.firstIndex(of: name).flatMap { row[$0] } ?? "-"
            }
            return result.rows.filter { row in match.allSatisfy { value(row, $0.key) == $0.value } }
                .map { row in columns.map { value(row, $0) }.joined(separator: " ") }.sorted()
        }

        /// wanted, applied, granted, spent and unmet of the actions' own needs in the portfolio, in millions.
        func portfolio() async throws -> [String] {
            try await rows(
                "project_portfolio", ["wanted_mrub", "applied_mrub", "granted_mrub", "spent_mrub", "unmet_mrub"],
                where: ["kind": "roadmap_action"])
        }

        func coverage(_ instrument: String) async throws -> [String] {
            try await rows(
                "instrument_coverage", ["used_by_code", "used_by_detail", "applied_rub", "granted_rub", "spent_rub"],
                where: ["instrument_code": instrument, "used_by": "use"])
        }

        func collisions() async throws -> [String] {
            try await rows(
                "instrument_collision", ["collision", "instrument_codes", "use_nos", "amount_rub", "days_short"],
                where: ["action_code": "v1-09"])
        }
    }

    @Test func refusedByOneOwnerAndGrantedByAnotherChangesEveryReportAtEachStep() async throws {
        try await APIHarness.run { api in
            let play = try await Play(api)
            #expect(try await play.portfolio().isEmpty)
            #expect(try await play.collisions().isEmpty)

            let need = try await play.need("300 млн")
            #expect(need.number == "М-2016-0001" && need.state == "NEEDED")
            #expect(need.message?.deliveries.map(\.organisation).sorted() == ["minekonom", "tomsk_admin"])
            #expect(try await play.portfolio() == ["300 0 0 0 300"])
            #expect(try await play.collisions() == ["need_without_instrument - М-2016-0001 300000000.00 -"])

            let path = "/\(need.number.replacing("М", with: "M"))"  // the Latin letter finds it too
            try await play.act("\(path)/match", as: "tomsk_admin", #"{"instrument":"ind_parks_1119"}"#)
            #expect(try await play.collisions().isEmpty)
            #expect(try await play.coverage("ind_parks_1119") == ["М-2016-0001 MATCHED - - -"])

            try await play.act(
                "\(path)/apply", as: "ind_park_tomsk", #"{"amount":"300000000","number":"ПП-41"}"#)
            #expect(try await play.portfolio() == ["300 300 0 0 300"])
            #expect(try await play.coverage("ind_parks_1119") == ["М-2016-0001 APPLIED 300000000.00 - -"])

            try await play.act("\(path)/refuse", as: "minpromtorg", #"{"reason":"Лимит года исчерпан"}"#)
            #expect(try await play.portfolio() == ["300 0 0 0 300"])
            #expect(try await play.coverage("ind_parks_1119") == ["М-2016-0001 REFUSED - - -"])

            try await play.act("\(path)/match", as: "tomsk_admin", #"{"instrument":"ind_park_med"}"#)
            #expect(try await play.coverage("ind_parks_1119").isEmpty)
            try await play.act("\(path)/apply", as: "ind_park_tomsk", #"{"amount":"250000000.50","number":"ПП-57"}"#)
            let granted = try await play.act(
                "\(path)/grant", as: "minekonom",
                #"{"amount":"240000000.50","agreement":"139-МБ-16","until":"2016-10-31"}"#)
            #expect(granted.granted == Roubles("240000000.50"))
            #expect(try await play.portfolio() == ["300 0 240.0000005 0 59.9999995"])
            #expect(try await play.coverage("ind_park_med") == ["М-2016-0001 GRANTED - 240000000.50 -"])
            // The grant ends two months before the action is due.
            #expect(
                try await play.collisions() == ["expires_before_due ind_park_med М-2016-0001 240000000.50 61"])
            let applications = try await play.rows(
                "instrument_application", ["application", "owner_org_code", "outcome", "reason"], where: [:])
            #expect(applications == ["1 minpromtorg REFUSED Лимит года исчерпан", "2 minekonom GRANTED -"])

            try await play.act("\(path)/exhaust", as: "ind_park_tomsk", #"{"spent":"240000000.49"}"#)
            #expect(try await play.portfolio() == ["300 0 240.0000005 240.00000049 0"])
            #expect(try await play.collisions().isEmpty)
            let log = try await api.ask(.get, "/v1/instrument-uses\(path)/log", as: "operator")
                .json(Page<MessageView>.self)
            #expect(
                log.items.map(\.kind)
                    == ["need", "match", "apply", "refuse", "match", "apply", "grant", "exhaust"]
                    .map { "instrument-use.\($0)" })
            let rebuilt = try await api.store.rebuild(repair: false)
            #expect(rebuilt.cases == 1 && rebuilt.differing.isEmpty)
        }
    }

    @Test func twoGrantsForOnePurposeAreDoubleFunding() async throws {
        try await APIHarness.run { api in
            let play = try await Play(api)
            for (amount, instrument, owner) in [
                ("10 млн", "ind_park_med", "minekonom"), ("20 млн", "sme_programme_65", "sme_corp"),
            ] {
                let use = try await play.need(amount)
                try await play.act("/\(use.use)/match", as: "tomsk_admin", #"{"instrument":"\#(instrument)"}"#)
                try await play.act(
                    "/\(use.use)/apply", as: "ind_park_tomsk", #"{"amount":"\#(amount)","number":"\#(amount)"}"#)
                #expect(try await play.collisions().isEmpty)
                try await play.act("/\(use.use)/grant", as: owner, #"{"amount":"\#(amount)","agreement":"1"}"#)
            }
            #expect(
                try await play.collisions() == [
                    "double_funding ind_park_med;sme_programme_65 М-2016-0001;М-2016-0002 30000000.00 -"
                ])
            let listed = try await api.ask(
                .get, "/v1/instrument-uses?owner=sme_corp&state=GRANTED", as: play.secrets["sme_corp"] ?? ""
            ).json(Page<InstrumentUse>.self)
            #expect(listed.items.map(\.number) == ["М-2016-0002"])
        }
    }

    @Test func faultsAndStrangersAreAnsweredInWords() async throws {
        try await APIHarness.run { api in
            let play = try await Play(api)
            let use = try await play.need("1 млн")
            func problem(_ path: String, as body: String, _ json: String) async throws -> Problem {
                let response = try await play.send(path, as: body, json)
                #expect(response.headers[.contentType] == "application/problem+json")
                return try response.json(Problem.self)
            }
            let ref = "/\(use.use)"
            let grant = try await problem("\(ref)/grant", as: "ind_park_tomsk", #"{"amount":"1","agreement":"1"}"#)
            #expect(grant.status == 403 && grant.code == "not-authorised")
            let early = try await problem("\(ref)/apply", as: "ind_park_tomsk", #"{"amount":"1","number":"1"}"#)
            #expect(early.status == 409 && early.code == "rule-refused")
            let strange = try await problem("\(ref)/withdraw", as: "fano", #"{"reason":"x"}"#)
            #expect(strange.status == 404)
            let money = try await problem("\(ref)/apply", as: "ind_park_tomsk", #"{"amount":"-1","number":"1"}"#)
            #expect(money.status == 400 && money.errors.first?.pointer == "/amount")
            let member = try await problem("\(ref)/match", as: "tomsk_admin", #"{"instrumnt":"ind_park_med"}"#)
            #expect(member.status == 400)
            let word = try await problem("\(ref)/aply", as: "tomsk_admin", "{}")
            #expect(word.status == 404 && word.next == "Did you mean 'apply'?")
            let unknown = try await problem("\(ref)/match", as: "tomsk_admin", #"{"instrument":"nothing"}"#)
            #expect(unknown.code == "unknown-reference")
            let noAction = try await problem(
                "", as: "minekonom", #"{"action":"v9-99","amount":"1","purpose":"x","recipient":"minekonom"}"#)
            #expect(noAction.code == "unknown-reference")
            let why = try await api.ask(.get, "/v1/instrument-uses\(ref)/why", as: "operator")
                .json(InstrumentUseWhy.self)
            #expect(why.duties.map(\.organisation) == ["tomsk_admin"] && why.duties.map(\.act) == [.match])
            let allowed = try await api.ask(
                .get, "/v1/instrument-uses\(ref)/allowed-actions", as: play.secrets["ind_park_tomsk"] ?? ""
            ).json(Page<AllowedAct>.self)
            #expect(allowed.items.filter(\.allowed).map(\.act) == ["withdraw"])
            let tried = try await api.ask(
                .post, "/v1/instrument-uses\(ref)/match?dryRun", as: play.secrets["tomsk_admin"] ?? "",
                json: #"{"instrument":"ind_park_med"}"#
            ).json(InstrumentUseAnswer.self)
            #expect(tried.dryRun == true && tried.state == "MATCHED")
            #expect(try await api.store.log(of: use.use).count == 1)
        }
    }

    @Test func anOperatorEntersWhatCameOnPaper() async throws {
        try await APIHarness.run { api in
            let need = #"{"project":"p-002","amount":"5 млн","purpose":"Оборудование","recipient":"tpu"}"#
            let basis = ["Ino-On-Behalf-Of": "skhk", "Ino-Basis": "0L/QuNGB0YzQvNC+IOKEliA3"]
            let use = try await api.ask(
                .post, "/v1/instrument-uses", as: "operator", key: "0123456789abcdef", headers: basis, json: need
            ).json(InstrumentUseAnswer.self)
            let log = try await api.store.log(of: use.use)
            #expect(log.first?.message.actor.capacity == .operatorOnBehalf)
            #expect(log.first?.message.audience.map(\.organisation).sorted() == ["tomsk_admin", "tpu"])
            let repeated = try await api.ask(
                .post, "/v1/instrument-uses", as: "operator", key: "0123456789abcdef", headers: basis, json: need)
            #expect(repeated.headers[.idempotencyReplayed] == "true")
            #expect(try repeated.json(InstrumentUseAnswer.self) == use)
        }
    }
}
