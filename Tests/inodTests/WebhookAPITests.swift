// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Foundation
import HTTPTypes
import HummingbirdTesting
import Logging
import Postgres
import ServiceLifecycle
import Store
import TestDatabase
import Testing
import Wire

@testable import inod

@Suite(.database, .timeLimit(.minutes(3))) struct WebhookAPITests {
    @Test(arguments: ["/handshake", "/echo/challenge"])
    func anEndpointThatSaysItWantsMessagesIsMadeAndShowsItsSecretOnce(path: String) async throws {
        try await HookServer.run { hooks in
            try await APIHarness.run { api in
                let made = try await api.add("\(hooks.url)\(path)", as: "tsu")
                #expect(made.secret?.hasPrefix("whsec_") == true && made.webhook.organisation == "tsu")
                let shown = try await api.ask(.get, "/v1/webhooks/\(made.webhook.id)", as: "tsu")
                let text = String(decoding: shown.bytes, as: UTF8.self)
                #expect(!text.contains("whsec_") && shown.headers[.eTag] == "\"r1\"")
                let kept = try await TestDatabase.current.contentsOfWebhooks()
                let secret = Data(base64Encoded: String((made.secret ?? "").dropFirst(6))) ?? Data()
                #expect(secret.count == 32 && !kept.contains(secret.map { String(format: "%02x", $0) }.joined()))
            }
        }
    }

    @Test func anEndpointThatDoesNotSayItWantsMessagesIsRefused() async throws {
        try await HookServer.run { hooks in
            try await APIHarness.run { api in
                for (url, status, words) in [
                    ("\(hooks.url)/deaf", 422, "has not said that it wants messages"),
                    ("http://127.0.0.1:1/", 422, "cannot be reached"),
                    ("http://10.0.0.1/", 422, "not listed 10.0.0.1 as inside"),
                    ("https://169.254.169.254/", 422, "link-local"), ("ftp://x.example/", 422, "https://"),
                ] {
                    let answer = try await api.ask(
                        .post, "/v1/webhooks", as: "tsu", json: #"{"url":"\#(url)"}"#)
                    #expect(answer.status.code == status, "\(url)")
                    let detail = try answer.json(Problem.self).detail ?? ""
                    #expect(detail.contains(words), "\(url): \(detail)")
                }
                #expect(try await api.store.webhooks().isEmpty)
            }
        }
    }

    @Test func anOrganisationSeesAndChangesItsOwnAlone() async throws {
        try await HookServer.run { hooks in
            try await APIHarness.run { api in
                let id = try await api.add("\(hooks.url)/a", as: "tsu").webhook.id
                for (method, path) in [
                    (HTTPRequest.Method.get, ""), (.get, "/deliveries"), (.delete, ""), (.post, "/pause"),
                    (.post, "/resume"), (.post, "/test"), (.post, "/rotate-secret"),
                ] {
                    let answer = try await api.ask(method, "/v1/webhooks/\(id)\(path)", as: "tpu")
                    #expect(answer.status == .notFound, "\(method) \(path)")
                }
                let list = try await api.ask(.get, "/v1/webhooks", as: "tpu").json(Page<WebhookInfo>.self)
                #expect(list.items.isEmpty)
                let foreign = try await api.ask(
                    .post, "/v1/webhooks", as: "tpu", json: #"{"url":"\#(hooks.url)/b","organisation":"tsu"}"#)
                #expect(foreign.status == .forbidden)
                let all = try await api.ask(.get, "/v1/webhooks", as: "operator").json(Page<WebhookInfo>.self)
                #expect(all.items.map(\.id) == [id])
                let reader = try await api.ask(.post, "/v1/webhooks/\(id)/pause", as: "reader")
                #expect(reader.status == .forbidden)
                let twice = try await api.ask(.post, "/v1/webhooks", as: "tsu", json: #"{"url":"\#(hooks.url)/a"}"#)
                #expect(twice.status == .conflict)
            }
        }
    }

    @Test func anEditNeedsTheRevisionItWasMadeOn() async throws {
        try await HookServer.run { hooks in
            try await APIHarness.run { api in
                let id = try await api.add("\(hooks.url)/a", as: "tsu").webhook.id
                func edit(_ match: String?) async throws -> TestResponse {
                    try await api.ask(
                        .patch, "/v1/webhooks/\(id)", as: "tsu", headers: match.map { ["If-Match": $0] } ?? [:],
                        json: #"{"policy":"park","kinds":["instruction"]}"#)
                }
                #expect(try await edit(nil).status.code == 428)
                let changed = try await edit("\"r1\"").json(WebhookInfo.self)
                #expect(changed.policy == .park && changed.kinds == ["instruction"] && changed.revision == "r2")
                #expect(try await edit("r1").status.code == 412)
            }
        }
    }

    /// The library that the specification's authors publish is the judge of what we emit.
    @Test func thePublishedLibraryVerifiesWhatIsPushedWithEitherSecretDuringARotation() async throws {
        try await HookServer.run { hooks in
            try await APIHarness.run { api in
                let made = try await api.add("\(hooks.url)/a", as: "tsu")
                let rotated = try await api.ask(.post, "/v1/webhooks/\(made.webhook.id)/rotate-secret", as: "tsu")
                    .json(WebhookCreated.self)
                _ = try await api.ask(
                    .post, "/v1/messages?programme=ino-tomsk", as: "minekonom",
                    json: #"{"recipients":["tsu"],"key":"k","text":"Просьба подтвердить участие."}"#)
                let event = try await api.pushed(to: hooks)
                for secret in [made.secret, rotated.secret] {
                    let verdict = try Python.run(
                        """
                        import json, sys
                        from standardwebhooks import Webhook
                        given = json.load(sys.stdin)
                        Webhook(given["secret"]).verify(given["body"], given["headers"])
                        try:
                            Webhook(given["secret"]).verify(given["body"] + " ", given["headers"])
                        except Exception as fault:
                            print("verified, and a changed body is refused:", type(fault).__name__)
                        """, ["secret": secret ?? "", "body": event.body, "headers": event.headers])
                    #expect(verdict == "verified, and a changed body is refused: WebhookVerificationError\n")
                }
                let parsed = try Python.run(
                    """
                    import json, sys
                    from cloudevents.v1.http import from_http
                    given = json.load(sys.stdin)
                    event = from_http(given["headers"], given["body"])
                    print(event["specversion"], event["type"], event["source"], event["id"] == given["headers"]["webhook-id"],
                          event.data["text"], event.data["number"])
                    """, ["body": event.body, "headers": event.headers])
                #expect(
                    parsed == "1.0 ru.ino.letter.v1 /programmes/ino-tomsk True Просьба подтвердить участие. 2\n")
            }
        }
    }

    /// Requests that change webhooks, each on one of its own.
    static func examples(_ api: APIHarness, _ hooks: HookServer) async throws -> [String: DryRunTests.Example] {
        func made(_ path: String) async throws -> Identifier {
            try await api.add("\(hooks.url)/\(path)", as: "tsu").webhook.id
        }
        let (edited, removed, paused) = (try await made("1"), try await made("2"), try await made("3"))
        let parked = try await TestDatabase.current.parkTwo(of: edited.rawValue)
        func example(_ path: String, _ body: String = "{}") -> DryRunTests.Example {
            DryRunTests.Example(who: "tsu", path: path, body: body)
        }
        var edit = example("/v1/webhooks/\(edited)", #"{"policy":"park"}"#)
        edit.headers = ["If-Match": "r1"]
        _ = try await api.ask(.post, "/v1/webhooks/\(removed)/pause", as: "tsu")
        return [
            "POST /v1/webhooks": example("/v1/webhooks", #"{"url":"\#(hooks.url)/new"}"#),
            "PATCH /v1/webhooks/{id}": edit,
            "DELETE /v1/webhooks/{id}": example("/v1/webhooks/\(try await made("4"))"),
            "POST /v1/webhooks/{id}/pause": example("/v1/webhooks/\(paused)/pause", #"{"reason":"works"}"#),
            "POST /v1/webhooks/{id}/resume": example("/v1/webhooks/\(removed)/resume"),
            "POST /v1/webhooks/{id}/rotate-secret": example("/v1/webhooks/\(edited)/rotate-secret"),
            "POST /v1/webhooks/{id}/test": example("/v1/webhooks/\(edited)/test"),
            "POST /v1/webhooks/{id}/replay": example("/v1/webhooks/\(edited)/replay", #"{"from":1}"#),
            "POST /v1/parked/{id}/requeue": example("/v1/parked/\(parked[0])/requeue"),
            "POST /v1/parked/{id}/discard": example("/v1/parked/\(parked[1])/discard", #"{"reason":"x"}"#),
        ]
    }
}

extension APIHarness {
    fileprivate func add(_ url: String, as who: String) async throws -> WebhookCreated {
        let answer = try await ask(.post, "/v1/webhooks", as: who, json: #"{"url":"\#(url)"}"#)
        #expect(answer.status == .created, "\(String(decoding: answer.bytes, as: UTF8.self))")
        return try answer.json(WebhookCreated.self)
    }

    /// Runs a daemon's dispatch until a message was pushed. INO Tomsk is replayed, and the endpoint is inside.
    fileprivate func pushed(to hooks: HookServer) async throws -> HookServer.Event {
        let event = try await dispatching { await hooks.arrivals.first { $0.headers["webhook-id"]?.count == 13 } }
        return try #require(event)
    }
}

extension APIHarness {
    /// Runs a daemon's dispatch while a closure waits for what it pushes; what is under way at its end is written down.
    func dispatching<R: Sendable>(_ body: @Sendable () async throws -> R) async throws -> R {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let dispatch = Dispatch(
            store: store, doorbell: doorbell, flows: flows, outlet: webhooks.outlet, name: "test", logger: logger,
            counters: counters, sweepEvery: .milliseconds(50))
        let group = ServiceGroup(configuration: .init(services: [dispatch], logger: logger))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let result = try await body()
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return result
        }
    }
}

extension TestDatabase {
    /// Everything that stands about endpoints in the database, as text.
    fileprivate func contentsOfWebhooks() async throws -> String {
        try await connection().query(
            "select w::text || coalesce(e::text, '') from core.webhook w left join core.webhook_event e on true",
            as: String.self
        ).joined()
    }

    /// Two messages that an endpoint would not take.
    fileprivate func parkTwo(of webhook: Int64) async throws -> [Identifier] {
        try await connection().query(
            """
            insert into core.parked (webhook, recipient, seq, message_id, at, attempts, reason)
            select w.id, d.recipient, d.seq, d.message_id, now(), 1, 'refused'
              from core.webhook w
              join core.delivery d on d.recipient = w.organisation and d.seq = 1
             cross join generate_series(1, 2)
             where w.id = \(webhook)
            returning id
            """, as: Int64.self
        ).map { Identifier(rawValue: $0) }
    }
}

/// Python with the libraries that `deploy/lib/python` installs.
enum Python {
    /// Runs a program on a value that it reads as JSON; answers what it printed.
    static func run(_ program: String, _ input: [String: Any]) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
        let process = Process()
        process.executableURL = root.appending(path: ".build/python/bin/python3")
        process.arguments = ["-c", program]
        let (into, out) = (Pipe(), Pipe())
        process.standardInput = into
        process.standardOutput = out
        process.standardError = out
        guard FileManager.default.isExecutableFile(atPath: process.executableURL?.path ?? "") else {
            Issue.record("The judge is missing: run deploy/lib/python once, as deploy/test does.")
            return ""
        }
        try process.run()
        try into.fileHandleForWriting.write(contentsOf: JSONSerialization.data(withJSONObject: input))
        try into.fileHandleForWriting.close()
        let printed = try out.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: printed, as: UTF8.self)
    }
}
