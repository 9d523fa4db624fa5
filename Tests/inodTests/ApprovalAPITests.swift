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

/// Approvals over HTTP: a document of minekonom goes round tsu and tpu, and fano signs.
@Suite(.database, .timeLimit(.minutes(5))) struct ApprovalAPITests {
    static let text = "Дорожная карта, редакция 2"
    static let hash = "959282374bd701713b465c68e284ca7acc182d659f07aed585ce5c6bc6327245"
    static let draft = draft(hash: hash)

    static func draft(hash: String, text: String = text) -> String {
        """
        {"document":{"title":"Дорожная карта","text":"\(text)","contentHash":"\(hash)"},"note":"Прошу согласовать",\
        "route":[{"name":"Университеты","approvers":[{"organisation":"tsu"},{"organisation":"tpu"}]}],"signer":"fano"}
        """
    }

    /// Persons' tokens: votes are theirs.
    private func persons(_ api: APIHarness) async throws -> [String: String] {
        var tokens: [String: String] = [:]
        for body in ["minekonom", "tsu", "tpu", "fano"] {
            let new = NewToken(
                name: "p-\(body)", person: "sample-\(body)-signatory", position: "Signatory", organisation: body,
                scopes: [.read, .act])
            tokens[body] = try await api.store.createToken(new, by: "test").secret
        }
        return tokens
    }

    private func vote(_ vote: String, hash: String = hash, remarks: String = "[]") -> String {
        #"{"vote":"\#(vote)","contentHash":"\#(hash)","remarks":\#(remarks)}"#
    }

    @Test func anApprovalGoesRoundOverHTTP() async throws {
        try await APIHarness.run { api in
            let who = try await self.persons(api)
            func key() -> String { "key-\(UUID().uuidString.prefix(20))" }
            func post(_ path: String, as body: String, _ json: String) async throws -> TestResponse {
                try await api.ask(.post, "/v1/approvals\(path)", as: who[body] ?? "", key: key(), json: json)
            }
            let created = try await post("", as: "minekonom", Self.draft)
            #expect(created.status == .created, "\(String(decoding: created.bytes, as: UTF8.self))")
            let answer = try created.json(ApprovalAnswer.self)
            #expect(
                answer.number == "С-\(answer.number?.split(separator: "-").dropFirst().joined(separator: "-") ?? "")")
            #expect(answer.state == "ROUTED" && answer.stage == "Университеты" && answer.cycle == 1)
            #expect(answer.audience?.map(\.organisation).sorted() == ["fano", "tpu", "tsu"])
            let ref = answer.approval.description

            let due = try await api.ask(.get, "/v1/tasks", as: who["tsu"] ?? "").json(Page<TaskItem>.self).items
            #expect(due.map(\.approval) == [answer.approval] && due.map(\.acts) == [["vote"]])
            #expect(due.map(\.role) == ["approver"])

            let remarks = #"[{"point":"п. 3","text":"Уточнить срок"}]"#
            #expect(
                try await post("/\(ref)/vote", as: "tsu", self.vote("WITH_REMARKS", remarks: remarks)).status == .ok)
            // Until the stage ends, what tsu said is for the author.
            let seen = try await api.ask(.get, "/v1/approvals/\(ref)", as: who["tpu"] ?? "").json(Approval.self)
            #expect(seen.votes.isEmpty && seen.remarks.isEmpty)
            let log = try await api.ask(.get, "/v1/approvals/\(ref)/log", as: who["tpu"] ?? "")
            #expect(try log.json(Page<MessageView>.self).items.map(\.kind) == ["approval.submit"])
            let why = try await api.ask(.get, "/v1/approvals/\(ref)/why", as: who["minekonom"] ?? "")
            #expect(try why.json(ApprovalWhy.self).quorum?.tally.consents == 1)
            #expect(try why.json(ApprovalWhy.self).waits.map(\.organisation) == ["tpu"])
            let other = try await api.ask(.get, "/v1/approvals/\(ref)/why", as: who["tpu"] ?? "")
            #expect(try other.json(ApprovalWhy.self).quorum == nil)
            #expect(try other.json(ApprovalWhy.self).openRemarks.isEmpty)

            let last = try await post("/\(ref)/vote", as: "tpu", self.vote("APPROVED"))
            #expect(try last.json(ApprovalAnswer.self).state == "APPROVED")
            let sign = #"{"number":"17-р","contentHash":"\#(Self.hash)"}"#
            let early = try await post("/\(ref)/sign", as: "fano", sign)
            #expect(try early.json(Problem.self).rule == "A13" && early.status == .conflict)
            let tasks = try await api.ask(.get, "/v1/tasks", as: who["minekonom"] ?? "").json(Page<TaskItem>.self).items
            #expect(tasks.map(\.role) == ["author"] && tasks.first?.acts.contains("answer") == true)
            let reply = #"{"replies":[{"remark":1,"accepted":true,"text":"Учтено"}]}"#
            #expect(try await post("/\(ref)/answer", as: "minekonom", reply).status == .ok)
            let signing = try await api.ask(.get, "/v1/tasks", as: who["fano"] ?? "").json(Page<TaskItem>.self).items
            #expect(signing.map(\.acts) == [["sign"]])
            #expect(try await post("/\(ref)/sign", as: "fano", sign).json(ApprovalAnswer.self).state == "SIGNED")
            let list = try await api.ask(.get, "/v1/approvals?state=SIGNED", as: who["tsu"] ?? "")
            #expect(try list.json(Page<Approval>.self).items.map(\.id) == [answer.approval])
            let acts = try await api.ask(.get, "/v1/approvals/\(ref)/allowed-actions", as: who["tsu"] ?? "")
            #expect(try acts.json(Page<AllowedAct>.self).items.allSatisfy { !$0.allowed && $0.why != nil })
        }
    }

    @Test func everyFaultIsAProblemWithACodeAndNothingIsStored() async throws {
        try await APIHarness.run { api in
            let who = try await self.persons(api)
            func ask(
                _ path: String, as body: String, _ json: String, headers: [String: String] = [:]
            ) async throws -> (Int, Problem) {
                let key = "key-\(UUID().uuidString.prefix(20))"
                let answer = try await api.ask(
                    .post, "/v1/approvals\(path)", as: who[body] ?? body, key: key, headers: headers, json: json)
                return (answer.status.code, try answer.json(Problem.self))
            }
            let made = try await api.ask(
                .post, "/v1/approvals", as: who["minekonom"] ?? "", key: "key-0000-0000-0000", json: Self.draft)
            let ref = try made.json(ApprovalAnswer.self).approval.description
            let other = String(repeating: "b", count: 64)
            let paper = ["Ino-On-Behalf-Of": "tsu", "Ino-Basis": Data("письмо 3".utf8).base64EncodedString()]
            let faults: [(String, (Int, Problem), Int, String)] = [
                ("wrong hash", try await ask("", as: "minekonom", Self.draft(hash: other)), 400, "bad-request"),
                ("unknown member", try await ask("", as: "minekonom", #"{"x":1}"#), 400, "bad-request"),
                ("no body", try await ask("", as: "minekonom", ""), 400, "bad-request"),
                ("unknown act", try await ask("/\(ref)/approve", as: "tsu", "{}"), 404, "not-found"),
                ("no such approval", try await ask("/zzzzz/vote", as: "tsu", self.vote("APPROVED")), 404, "not-found"),
                ("unknown vote", try await ask("/\(ref)/vote", as: "tsu", self.vote("YES")), 400, "bad-request"),
                (
                    "other hash", try await ask("/\(ref)/vote", as: "tsu", self.vote("APPROVED", hash: other)), 409,
                    "rule-refused"
                ),
                ("no remarks", try await ask("/\(ref)/vote", as: "tsu", self.vote("REFUSED")), 409, "rule-refused"),
                (
                    "author votes", try await ask("/\(ref)/vote", as: "minekonom", self.vote("APPROVED")), 403,
                    "not-authorised"
                ),
                (
                    "operator votes",
                    try await ask(
                        "/\(ref)/vote", as: "operator", self.vote("APPROVED"), headers: paper), 403, "not-authorised"
                ),
                (
                    "early signature",
                    try await ask(
                        "/\(ref)/sign", as: "fano", #"{"number":"1","contentHash":"\#(Self.hash)"}"#), 409,
                    "rule-refused"
                ),
                (
                    "early resubmission",
                    try await ask(
                        "/\(ref)/resubmit", as: "minekonom",
                        #"{"document":{"title":"x","reference":"v2","contentHash":"\#(Self.hash)"},"note":"x"}"#), 409,
                    "rule-refused"
                ),
                (
                    "empty reason", try await ask("/\(ref)/withdraw", as: "minekonom", #"{"reason":" "}"#), 409,
                    "rule-refused"
                ),
            ]
            for (name, (status, problem), expected, code) in faults {
                #expect(status == expected && problem.code == code, "\(name): \(status) \(problem)")
            }
            // A system's token of the body acts for it, and does not vote.
            let system = try await api.ask(
                .post, "/v1/approvals/\(ref)/vote", as: "tsu", key: "key-1111-1111-1111", json: self.vote("APPROVED"))
            #expect(system.status == .forbidden)
            #expect(try await api.store.approval(try #require(Identifier(ref))).approval.revision == 2)
            let hidden = try await api.ask(.get, "/v1/approvals?state=NEVER", as: "tsu")
            #expect(hidden.status == .badRequest)
        }
    }

    @Test func aStrangerSeesNothingAndADryRunStoresNothing() async throws {
        try await APIHarness.run { api in
            let who = try await self.persons(api)
            let dry = try await api.ask(
                .post, "/v1/approvals?dryRun", as: who["minekonom"] ?? "", json: Self.draft)
            #expect(try dry.json(ApprovalAnswer.self).dryRun == true && dry.status == .ok)
            #expect(try await api.store.approvals(ApprovalFilter()).isEmpty)
            let draft = Self.draft.dropLast() + #","draftOnly":true}"#
            let made = try await api.ask(
                .post, "/v1/approvals", as: who["minekonom"] ?? "", key: "key-0000-0000-0000", json: String(draft))
            let ref = try made.json(ApprovalAnswer.self).approval
            #expect(try made.json(ApprovalAnswer.self).state == "DRAFT")
            let stranger = try await api.ask(.get, "/v1/approvals/\(ref)", as: who["tsu"] ?? "")
            #expect(stranger.status == .notFound)
            let submitted = try await api.ask(
                .post, "/v1/approvals/\(ref)/submit", as: who["minekonom"] ?? "", key: "key-2222-2222-2222", json: "{}")
            #expect(try submitted.json(ApprovalAnswer.self).state == "ROUTED")
        }
    }
}
