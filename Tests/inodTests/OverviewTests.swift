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

/// What shows many cases at once: the audit log, the day's screen, the filters of lists.
@Suite(.database, .timeLimit(.minutes(5))) struct OverviewTests {
    private static let draft =
        #"{"responsible":"tsu","text":"Подготовить предложения","basis":"протокол № 1","mark":"срочно"}"#

    private static func issue(_ api: APIHarness, key: String = "overview-key-0001", _ draft: String = draft)
        async throws
        -> ActAnswer
    {
        let answer = try await api.ask(.post, "/v1/instructions", as: "minekonom", key: key, json: draft)
        #expect(answer.status == .created)
        return try answer.json(ActAnswer.self)
    }

    @Test func aReportIsHeldToValuesAndAnUnknownColumnIsNamedWithTheNearest() async throws {
        try await APIHarness.run { api in
            let path = "/v1/reports/organisation?where=organisation_code%3Dtsu"
            let one = try await api.ask(.get, path, as: "operator").json(ReportTable.self)
            #expect(one.rows.count == 1)
            let both = try await api.ask(.get, path + "&where=kind%3Dsme", as: "operator").json(ReportTable.self)
            #expect(both.rows.isEmpty)
            let slip = try await api.ask(.get, "/v1/reports/organisation?where=organisation_kode%3Dtsu", as: "operator")
            let problem = try slip.json(Problem.self)
            #expect(slip.status == .badRequest && problem.code == "unknown-column")
            #expect(problem.next == "Did you mean 'organisation_code'?")
            #expect(problem.errors.first?.detail.contains("kind_ru") == true)
            for wrong in ["where=tsu", "where=code%3Da&where=code%3Db"] {
                let refused = try await api.ask(.get, "/v1/reports/organisation?\(wrong)", as: "operator")
                #expect(refused.status == .badRequest)
            }
        }
    }

    @Test func anAuditorReadsAllAndActsNever() async throws {
        try await APIHarness.run { api in
            let issued = try await Self.issue(api)
            let auditor = try await api.store.createToken(NewToken(name: "auditor", scopes: [.audit]), by: "t").secret
            for path in [
                "/v1/audit", "/v1/instructions", "/v1/instructions/\(issued.instruction)", "/v1/messages",
                "/v1/broker/status", "/v1/today", "/v1/tasks?organisation=tsu", "/v1/inbox?organisation=tsu",
                "/v1/organisations", "/v1/reports/instruction", "/v1/whoami",
            ] {
                #expect(try await api.ask(.get, path, as: auditor).status == .ok, "\(path)")
            }
            for (method, path) in [
                (HTTPRequest.Method.post, "/v1/instructions"),
                (.post, "/v1/instructions/\(issued.instruction)/register"),
                (.post, "/v1/messages"), (.post, "/v1/messages/batch"), (.post, "/v1/inbox/receipts"),
                (.post, "/v1/registry/import"), (.post, "/v1/calendar/import"), (.post, "/v1/tokens"),
                (.delete, "/v1/tokens/0000000000000"), (.post, "/v1/programmes"),
                (.post, "/v1/programmes/ino-tomsk/clock"), (.get, "/v1/tokens"),
            ] {
                let answer = try await api.ask(
                    method, path, as: auditor, key: "auditor-key-00001", headers: ["Ino-On-Behalf-Of": "tsu"],
                    body: method == .get ? nil : Array("{}".utf8))
                #expect(answer.status == .forbidden, "\(method) \(path)")
            }
        }
    }

    @Test func theAuditLogSaysWhoDidWhatNewestFirst() async throws {
        try await APIHarness.run { api in
            let issued = try await Self.issue(api)
            let page = try await api.ask(.get, "/v1/audit?limit=3", as: "operator").json(Page<AuditEntry>.self)
            #expect(page.items.first?.kind == "instruction.issue")
            #expect(page.items.first?.organisation == "minekonom")
            #expect(page.items.first?.capacity == "own")
            #expect(page.items.first?.caseId == issued.instruction)
            #expect(page.items.first?.detail.contains("tsu") == true)

            var all: [AuditEntry] = []
            var next: String?
            repeat {
                let after = next.map { "&after=\($0)" } ?? ""
                let page = try await api.ask(.get, "/v1/audit?limit=2\(after)", as: "operator").json(
                    Page<AuditEntry>.self)
                all += page.items
                next = page.next
            } while next != nil
            let whole = try await api.ask(.get, "/v1/audit?limit=1000", as: "operator").json(Page<AuditEntry>.self)
            #expect(all == whole.items)
            #expect(all.map(\.at) == all.map(\.at).sorted(by: >))
            #expect(all.contains { $0.kind == "token.created" && $0.detail.contains("tsu") && $0.by == "test" })

            let tokens = try await api.ask(.get, "/v1/audit?kind=token", as: "operator").json(Page<AuditEntry>.self)
            #expect(!tokens.items.isEmpty && tokens.items.allSatisfy { $0.kind.hasPrefix("token.") })
            let one = try await api.ask(
                .get, "/v1/audit?kind=instruction&organisation=minekonom&case=\(issued.instruction)", as: "operator"
            ).json(Page<AuditEntry>.self)
            #expect(one.items.map(\.kind) == ["instruction.issue", "instruction.create"])
            #expect(try await api.ask(.get, "/v1/audit", as: "minekonom").status == .forbidden)
            #expect(try await api.ask(.get, "/v1/audit?after=x", as: "operator").status == .badRequest)
        }
    }

    @Test func todayShowsWhatWaitsForABodyAndWhatItGaveThatIsLate() async throws {
        try await APIHarness.run { api in
            let start = try await api.store.programme("ino-tomsk").now
            func given(_ text: String, days: Int) async throws -> String {
                let day = start.adding(seconds: days * 86_400).description.prefix(10)
                let draft = #"{"responsible":"tsu","text":"\#(text)","basis":"b","deadline":"\#(day)"}"#
                return try #require(await Self.issue(api, key: "overview-key-\(days + 1000)", draft).number)
            }
            let late = try await given("Просрочено", days: 3)
            let near = try await given("Скоро", days: 9)
            let far = try await given("Потом", days: 40)
            // Who has not registered in time is late with that, whatever the term of the instruction.
            for (number, place) in [(near, 1), (far, 2)] {
                let id = try await api.store.caseReference(.instruction, number).id
                let registered = try await api.ask(
                    .post, "/v1/instructions/\(id)/register", as: "tsu", key: "overview-register-\(place)",
                    json: #"{"recipientNumber":"\#(place)"}"#)
                #expect(registered.status == .ok)
            }
            _ = try await api.store.setProgrammeClock(
                "ino-tomsk", to: start.adding(seconds: 5 * 86_400), by: "test")
            let tsu = try await api.ask(.get, "/v1/today", as: "tsu").json(Today.self)
            #expect(tsu.organisation == "tsu")
            func references(_ today: Today, _ kind: TodayItem.Kind) -> [String] {
                today.items.filter { $0.kind == kind }.map(\.reference)
            }
            #expect(references(tsu, .dueSoon).contains(near))
            #expect(references(tsu, .waits).contains(far))
            #expect(references(tsu, .messages) == ["tsu"])
            #expect(tsu.items.first { $0.reference == near }?.acts.contains("assign") == true)
            let ministry = try await api.ask(.get, "/v1/today", as: "minekonom").json(Today.self)
            let office = try await api.ask(.get, "/v1/today", as: "operator").json(Today.self)
            #expect(office.organisation == nil)
            #expect(references(office, .dueSoon).contains(near))
            #expect((1...5).contains(references(office, .messages).count))
            #expect(references(tsu, .overdue) == [late])
            #expect(references(ministry, .issuedLate) == [late])
            #expect(references(office, .overdue) == [late])
            #expect(try await api.ask(.get, "/v1/today?organisation=tpu", as: "tsu").status == .forbidden)
        }
    }

    @Test func aReportAnswersAsOfAMoment() async throws {
        try await APIHarness.run { api in
            _ = try await Self.issue(api)
            let path = "/v1/reports/instruction_state_asof?asOf=2015-01-01T00:00:00Z"
            let before = try await api.ask(.get, path, as: "operator")
            #expect(before.status == .ok, "\(String(decoding: before.bytes, as: UTF8.self))")
            #expect(try before.json(ReportTable.self).rows.isEmpty)
        }
    }

    @Test func aTokenLearnsWhoItIs() async throws {
        try await APIHarness.run { api in
            let me = try await api.ask(.get, "/v1/whoami", as: "tsu").json(WhoAmI.self)
            #expect(me.organisation == "tsu" && me.scopes == ["act", "read", "send"] && me.expiresAt != nil)
        }
    }

    @Test func listsTakeTheFiltersTheirRowsCanAnswerAndRefuseTheOthers() async throws {
        try await APIHarness.run { api in
            let issued = try await Self.issue(
                api, key: "overview-key-0005",
                #"{"responsible":"tsu","text":"Отчёт о гранте","aboutAction":"v1-05","mark":"срочно"}"#)
            for query in [
                "about=v1-05", "mark=%D1%81%D1%80%D0%BE%D1%87%D0%BD%D0%BE", "q=%D0%93%D0%A0%D0%90%D0%9D%D0%A2",
                "party=tsu",
            ] {
                let found = try await api.ask(.get, "/v1/instructions?\(query)", as: "operator").json(
                    Page<Instruction>.self)
                #expect(found.items.map(\.id) == [issued.instruction], "\(query)")
            }
            for query in ["about=v1-06", "party=tpu", "q=%D1%8F%D1%8F%D1%8F"] {
                let found = try await api.ask(.get, "/v1/instructions?\(query)", as: "operator").json(
                    Page<Instruction>.self)
                #expect(found.items.isEmpty, "\(query)")
            }
            let sent = try await api.ask(.get, "/v1/messages?kind=instruction", as: "minekonom").json(
                Page<MessageView>.self)
            #expect(sent.items.map(\.kind) == ["instruction.issue", "instruction.create"])
            let done = try await api.ask(.get, "/v1/actions?version=v1&status=done&limit=1000", as: "tsu").json(
                Page<RoadmapAction>.self)
            #expect(done.items.count == 42)
            let early = try await api.ask(.get, "/v1/actions?dueBy=2015-12-31&version=v1", as: "tsu").json(
                Page<RoadmapAction>.self)
            #expect(!early.items.isEmpty && early.items.allSatisfy { $0.due.lastDay.description <= "2015-12-31" })
            for path in [
                "/v1/persons?kind=x", "/v1/meetings?status=done", "/v1/indicators?cluster=x", "/v1/actions?kind=x",
                "/v1/messages?text=x", "/v1/instructions?due=soon",
            ] {
                #expect(try await api.ask(.get, path, as: "tsu").status == .badRequest, "\(path)")
            }
            #expect(try await api.ask(.get, "/v1/messages?sender=tpu", as: "tsu").status == .forbidden)
        }
    }
}
