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

@Suite(.database, .timeLimit(.minutes(3))) struct EventAPITests {
    private static let attributes = [
        "ce-specversion": "1.0", "ce-id": "42", "ce-source": "/permits", "ce-type": "ru.tomsk.permit",
        "ce-recipients": "tsu,tpu:observer",
    ]

    @Test func theBinaryModeKeepsTheBodyByteForByteAndTheAttributesBesideIt() async throws {
        try await APIHarness.run { api in
            var headers = Self.attributes.merging([
                "Content-Type": "application/octet-stream", "ce-subject": "%D0%9F-1", "ce-time": "2016-03-25T06:00:00Z",
            ]) { $1 }
            let body: [UInt8] = [0, 255, 10, 13, 0x7b]
            let sent = try await api.ask(.post, "/v1/events", as: "minekonom", headers: headers, body: body)
            #expect(sent.status == .created)
            let answer = try sent.json(SendAnswer.self)
            let stored = try await api.store.message(answer.id.description)
            #expect(stored.message.body == body && stored.message.contentType == "application/octet-stream")
            #expect(stored.message.kind == "ru.tomsk.permit" && stored.message.senderKey == "/permits\n42")
            #expect(Set(stored.message.audience.map(\.role)) == [nil, "observer"])
            let view = try await api.ask(.get, "/v1/messages/\(answer.id)", as: "tsu").json(MessageView.self)
            #expect(view.attributes == ["subject": "П-1", "time": "2016-03-25T06:00:00Z"])
            #expect(view.base64 == Data(body).base64EncodedString())

            // Repeated it is the same message, also when its attempt is traced under another name.
            headers["ce-traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            let again = try await api.ask(.post, "/v1/events", as: "minekonom", headers: headers, body: body)
            #expect(try again.json(SendAnswer.self) == answer && again.headers[.idempotencyReplayed] == "true")
            let other = try await api.ask(.post, "/v1/events", as: "minekonom", headers: headers, body: [1])
            #expect(try other.json(Problem.self).code == "duplicate-conflict")
        }
    }

    @Test func theStructuredModeAndABatchGiveTheSameMessages() async throws {
        try await APIHarness.run { api in
            func event(_ id: Int, _ data: String, to recipients: String = "tsu") -> String {
                #"{"specversion":"1.0","id":"\#(id)","source":"/s","type":"t","recipients":"\#(recipients)",\#(data)}"#
            }
            let single = try await api.ask(
                .post, "/v1/events", as: "minekonom",
                headers: ["Content-Type": "application/cloudevents+json; charset=utf-8"],
                json: event(1, #""data":{"b":1, "a":[true,null]}"#))
            #expect(single.status == .created)
            let batch = try await api.ask(
                .post, "/v1/events", as: "minekonom", headers: ["Content-Type": "application/cloudevents-batch+json"],
                json: "["
                    + [
                        event(2, #""datacontenttype":"text/plain","data":"текст""#), event(3, #""data_base64":"AP8=""#),
                        event(4, #""data":1"#, to: "cluster:none"), event(5, #""mine":7"#),
                    ].joined(separator: ",") + "]")
            let items = try batch.json(BatchAnswer.self).items
            #expect(items.map(\.status) == [201, 201, 422, 201] && items[2].problem?.code == "empty-audience")
            let inbox = try await api.store.inbox(of: "tsu", after: 0, limit: 100).items.map(\.message.message)
            let events = inbox.filter { $0.kind == "t" }
            #expect(
                events.map { String(decoding: $0.body, as: UTF8.self) }.prefix(2) == [
                    #"{"b":1,"a":[true,null]}"#, "текст",
                ])
            #expect(events.map(\.body).dropFirst(2) == [[0, 255], []])
            #expect(
                events.map(\.contentType) == ["application/json", "text/plain", "application/json", "application/json"])
        }
    }

    @Test func aGroupReachesItsMembersAndIsStoredAsTheyWereThen() async throws {
        try await APIHarness.run { api in
            let universities = try await api.store.organisations()
                .filter { $0.kind == "university" }.map(\.code).sorted()
            try #require(universities.contains("tsu") && universities.count > 3)
            let body = #"{"recipients":["kind:university","minekonom"],"key":"k","text":"x"}"#
            let sent = try await api.ask(.post, "/v1/messages", as: "minekonom", json: body)
            #expect(
                try sent.json(SendAnswer.self).deliveries.map(\.organisation).sorted()
                    == (universities + ["minekonom"]).sorted())
            let stored = try await api.store.message(try sent.json(SendAnswer.self).id.description)
            #expect(Set(stored.message.audience.map(\.role)) == ["kind:university", nil])
            for (group, reached) in [
                ("all", "sme-001"), ("cluster:timber", "tomlesdrev"), ("instrument:sez_tomsk", "sez_tomsk_mc"),
                ("area:tech_business", "oez_fed"),
            ] {
                let letter = #"{"recipients":["\#(group)"],"key":"\#(group)","text":"x"}"#
                let answer = try await api.ask(.post, "/v1/messages", as: "minekonom", json: letter)
                let codes = try answer.json(SendAnswer.self).deliveries.map(\.organisation)
                #expect(codes.contains(reached) && !codes.contains("minekonom"), "\(group): \(codes)")
            }
            for group in ["cluster:none", "kind:castle", "case:П-2016-9999", "instrument:nothing", "area:moon"] {
                let letter = #"{"recipients":["\#(group)"],"key":"\#(group)","text":"x"}"#
                let answer = try await api.ask(.post, "/v1/messages", as: "minekonom", json: letter)
                let problem = try answer.json(Problem.self)
                #expect(problem.code == "empty-audience" && problem.detail?.contains("«\(group)»") == true, "\(group)")
            }
        }
    }

    @Test func whoReceivesAnInstrumentNoLongerIsNotOfItsGroup() async throws {
        try await APIHarness.run { api in
            func reached(_ key: String) async throws -> [String] {
                let letter = #"{"recipients":["instrument:sez_tomsk"],"key":"\#(key)","text":"x"}"#
                return try await api.ask(.post, "/v1/messages", as: "minekonom", json: letter).json(SendAnswer.self)
                    .deliveries.map(\.organisation)
            }
            let before = try await reached("before")
            try #require(before.contains("sez_tomsk_mc") && before.count > 1)
            try await TestDatabase.current.connection().script(
                """
                update core.instrument_recipient set valid_to = '2015'
                 where organisation = (select id from core.organisation where code = 'sez_tomsk_mc')
                   and instrument = (select id from core.instrument where code = 'sez_tomsk')
                """)
            #expect(try await reached("after") == before.filter { $0 != "sez_tomsk_mc" })
        }
    }

    @Test func thePartiesOfACaseAreReachedByTheirsOnly() async throws {
        try await APIHarness.run { api in
            let issued = try await api.ask(
                .post, "/v1/instructions", as: "minekonom", key: "0123456789abcdef",
                json: #"{"responsible":"tsu","text":"x","basis":"b","mark":"срочно"}"#
            ).json(ActAnswer.self)
            let letter = #"{"recipients":["case:\#(issued.instruction)"],"key":"k","text":"x"}"#
            let sent = try await api.ask(.post, "/v1/messages", as: "tsu", json: letter).json(SendAnswer.self)
            #expect(sent.deliveries.map(\.organisation).contains("minekonom"))
            let stranger = try await api.ask(.post, "/v1/messages", as: "tpu", json: letter).json(Problem.self)
            #expect(stranger.code == "empty-audience")
        }
    }

    @Test(
        arguments: [
            ("ce-id", nil, 400, "invalid-attribute"), ("ce-source", "a b", 400, "invalid-attribute"),
            ("ce-subject", "100%", 400, "invalid-attribute"),
            ("ce-datacontenttype", "text/plain", 400, "invalid-attribute"),
            ("ce-recipients", "nobody", 422, "unknown-recipient"), ("ce-recipients", "cluster:none", 422, nil),
            ("Content-Type", "application/cloudevents+avro", 415, nil),
            ("Content-Type", "application/cloudevents+json", 400, "malformed-json"),
            ("Content-Type", "application/cloudevents-batch+json", 400, "malformed-json"),
        ] as [(String, String?, Int, String?)])
    func anEventThatCannotBeSentIsAProblem(header: String, value: String?, status: Int, entry: String?) async throws {
        try await APIHarness.run { api in
            var headers = Self.attributes
            headers[header] = value
            let answer = try await api.ask(.post, "/v1/events", as: "minekonom", headers: headers, json: "{")
            #expect(answer.status.code == status, "\(String(decoding: answer.bytes, as: UTF8.self))")
            let problem = try answer.json(Problem.self)
            if let entry { #expect(problem.errors.map(\.code) == [entry]) }
        }
    }
}
