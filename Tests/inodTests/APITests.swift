// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import TestDatabase
import Testing
import Wire

@testable import inod

@Suite(.database, .timeLimit(.minutes(5))) struct APITests {
    struct Fault: Sendable {
        let name: String
        var method = HTTPRequest.Method.post
        let path: String
        var who: String? = "minekonom"
        var key: String?
        var headers: [String: String] = [:]
        var body: [UInt8]?
        let status: Int
        let code: String
        var entry: String?
    }

    private static let letter = Array(#"{"recipients":["tsu"],"key":"fault","text":"x"}"#.utf8)
    private static let draft = Array(#"{"responsible":"tsu","text":"x","basis":"b","mark":"срочно"}"#.utf8)
    private static let key = "0123456789abcdef"

    private static let faults: [Fault] = [
        Fault(
            name: "malformed JSON", path: "/v1/messages", body: Array(#"{"recipients":["tsu"]"#.utf8), status: 400,
            code: "bad-request", entry: "malformed-json"),
        Fault(
            name: "unknown member", path: "/v1/messages",
            body: Array(#"{"recipients":["tsu"],"key":"k","text":"x","texxt":"y"}"#.utf8), status: 400,
            code: "bad-request", entry: "unknown-member"),
        Fault(
            name: "wrong type", path: "/v1/messages", body: Array(#"{"recipients":"tsu","key":"k","text":"x"}"#.utf8),
            status: 400, code: "bad-request", entry: "wrong-type"),
        Fault(
            name: "bad UTF-8", path: "/v1/messages",
            body: Array(#"{"text":""#.utf8) + [0xff, 0xfe] + Array("\"}".utf8),
            status: 400, code: "bad-request", entry: "invalid-utf8"),
        Fault(
            name: "10 MB body", path: "/v1/messages", body: [UInt8](repeating: 0x20, count: 10_000_000), status: 413,
            code: "too-large"),
        Fault(
            name: "10 MB body of an act", path: "/v1/instructions", key: key,
            body: [UInt8](repeating: 0x20, count: 10_000_000), status: 413, code: "too-large"),
        Fault(name: "no token", path: "/v1/messages", who: nil, body: letter, status: 401, code: "unauthenticated"),
        Fault(
            name: "wrong token", path: "/v1/messages", who: "ino_live_wrong", body: letter, status: 401,
            code: "unauthenticated"),
        Fault(
            name: "no scope", path: "/v1/messages", who: "reader", body: letter, status: 403, code: "not-authorised"),
        Fault(
            name: "other's organisation", path: "/v1/messages", key: key, headers: ["Ino-On-Behalf-Of": "tpu"],
            body: letter, status: 403, code: "not-authorised"),
        Fault(
            name: "operator without a document", path: "/v1/instructions", who: "operator", key: key,
            headers: ["Ino-On-Behalf-Of": "minekonom"], body: draft, status: 403, code: "needs-capacity"),
        Fault(
            name: "other's inbox", method: .get, path: "/v1/inbox?organisation=tsu", status: 403,
            code: "not-authorised"),
        Fault(
            name: "unknown recipient", path: "/v1/messages",
            body: Array(#"{"recipients":["nobody"],"key":"k","text":"x"}"#.utf8), status: 422,
            code: "unknown-recipient"),
        Fault(
            name: "unknown id", method: .get, path: "/v1/messages/0000000000000", status: 404, code: "not-found"),
        Fault(
            name: "no id at all", method: .get, path: "/v1/messages/%FF%FE", status: 400, code: "bad-request",
            entry: "invalid-utf8"),
        Fault(
            name: "unknown instruction", path: "/v1/instructions/zzzzz/accept", key: key, body: [], status: 404,
            code: "not-found"),
        Fault(
            name: "unknown act", path: "/v1/instructions/zzzzz/acept", key: key, body: [], status: 404,
            code: "not-found"),
        Fault(
            name: "no Idempotency-Key", path: "/v1/instructions", body: draft, status: 400,
            code: "idempotency-key-required"),
        Fault(
            name: "unknown query", method: .get, path: "/v1/inbox?aftr=3", status: 400, code: "bad-request",
            entry: "unknown-parameter"),
        Fault(
            name: "query of a wrong type", method: .get, path: "/v1/inbox?after=x", status: 400, code: "bad-request",
            entry: "invalid-value"),
        Fault(name: "unknown path", method: .get, path: "/v1/nowhere", status: 404, code: "not-found"),
        Fault(name: "wrong method", method: .put, path: "/v1/messages", status: 405, code: "method-not-allowed"),
        Fault(
            name: "operator's path", path: "/v1/tokens", body: Array(#"{"name":"x","scopes":["read"]}"#.utf8),
            status: 403, code: "not-authorised"),
        Fault(
            name: "import that is no registry", path: "/v1/registry/import", who: "operator", key: key,
            body: Array(#"{"files":[{"name":"stakeholders.csv","base64":"/////w=="}]}"#.utf8), status: 422,
            code: "import-refused"),
    ]

    @Test func eachFaultIsItsDocumentedProblemAndStoresNothing() async throws {
        try await APIHarness.run { api in
            for fault in Self.faults {
                let answer = try await api.ask(
                    fault.method, fault.path, as: fault.who, key: fault.key, headers: fault.headers, body: fault.body)
                #expect(answer.headers[.contentType] == "application/problem+json", "\(fault.name)")
                let problem = try answer.json(Problem.self)
                #expect(answer.status.code == fault.status, "\(fault.name): \(problem)")
                #expect(problem.code == fault.code, "\(fault.name): \(problem)")
                if let entry = fault.entry {
                    #expect(problem.errors.contains { $0.code == entry }, "\(fault.name): \(problem)")
                }
                #expect(problem.requestId?.isEmpty == false || problem.rule != nil, "\(fault.name)")
                let text = String(decoding: answer.bytes, as: UTF8.self).lowercased()
                #expect(!text.contains("select ") && !text.contains("core."), "\(fault.name)")
            }
            for organisation in ["minekonom", "tsu", "tpu"] {
                let inbox = try await api.ask(.get, "/v1/inbox", as: organisation).json(InboxPage.self)
                #expect(inbox.items.map(\.message.kind) == ["registry.change"])
            }
            let instructions = try await api.ask(.get, "/v1/instructions", as: "operator").json(Page<Instruction>.self)
            #expect(instructions.items.isEmpty)
        }
    }

    @Test func aRepeatedKeyGivesTheSameBytesOrIsRefused() async throws {
        try await APIHarness.run { api in
            let first = try await api.ask(.post, "/v1/instructions", as: "minekonom", key: Self.key, body: Self.draft)
            #expect(first.status.code == 201, "\(String(decoding: first.bytes, as: UTF8.self))")
            let again = try await api.ask(.post, "/v1/instructions", as: "minekonom", key: Self.key, body: Self.draft)
            #expect(again.bytes == first.bytes)
            #expect(again.headers[.idempotencyReplayed] == "true")
            let other = try await api.ask(
                .post, "/v1/instructions", as: "minekonom", key: Self.key,
                json: #"{"responsible":"tsu","text":"other","basis":"b"}"#)
            #expect(other.status.code == 422)
            #expect(try other.json(Problem.self).code == "idempotency-key-reused")
            let list = try await api.ask(.get, "/v1/instructions", as: "tsu").json(Page<Instruction>.self)
            #expect(list.items.count == 1)
        }
    }

    @Test func aLetterIsSentOnceReadAndFollowed() async throws {
        try await APIHarness.run { api in
            let body = #"{"recipients":["tsu"],"key":"l1","text":"привет"}"#
            let sent = try await api.ask(.post, "/v1/messages", as: "minekonom", json: body)
            #expect(sent.status.code == 201)
            let id = try sent.json(SendAnswer.self).id
            let again = try await api.ask(.post, "/v1/messages", as: "minekonom", json: body)
            #expect(again.bytes == sent.bytes)
            let other = try await api.ask(
                .post, "/v1/messages", as: "minekonom", json: #"{"recipients":["tsu"],"key":"l1","text":"иное"}"#)
            #expect(other.status.code == 409)
            #expect(try other.json(Problem.self).code == "duplicate-conflict")
            let inbox = try await api.ask(.get, "/v1/inbox?after=1", as: "tsu").json(InboxPage.self)
            #expect(inbox.items.map(\.message.text) == ["привет"])
            let stranger = try await api.ask(.get, "/v1/messages/\(id)", as: "tpu")
            #expect(stranger.status.code == 404)
            _ = try await api.ask(
                .post, "/v1/inbox/receipts", as: "tsu", json: #"{"upTo":2,"level":"registered"}"#)
            let track = try await api.ask(.get, "/v1/messages/\(id)/track", as: "minekonom").json(TrackView.self)
            #expect(track.recipients.first?.registered != nil)
        }
    }

    @Test func aDryRunStoresNothing() async throws {
        try await APIHarness.run { api in
            let tried = try await api.ask(
                .post, "/v1/instructions?dryRun=true", as: "minekonom", key: Self.key, body: Self.draft)
            #expect(tried.status.code == 200)
            #expect(try tried.json(ActAnswer.self).dryRun == true)
            let list = try await api.ask(.get, "/v1/instructions", as: "operator").json(Page<Instruction>.self)
            #expect(list.items.isEmpty)
        }
    }

    @Test func aLongPollIsWokenByALetter() async throws {
        try await APIHarness.run { api in
            // The client has one connection, and a request on it would wait behind the long poll: the letter goes to
            // the intake itself.
            async let waiting = api.ask(.get, "/v1/inbox?after=1&wait=20", as: "tsu")
            let letter = Letter(
                audience: [Recipient(organisation: "tsu")], contentType: "text/plain", body: Array("now".utf8))
            _ = try await api.intake.submit(
                Submission(
                    programme: "ino-tomsk", principal: "test", key: "w", digest: [],
                    actor: Actor(organisation: "minekonom", capacity: .system), work: .letter(letter)
                ) { _ in Answer(status: 201, contentType: "text/plain", body: []) })
            let page = try await waiting.json(InboxPage.self)
            #expect(page.items.map(\.message.text) == ["now"])
        }
    }

    @Test func anybodyMayAskWhetherItLives() async throws {
        try await APIHarness.run { api in
            for method in [HTTPRequest.Method.get, .head, .options] {
                let (lives, works) = (try await api.ask(method, "/livez"), try await api.ask(method, "/readyz?verbose"))
                #expect(lives.status == .ok && works.status == .ok)
            }
        }
    }
}
