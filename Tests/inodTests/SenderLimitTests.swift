// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import Synchronization
import TestDatabase
import Testing
import Wire

@testable import inod

/// Ten messages a second, four at once, by a clock that is moved by hand.
@Suite(.database, .timeLimit(.minutes(3))) struct SenderLimitTests {
    private final class Hand: Sendable {
        private let moved = Mutex(Duration.zero)
        private let slept = Mutex(0)

        func move(by time: Duration) { moved.withLock { $0 += time } }
        var sleeps: Int { slept.withLock { $0 } }

        var limits: SenderLimits {
            SenderLimits(
                SendingLimit(perSecond: 10, burst: 4), time: { self.moved.withLock { $0 } },
                sleep: { wait in
                    self.slept.withLock { $0 += 1 }
                    self.move(by: wait)
                })
        }
    }

    @Test func whoSendsTooMuchIsToldWhenToGoOnAndNothingIsStored() async throws {
        let hand = Hand()
        try await APIHarness.run(limits: hand.limits) { api in
            for n in 1...4 { #expect(try await send("\(n)", in: api).status == .created) }
            let refused = try await send("5", in: api)
            #expect(refused.status.code == 429)
            #expect(refused.headers[.retryAfter] == "1")
            #expect(refused.headers[.rateLimitLimit] == "4" && refused.headers[.rateLimitRemaining] == "0")
            #expect(refused.headers[.rateLimitReset] == "1")
            let problem = try refused.json(Problem.self)
            #expect(problem.code == "quota" && problem.retryable)
            #expect(
                problem.detail
                    == "An organisation may send 10 messages a second and 4 at once; now there is room for 0, "
                    + "this is 1, and nothing was stored.")
            #expect(problem.next == "Send it again in 1 second, with the same key.")
            #expect(try await letters(in: api) == ["1", "2", "3", "4"])
            // Another body is not concerned, nor what is only tried.
            #expect(try await send("a", as: "tpu", in: api).status == .created)
            #expect(try await send("6", in: api, query: "?dryRun").status == .ok)
            hand.move(by: .milliseconds(100))
            #expect(try await send("5", in: api).status == .created)
            #expect(try await letters(in: api) == ["1", "2", "3", "4", "a", "5"])
        }
    }

    @Test func everyWayInIsCountedInMessages() async throws {
        let hand = Hand()
        try await APIHarness.run(limits: hand.limits) { api in
            func codes() async throws -> [Int] {
                let batch = #"{"messages":[\#((1...3).map { letter("b\($0)") }.joined(separator: ","))]}"#
                let event = #"{"specversion":"1.0","id":"e","source":"/x","type":"a.b","recipients":"tsu","data":{}}"#
                let instruction = #"{"responsible":"tsu","text":"x","basis":"b","mark":"срочно"}"#
                return [
                    try await api.ask(.post, "/v1/messages/batch", as: "minekonom", json: batch),
                    try await api.ask(
                        .post, "/v1/events", as: "minekonom", headers: ["Content-Type": "application/cloudevents+json"],
                        json: event),
                    try await api.ask(
                        .post, "/v1/instructions", as: "minekonom", key: "the-key-of-an-act", json: instruction),
                    try await send("last", in: api),
                ].map(\.status.code)
            }
            hand.move(by: .seconds(1))
            // A batch of three and an event are the four; two acts in one request are two.
            #expect(try await codes() == [200, 201, 429, 429])
            hand.move(by: .milliseconds(200))
            #expect(try await codes() == [429, 201, 429, 201], "what was sent before is counted again")
            hand.move(by: .milliseconds(200))
            let instruction = #"{"responsible":"tsu","text":"x","basis":"b","mark":"срочно"}"#
            let act = try await api.ask(
                .post, "/v1/instructions", as: "minekonom", key: "the-key-of-an-act", json: instruction)
            #expect(act.status == .created)
            #expect(try await send("none", in: api).status.code == 429)
        }
    }

    @Test func aBatchThatCanNeverPassIsNotToBeSentAgain() async throws {
        try await APIHarness.run(limits: Hand().limits) { api in
            let batch = #"{"messages":[\#((1...5).map { letter("b\($0)") }.joined(separator: ","))]}"#
            let refused = try await api.ask(.post, "/v1/messages/batch", as: "minekonom", json: batch)
            let problem = try refused.json(Problem.self)
            #expect(refused.status == .contentTooLarge && problem.code == "too-large" && !problem.retryable)
            #expect(refused.headers[.retryAfter] == nil)
            #expect(problem.next == "Send at most 4 in one request.")
            #expect(try await letters(in: api) == [])
        }
    }

    @Test func aStreamIsReadAsSlowlyAsItMaySend() async throws {
        let hand = Hand()
        try await APIHarness.run(limits: hand.limits) { api in
            let lines = (1...20).map { letter("\($0)") }.joined(separator: "\n")
            let answer = try await api.ask(.post, "/v1/messages/stream", as: "minekonom", json: lines)
            let told = try String(decoding: answer.bytes, as: UTF8.self).split(separator: "\n")
                .map { try StrictJSON.decodeAnswer(Wire.Confirmation.self, from: $0.utf8) }
            #expect(told.count == 20 && told.allSatisfy { $0.status == 201 })
            #expect(try await letters(in: api) == (1...20).map(String.init))
            #expect(hand.sleeps >= 4, "sixteen more than at once, four at a time")
        }
    }

    private func letter(_ key: String) -> String { #"{"recipients":["tsu"],"key":"\#(key)","text":"\#(key)"}"# }

    private func send(
        _ key: String, as who: String = "minekonom", in api: APIHarness, query: String = ""
    ) async throws -> TestResponse {
        try await api.ask(.post, "/v1/messages\(query)", as: who, json: letter(key))
    }

    private func letters(in api: APIHarness) async throws -> [String] {
        try await api.store.inbox(of: "tsu", after: 0, limit: 100).items.map(\.message.message)
            .filter { $0.kind == "letter" }.map { String(decoding: $0.body, as: UTF8.self) }
    }
}
