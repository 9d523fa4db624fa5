// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import HTTPTypes
import HummingbirdTesting
import Store
import TestDatabase
import Testing
import Wire

/// Several inboxes in one request: as each would be alone, and each message once.
@Suite(.database, .timeLimit(.minutes(5))) struct InboxesAPITests {
    /// Three letters: to both, to one, to both.
    private static func send(_ api: APIHarness, prefix: String = "") async throws -> [Identifier] {
        var ids: [Identifier] = []
        for (key, recipients) in [("a", #""tsu","tpu""#), ("b", #""tpu""#), ("c", #""tsu","tpu""#)] {
            let sent = try await api.ask(
                .post, "/v1/messages", as: "minekonom",
                json: #"{"recipients":[\#(recipients)],"key":"\#(prefix + key)","text":"letter \#(key)"}"#)
            ids.append(try sent.json(SendAnswer.self).id)
        }
        return ids
    }

    private static func last(_ organisation: String, _ api: APIHarness) async throws -> Int64 {
        try await api.ask(.get, "/v1/inbox?organisation=\(organisation)&limit=1000", as: "operator")
            .json(InboxPage.self).last
    }

    @Test func eachMessageComesOnceWithItsNumberInEveryInbox() async throws {
        try await APIHarness.run { api in
            let (tsu, tpu) = (try await Self.last("tsu", api), try await Self.last("tpu", api))
            let ids = try await Self.send(api)
            let page = try await api.ask(.get, "/v1/inboxes?after=tpu:\(tpu),tsu:\(tsu)", as: "operator")
                .json(InboxesPage.self)
            #expect(page.inboxes.map(\.organisation) == ["tpu", "tsu"])
            #expect(page.inboxes[0].items.map(\.number) == [tpu + 1, tpu + 2, tpu + 3])
            #expect(page.inboxes[0].items.map(\.message) == ids)
            #expect(page.inboxes[1].items.map(\.message) == [ids[0], ids[2]])
            #expect(
                page.messages.map(\.id) == ids && page.messages.map(\.text) == ["letter a", "letter b", "letter c"])
            #expect(page.inboxes.allSatisfy { !$0.more })
            let cut = try await api.ask(.get, "/v1/inboxes?after=tpu:\(tpu),tsu:\(tsu)&limit=1", as: "operator")
                .json(InboxesPage.self)
            #expect(cut.inboxes.map { $0.items.map(\.message) } == [[ids[0]], [ids[0]]])
            #expect(cut.inboxes.allSatisfy(\.more) && cut.messages.map(\.id) == [ids[0]])
        }
    }

    @Test func receiptsAreWrittenForAllOrForNone() async throws {
        try await APIHarness.run { api in
            _ = try await Self.send(api)
            let gateway = try await api.store.createToken(
                NewToken(name: "gateway", scopes: [.read, .act, .operate]), by: "test"
            ).secret
            let (tsu, tpu) = (try await Self.last("tsu", api), try await Self.last("tpu", api))
            func acknowledge(_ tsu: Int64, _ tpu: Int64, query: String = "") async throws -> TestResponse {
                try await api.ask(
                    .post, "/v1/inboxes/receipts\(query)", as: gateway,
                    json: """
                        {"level":"delivered","receipts":[{"organisation":"tsu","upTo":\(tsu)},\
                        {"organisation":"tpu","upTo":\(tpu)}]}
                        """)
            }
            let beyond = try await acknowledge(tsu, tpu + 1)
            #expect(
                try beyond.json(Problem.self).detail == "The inbox ends at number \(tpu); \(tpu + 1) was never given.")
            let counted = "select count(*)::text from core.receipt where level = 'delivered'"
            #expect(try await TestDatabase.current.value(counted) == "0")
            #expect(
                try await acknowledge(tsu, tpu, query: "?dryRun").json(ReceiptsAnswer.self).receipts.map(\.count) == [
                    Int(tsu), Int(tpu),
                ])
            #expect(try await TestDatabase.current.value(counted) == "0")
            #expect(
                try await acknowledge(tsu, tpu - 1).json(ReceiptsAnswer.self).receipts.map(\.count) == [
                    Int(tsu), Int(tpu) - 1,
                ])
            #expect(try await acknowledge(tsu, tpu).json(ReceiptsAnswer.self).receipts.map(\.count) == [0, 1])
            // While a reader holds the session of one, nothing is written for any.
            _ = try await Self.send(api, prefix: "more-")
            _ = try await api.ask(
                .post, "/v1/inbox/sessions", as: "tpu", json: #"{"holder":"reader"}"#)
            let held = try await acknowledge(tsu + 2, tpu + 3)
            #expect(
                try held.json(Problem.self).code == "session-held", "\(String(decoding: held.bytes, as: UTF8.self))")
            #expect(try await TestDatabase.current.value(counted) == "3")
        }
    }

    @Test(arguments: [
        ("", 400, "bad-request"), ("tsu", 400, "bad-request"), ("tsu:-1", 400, "bad-request"),
        ("tsu:x", 400, "bad-request"), ("tsu:1,tsu:2", 400, "bad-request"), ("nobody:0", 404, "not-found"),
    ])
    func whatNamesNoInboxIsRefused(after: String, status: Int, code: String) async throws {
        try await APIHarness.run { api in
            let answer = try await api.ask(.get, "/v1/inboxes?after=\(after)", as: "operator")
            #expect(answer.status.code == status)
            #expect(try answer.json(Problem.self).code == code)
        }
    }

    @Test func aBodyReadsItsOwnAlone() async throws {
        try await APIHarness.run { api in
            #expect(try await api.ask(.get, "/v1/inboxes?after=tsu:0", as: "tsu").status == .ok)
            let other = try await api.ask(.get, "/v1/inboxes?after=tsu:0,tpu:0", as: "tsu")
            #expect(try other.json(Problem.self).code == "not-authorised")
            let acknowledged = try await api.ask(
                .post, "/v1/inboxes/receipts", as: "tsu",
                json: #"{"level":"delivered","receipts":[{"organisation":"tpu","upTo":1}]}"#)
            #expect(try acknowledged.json(Problem.self).code == "not-authorised")
        }
    }
}
