// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import HTTPTypes
import HummingbirdTesting
import TestDatabase
import Testing
import Wire

/// Who has no part in a case learns as much of it as of one that is not there, whichever way it asks.
@Suite(.database, .timeLimit(.minutes(5))) struct StrangerTests {
    private static let ways: [(HTTPRequest.Method, String)] = [
        (.get, ""), (.get, "/log"), (.get, "/why"), (.get, "/allowed-actions"), (.get, "/simulate?at=2016-04-30"),
        (.post, "/interim-report"), (.post, "/interim-report?dryRun"),
    ]

    @Test func aStrangersActOnACaseIsAnsweredAsOneOnACaseThatIsNotThere() async throws {
        try await APIHarness.run { api in
            let draft = #"{"responsible":"tsu","text":"x","basis":"b","mark":"срочно"}"#
            let issued = try await api.ask(
                .post, "/v1/instructions", as: "minekonom", key: "issue-0123456789a", json: draft)
            // A path is ASCII; the number is found whatever alphabet it is typed in.
            let number = try #require(issued.json(ActAnswer.self).number).replacing("П", with: "P")
            for (place, (method, way)) in Self.ways.enumerated() {
                var told: [String] = []
                for reference in [number, "P-2016-0999"] {
                    let answer = try await api.ask(
                        method, "/v1/instructions/\(reference)\(way)", as: "tpu",
                        key: "stranger-01234567-\(place)\(told.count)",
                        body: method == .post ? Array(#"{"text":"x"}"#.utf8) : nil)
                    let problem = try answer.json(Problem.self)
                    told.append("\(answer.status.code) \(problem.detail ?? "")".replacing(reference, with: "…"))
                }
                #expect(told[0] == told[1] && told[0].hasPrefix("404 "), "\(method) \(way): \(told)")
            }
        }
    }

    @Test func aDraftIsItsIssuersAlone() async throws {
        try await APIHarness.run { api in
            let draft = #"{"responsible":"tsu","text":"x","basis":"b","mark":"срочно","draftOnly":true}"#
            let written = try await api.ask(
                .post, "/v1/instructions", as: "minekonom", key: "draft-0123456789a", json: draft)
            let id = try written.json(ActAnswer.self).instruction
            let meddled = try await api.ask(
                .post, "/v1/instructions/\(id)/register", as: "tsu", key: "meddle-0123456789",
                json: #"{"recipientNumber":"1"}"#)
            #expect(meddled.status == .notFound)
            let given = try await api.ask(
                .post, "/v1/instructions/\(id)/issue", as: "minekonom", key: "give-0123456789ab", json: "{}")
            #expect(given.status == .ok)
            let registered = try await api.ask(
                .post, "/v1/instructions/\(id)/register", as: "tsu", key: "register-01234567",
                json: #"{"recipientNumber":"1"}"#)
            #expect(registered.status == .ok, "\(String(decoding: registered.bytes, as: UTF8.self))")
        }
    }
}
