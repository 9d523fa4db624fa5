// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import HTTPTypes
import HummingbirdTesting
import Postgres
import Store
import TestDatabase
import Testing
import Wire

@testable import inod

/// What an operator stops, and what those who are held up are told.
@Suite(.database, .timeLimit(.minutes(3))) struct BrokerFlowTests {
    @Test func whoSendsIntoAPauseIsToldWhyAndUntilWhenAndNothingIsStored() async throws {
        try await APIHarness.run { api in
            let paused = try await pause(
                "intake", #"{"reason":"замена дисков","until":"2099-01-01T00:00:00Z"}"#, in: api)
            let view = try paused.json(FlowView.self)
            #expect(paused.status == .ok && !view.moves && view.pause?.by == "op")
            let before = try await TestDatabase.current.contents()
            let letter = #"{"recipients":["tsu"],"key":"k","text":"x"}"#
            let event = #"{"specversion":"1.0","id":"e","source":"/x","type":"a.b","recipients":"tsu","data":{}}"#
            let instruction = #"{"responsible":"tsu","text":"x","basis":"b","mark":"срочно"}"#
            let answers = [
                try await api.ask(.post, "/v1/messages", as: "minekonom", json: letter),
                try await api.ask(.post, "/v1/messages?dryRun", as: "minekonom", json: letter),
                try await api.ask(.post, "/v1/messages/batch", as: "minekonom", json: #"{"messages":[\#(letter)]}"#),
                try await api.ask(
                    .post, "/v1/events", as: "minekonom", headers: ["Content-Type": "application/cloudevents+json"],
                    json: event),
                try await api.ask(
                    .post, "/v1/instructions", as: "minekonom", key: "the-key-of-an-act", json: instruction),
            ]
            for answer in answers {
                #expect(answer.status == .serviceUnavailable && answer.headers[.retryAfter] == "3600")
                let problem = try answer.json(Problem.self)
                #expect(problem.code == "paused" && problem.retryable)
                #expect(problem.detail == "It is paused until 2099-01-01T00:00:00Z: замена дисков")
                #expect(problem.next == "Send it again then, with the same key.")
            }
            let stream = try await api.ask(.post, "/v1/messages/stream", as: "minekonom", json: letter + "\n" + letter)
            let lines = try String(decoding: stream.bytes, as: UTF8.self).split(separator: "\n")
                .map { try StrictJSON.decodeAnswer(Wire.Confirmation.self, from: $0.utf8) }
            #expect(lines.map(\.problem?.code) == ["paused", "paused"])
            #expect(try await TestDatabase.current.contents() == before)
            // What was sent before is read and acknowledged meanwhile.
            let receipt = try await api.ask(
                .post, "/v1/inbox/receipts", as: "tsu", json: #"{"upTo":1,"level":"delivered"}"#)
            #expect(receipt.status == .ok)

            let resumed = try await api.ask(
                .post, "/v1/broker/flows/intake/resume", as: "operator", key: "the-key-of-a-resume")
            #expect(try resumed.json(FlowView.self) == FlowView(flow: .intake, pause: nil))
            #expect(try await api.ask(.post, "/v1/messages", as: "minekonom", json: letter).status == .created)
        }
    }

    @Test func aPauseIsSeenAlikeInTheStatusAndByTheAnalyst() async throws {
        try await APIHarness.run { api in
            _ = try await pause("webhook", #"{"reason":"перенос","until":"2099-01-01T00:00:00Z"}"#, in: api)
            let status = try await api.ask(.get, "/v1/broker/status", as: "operator").json(BrokerStatus.self)
            #expect(status.pausedFlows == ["webhook"])
            let shown = try #require(status.pauses.first)
            #expect(shown.reason == "перенос" && shown.until?.description == "2099-01-01T00:00:00Z")
            let analyst = try await TestDatabase.current.connection()
            let row = try await analyst.one(
                """
                select flow, flow_ru, reason, (extract(epoch from paused_at) * 1000000)::int8,
                       (extract(epoch from until_at) * 1000000)::int8
                  from report_v1.broker_pause
                """, as: (String, String, String, Int64, Int64).self)
            #expect(row.0 == "webhook" && row.1 == "доставка на адреса получателей" && row.2 == shown.reason)
            #expect(row.3 == shown.since.microsecondsSince1970)
            #expect(row.4 == shown.until?.microsecondsSince1970)
            let flows = "select paused_flows from report_v1.broker_status"
            #expect(try await analyst.one("\(unescaped: flows)", as: String.self) == "webhook")
            _ = try await api.ask(.post, "/v1/broker/flows/webhook/resume", as: "operator", key: "the-key-of-a-resume")
            #expect(try await analyst.one("\(unescaped: flows)", as: String.self) == "")
            let after = try await api.ask(.get, "/v1/broker/status", as: "operator").json(BrokerStatus.self)
            #expect(after.pausedFlows.isEmpty && after.pauses.isEmpty)
        }
    }

    @Test func aRepeatedKeyPausesOnceAndAnOddActIsRefused() async throws {
        try await APIHarness.run { api in
            let body = #"{"reason":"перенос"}"#
            let first = try await pause("webhook", body, in: api)
            let again = try await pause("webhook", body, in: api)
            #expect(first.bytes == again.bytes && again.headers[.idempotencyReplayed] == "true")
            let database = try await TestDatabase.current.connection()
            let events: Int64 = try await database.one("select count(*) from core.flow_event", as: Int64.self)
            #expect(events == 1)
            for (path, body, status) in [
                ("/v1/broker/flows/intake/resume", "{}", 409),
                ("/v1/broker/flows/webhok/pause", #"{"reason":"x"}"#, 404),
                ("/v1/broker/flows/intake/pause", #"{"reason":" "}"#, 422),
                ("/v1/broker/flows/intake/pause", #"{"reason":"x","until":"2016-01-01T00:00:00Z"}"#, 422),
                ("/v1/broker/flows/intake/pause", "{}", 400),
            ] {
                let answer = try await api.ask(
                    .post, path, as: "operator", key: "another-key-\(Int.random(in: 10_000...99_999))", json: body)
                #expect(answer.status.code == status, "\(path) \(body)")
            }
            for who in ["minekonom", "reader"] {
                let answer = try await pause("intake", body, as: who, in: api)
                #expect(answer.status == .forbidden)
            }
        }
    }

    private func pause(
        _ flow: String, _ body: String, as who: String = "operator", in api: APIHarness
    ) async throws -> TestResponse {
        try await api.ask(
            .post, "/v1/broker/flows/\(flow)/pause", as: who, key: "the-key-of-a-pause", json: body)
    }
}
