// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import TestDatabase
import Testing
import Wire

@testable import inod

/// Every path that writes can be tried without being done.
@Suite(.database, .timeLimit(.minutes(5))) struct DryRunTests {
    /// A request that its path carries out, and stores something.
    struct Example {
        let who: String
        let path: String
        var body = "{}"
        var headers: [String: String] = [:]
    }

    @Test func everyPathThatWritesCanBeTriedAndStoresNothing() async throws {
        try await HookServer.run { hooks in
            try await APIHarness.run { api in try await Self.tryEveryPath(of: api, hooks) }
        }
    }

    private static func tryEveryPath(of api: APIHarness, _ hooks: HookServer) async throws {
        let database = try TestDatabase.current
        let examples = try await Self.examples(api).merging(WebhookAPITests.examples(api, hooks)) { one, _ in one }
        for write in api.writes {
            let name = "\(write.method) \(write.path)"
            guard let example = examples[name] else {
                Issue.record("\(name) has no example here: give it one that stores something when it is not tried")
                continue
            }
            let before = try await database.contents()
            let mark = example.path.contains("?") ? "&" : "?"
            let tried = try await api.ask(
                write.method, example.path + mark + "dryRun", as: example.who, headers: example.headers,
                json: example.body)
            #expect(tried.status == .ok, "\(name): \(String(decoding: tried.bytes, as: UTF8.self))")
            #expect(tried.headers[.dryRun] == "true", "\(name)")
            #expect(try await Self.changed(since: before, in: database) == [], "\(name) stored something")
            let done = try await api.ask(
                write.method, example.path, as: example.who, key: Self.key(), headers: example.headers,
                json: example.body)
            let answer = String(decoding: done.bytes, as: UTF8.self)
            #expect((200...201).contains(done.status.code), "\(name): \(answer)")
            #expect(done.headers[.dryRun] == nil, "\(name)")
            let kept = try await Self.changed(since: before, in: database)
            #expect(kept != [], "\(name): its example stores nothing")
        }
    }

    @Test func whatIsTriedAtOnceDoesNotStandInItsOwnWay() async throws {
        try await APIHarness.run { api in
            let batch = try await api.ask(
                .post, "/v1/messages/batch?dryRun", as: "minekonom",
                json: #"{"messages":[{"recipients":["tsu"],"text":"one"},{"recipients":["tsu"],"text":"two"}]}"#)
            #expect(try batch.json(BatchAnswer.self).items.map(\.status) == [200, 200])
            let sent = try await api.ask(
                .post, "/v1/messages", as: "minekonom", json: #"{"recipients":["tsu"],"key":"dry-run","text":"a key"}"#)
            #expect(sent.status == .created)
            let tried = try await api.ask(
                .post, "/v1/messages?dryRun", as: "minekonom", json: #"{"recipients":["tsu"],"text":"another"}"#)
            #expect(tried.status == .ok)
        }
    }

    @Test func aTokenThatWasOnlyTriedHasNoSecret() async throws {
        try await APIHarness.run { api in
            let tried = try await api.ask(
                .post, "/v1/tokens?dryRun", as: "operator",
                json: #"{"name":"x","organisation":"tsu","scopes":["read"]}"#)
            let created = try tried.json(TokenCreated.self)
            #expect(created.secret == nil)
            #expect(created.token.organisation == "tsu")
        }
    }

    private static func changed(since before: [String: String], in database: TestDatabase) async throws -> [String] {
        try await database.contents().filter { before[$0.key] != $0.value }.keys.sorted()
    }

    private static func key() -> String { "key-of-an-example-\(Int.random(in: 0..<1_000_000_000))" }

    /// What has to be there first, and a request for each path that writes.
    private static func examples(_ api: APIHarness) async throws -> [String: Example] {
        let instruction = try await api.ask(
            .post, "/v1/instructions", as: "minekonom", key: key(),
            json: #"{"responsible":"tsu","text":"x","basis":"b","mark":"срочно"}"#
        ).json(ActAnswer.self).instruction
        let need = #"{"action":"v1-09","amount":"1 млн","purpose":"x","recipient":"ind_park_tomsk"}"#
        let use = try await api.ask(.post, "/v1/instrument-uses", as: "minekonom", key: key(), json: need)
            .json(InstrumentUseAnswer.self).use
        let draft = String(ApprovalAPITests.draft.dropLast()) + #","draftOnly":true}"#
        let approval = try await api.ask(.post, "/v1/approvals", as: "minekonom", key: key(), json: draft)
            .json(ApprovalAnswer.self).approval
        let token = try await api.store.createToken(
            NewToken(name: "old", organisation: "tsu", scopes: [.read]), by: "test"
        ).token.id
        let letter = #"{"recipients":["tsu"],"key":"KEY","text":"x"}"#
        let session = try await api.ask(.post, "/v1/inbox/sessions", as: "tpu", json: #"{"holder":"first"}"#)
            .json(SessionView.self).session
        return [
            "POST /v1/programmes": Example(
                who: "operator", path: "/v1/programmes",
                body: #"{"code":"next","nameEn":"Next","nameRu":"Далее","zone":"Asia/Tomsk"}"#),
            "POST /v1/programmes/{code}/clock": Example(
                who: "operator", path: "/v1/programmes/ino-tomsk/clock", body: #"{"to":"2016-04-01T00:00:00Z"}"#),
            "POST /v1/registry/import": Example(
                who: "operator", path: "/v1/registry/import?programme=ino-tomsk", body: try registry()),
            "POST /v1/calendar/import": Example(
                who: "operator", path: "/v1/calendar/import", body: try calendar(for: "other")),
            "POST /v1/messages": Example(
                who: "minekonom", path: "/v1/messages?programme=ino-tomsk",
                body: letter.replacing("KEY", with: "alone")),
            "POST /v1/messages/batch": Example(
                who: "minekonom", path: "/v1/messages/batch?programme=ino-tomsk",
                body: #"{"messages":[\#(letter.replacing("KEY", with: "in a batch"))]}"#),
            "POST /v1/events": Example(
                who: "minekonom", path: "/v1/events?programme=ino-tomsk", body: #"{"a":1}"#,
                headers: [
                    "ce-specversion": "1.0", "ce-id": "1", "ce-source": "/x", "ce-type": "ru.x", "ce-recipients": "tsu",
                ]),
            "POST /v1/attachments": Example(
                who: "minekonom", path: "/v1/attachments?programme=ino-tomsk", body: "content",
                headers: ["Content-Type": "text/plain"]),
            "POST /v1/messages/stream": Example(
                who: "minekonom", path: "/v1/messages/stream?programme=ino-tomsk",
                body: letter.replacing("KEY", with: "in a stream") + "\n"),
            "POST /v1/inboxes/receipts": Example(
                who: "tsu", path: "/v1/inboxes/receipts?programme=ino-tomsk",
                body: #"{"level":"registered","receipts":[{"organisation":"tsu","upTo":1}]}"#),
            "POST /v1/inbox/receipts": Example(
                who: "tsu", path: "/v1/inbox/receipts?programme=ino-tomsk", body: #"{"upTo":1,"level":"delivered"}"#),
            "POST /v1/inbox/sessions": Example(
                who: "tsu", path: "/v1/inbox/sessions", body: #"{"holder":"reader 1"}"#),
            "POST /v1/inbox/sessions/{session}/{act}": Example(
                who: "tpu", path: "/v1/inbox/sessions/\(session ?? 0)/renew", body: #"{"seconds":600}"#),
            "POST /v1/instructions": Example(
                who: "minekonom", path: "/v1/instructions?programme=ino-tomsk",
                body: #"{"responsible":"tpu","text":"x","basis":"b","mark":"срочно"}"#),
            "POST /v1/instructions/{ref}/{act}": Example(
                who: "tsu", path: "/v1/instructions/\(instruction)/register", body: #"{"recipientNumber":"1"}"#),
            "POST /v1/instrument-uses": Example(
                who: "minekonom", path: "/v1/instrument-uses?programme=ino-tomsk", body: need),
            "POST /v1/instrument-uses/{ref}/{act}": Example(
                who: "minekonom", path: "/v1/instrument-uses/\(use)/withdraw", body: #"{"reason":"x"}"#),
            "POST /v1/approvals": Example(
                who: "minekonom", path: "/v1/approvals?programme=ino-tomsk", body: ApprovalAPITests.draft),
            "POST /v1/approvals/{ref}/{act}": Example(who: "minekonom", path: "/v1/approvals/\(approval)/submit"),
            "POST /v1/tokens": Example(
                who: "operator", path: "/v1/tokens", body: #"{"name":"x","organisation":"tsu","scopes":["read"]}"#),
            "POST /v1/broker/flows/{flow}/pause": Example(
                who: "operator", path: "/v1/broker/flows/webhook/pause", body: #"{"reason":"x"}"#),
            // The path before it has paused it.
            "POST /v1/broker/flows/{flow}/resume": Example(
                who: "operator", path: "/v1/broker/flows/webhook/resume"),
            "DELETE /v1/tokens/{id}": Example(who: "operator", path: "/v1/tokens/\(token)"),
        ].merging(try await edits(api)) { first, _ in first }
    }

    /// The four ways to edit each of the four registers.
    private static func edits(_ api: APIHarness) async throws -> [String: Example] {
        let source = #""provenance":"sample","evidence":"invented","source_note":"invented""#
        let names = #""name_en":"New","name_ru":"Новое""#
        let member = #""membership_provenance":"sample","work_area":"tech_business""#
        let registers: [(noun: RegistryNoun, codes: [String], new: String)] = [
            (
                .organisation, ["tusur", "tpu", "sibkabel", "mikran"],
                #"\#(names),"kind":"sme","membership_provenance":"sample""#
            ),
            (
                .instrument, ["d218", "d219", "d220", "ftp_rd"],
                #"\#(names),\#(member),"owner":"minekonom","kind":"grant","summary":"New","legal_basis_evidence":"none""#
            ),
            (
                .project, ["p-010", "p-002", "p-003", "p-004"],
                #""title_en":"Sample project","title_ru":"Пример","kind":"social","work_area":"tech_business","#
                    + #""lead":"eb_sample_1","status":"planned","details_provenance":"sample","numbers_provenance":"none""#
            ),
            (
                .person, ["fomichev", "zhvachkin", "kotyukov", "choynzonov"],
                #""name_en":"New","organisation":"tsu","position_en":"Clerk""#
            ),
        ]
        let programme = "?programme=ino-tomsk"
        var examples: [String: Example] = [:]
        for (noun, codes, new) in registers {
            let path = "/v1/\(noun.collection)"
            let record = try await api.ask(.get, "\(path)/\(codes[0])/record", as: "operator").json(RegistryRecord.self)
            let name = #"{"fields":{"\#(noun.nameColumns[0])":"Another","source_note":"№ 1, prior knowledge, http"}}"#
            let kind = noun == .project ? name.replacing("Another", with: "Sample other") : name
            examples["POST \(path)"] = Example(
                who: "operator", path: path + programme, body: #"{"code":"new-row","fields":{\#(new),\#(source)}}"#)
            examples["PATCH \(path)/{code}"] = Example(
                who: "operator", path: "\(path)/\(codes[0])\(programme)", body: kind,
                headers: ["If-Match": record.revision])
            examples["POST \(path)/{code}/rename"] = Example(
                who: "operator", path: "\(path)/\(codes[1])/rename\(programme)", body: kind)
            examples["POST \(path)/{code}/merge"] = Example(
                who: "operator", path: "\(path)/\(codes[2])/merge\(programme)",
                body: #"{"into":"\#(codes[3])","sourceNote":"указ № 1"}"#)
        }
        return examples.merging(try await parts(api)) { first, _ in first }
    }

    /// What an instrument is, each row with something to change, to end and to take away.
    private static func parts(_ api: APIHarness) async throws -> [String: Example] {
        let invented = #""source_note":"invented","provenance":"sample","evidence":"invented""#
        let rows: [(part: InstrumentPart, new: String, changed: String)] = [
            (.window, #""opens":"KEY","closes":"2016-12-31""#, #""closes":"2017""#),
            (.recipient, #""stakeholder":"KEY","role":"participant""#, #""valid_to":"2017""#),
            (.budget, #""year":"KEY","amount_mrub":"300""#, #""amount_mrub":"301""#),
        ]
        let keys: [InstrumentPart: [String]] = [
            .window: ["2016-04", "2016-05", "2016-06", "2016-07"], .recipient: ["tsu", "fano", "minstroy", "mintrans"],
            .budget: ["2016", "2017", "2018", "2019"],
        ]
        let programme = "?programme=ino-tomsk"
        var examples: [String: Example] = [:]
        for (part, new, changed) in rows {
            let list = "/v1/instruments/sez_tomsk/\(part.collection)"
            let known = "/v1/instruments/{code}/\(part.collection)"
            let named = ([known] + part.keyColumns.map { "{\($0)}" }).joined(separator: "/")
            var revision = ""
            for (number, key) in (keys[part] ?? []).enumerated() {
                let body = #"{"fields":{\#(new.replacing("KEY", with: key)),\#(invented)}}"#
                let path = "\(list)/\(key)" + (part == .recipient ? "/participant" : "")
                if number == 0 {
                    examples["POST \(known)"] = Example(who: "operator", path: list + programme, body: body)
                    continue
                }
                let made = try await api.ask(.post, list, as: "operator", key: Self.key(), json: body)
                revision = try made.json(RegistryEdited.self).revision ?? ""
                examples[["PATCH \(named)", "POST \(named)/end", "POST \(named)/remove"][number - 1]] = Example(
                    who: "operator", path: path + ["", "/end", "/remove"][number - 1] + programme,
                    body: [
                        #"{"fields":{\#(changed),"source_note":"invented: anew"}}"#,
                        #"{"on":"2016-08-01","fields":{"source_note":"invented: anew"}}"#, #"{"sourceNote":"error"}"#,
                    ][number - 1], headers: number == 1 ? ["If-Match": revision] : [:])
            }
        }
        return examples
    }

    /// The registry with another name of one organisation, as a body of an import.
    static func registry() throws -> String {
        var files = try APIHarness.referenceFiles()
        files["working_calendar_ru.csv"] = nil
        let before = String(decoding: files["stakeholders.csv"] ?? [], as: UTF8.self)
        files["stakeholders.csv"] = Array(
            before.replacing("Ministry of Economic Development of", with: "Ministry of Economy of").utf8)
        let members = files.map { #"{"name":"\#($0.key)","base64":"\#(Data($0.value).base64EncodedString())"}"# }
        return #"{"files":[\#(members.joined(separator: ","))]}"#
    }

    /// A working calendar, as a body of an import.
    static func calendar(for name: String) throws -> String {
        let days = Data(try APIHarness.referenceFiles()["working_calendar_ru.csv"] ?? []).base64EncodedString()
        return #"{"calendar":"\#(name)","file":{"name":"working_calendar_ru.csv","base64":"\#(days)"}}"#
    }
}
