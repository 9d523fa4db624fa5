// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import HTTPTypes
import HummingbirdTesting
import TestDatabase
import Testing
import Wire

@testable import inod

/// What came on paper is entered with the day on which it happened, and reports show that it was entered later.
@Suite(.database, .timeLimit(.minutes(5))) struct HistoricalEntryTests {
    // The replay programme's now is 25.03.2016.
    private static let draft =
        #"{"responsible":"tsu","text":"x","basis":"b","mark":"срочно","occurredAt":"2015-12-21T05:00:00Z"}"#
    private static let register = #"{"recipientNumber":"1","occurredAt":"2015-12-22T05:00:00Z"}"#
    /// письмо № 1
    private static let paper = ["Ino-Basis": "0L/QuNGB0YzQvNC+IOKEliAx"]

    @Test func anOperatorEntersActsOnTheDaysTheyHappened() async throws {
        try await APIHarness.run { api in
            let issued = try await api.enter(Self.draft, for: "minekonom", at: "/v1/instructions")
            #expect(issued.status == .created, "\(String(decoding: issued.bytes, as: UTF8.self))")
            let answer = try issued.json(ActAnswer.self)
            // Three days from the day of issue, not from the day of entry; numbered in the year of issue.
            #expect(answer.number == "П-2015-0001")
            #expect(answer.due.map { $0 < Instant("2016-01-01T00:00:00Z")! } == true, "\(answer)")
            let path = "/v1/instructions/\(answer.instruction)"
            let registered = try await api.enter(Self.register, for: "tsu", at: path + "/register")
            #expect(registered.status == .ok, "\(String(decoding: registered.bytes, as: UTF8.self))")

            let log = try await api.ask(.get, path + "/log", as: "tsu").json(Page<MessageView>.self).items
            #expect(log.map(\.occurredAt.description).last == "2015-12-22T05:00:00Z")
            #expect(log.allSatisfy { $0.occurredAt < $0.knownAt && $0.actor.basis == "письмо № 1" })
            let report = try await api.ask(.get, "/v1/reports/instruction_event", as: "operator").json(ReportTable.self)
            let place = try #require(report.columns.firstIndex { $0.name == "is_entered_late" })
            #expect(report.rows.count == 3 && report.rows.allSatisfy { $0[place] == "true" })
        }
    }

    @Test func aCaseShowsWhatOfItWasEnteredLater() async throws {
        try await APIHarness.run { api in
            let issued = try await api.enter(Self.draft, for: "minekonom", at: "/v1/instructions")
            let path = "/v1/instructions/\(try issued.json(ActAnswer.self).instruction)"
            let register = try await api.ask(
                .post, path + "/register", as: "tsu", key: "0123456789abcdef", json: #"{"recipientNumber":"1"}"#)
            #expect(register.status == .ok)
            let shown = try await api.ask(.get, path, as: "tsu").json(CaseView<Instruction>.self)
            #expect(shown.subject.state == .registered)
            #expect(shown.enteredLate.map(\.kind) == ["instruction.create", "instruction.issue"])
            let entry = try #require(shown.enteredLate.last)
            #expect(entry.occurredAt == Instant("2015-12-21T05:00:00Z") && entry.enteredAt > entry.occurredAt)
            #expect(entry.actor.capacity == .operatorOnBehalf && entry.actor.basis == "письмо № 1")
            let now = try await api.ask(
                .post, "/v1/instructions", as: "minekonom", key: "0123456789abcdeg",
                json: Self.draft.replacing(#","occurredAt":"2015-12-21T05:00:00Z""#, with: ""))
            let other = "/v1/instructions/\(try now.json(ActAnswer.self).instruction)"
            let plain = try await api.ask(.get, other, as: "tsu").bytes
            #expect(!String(decoding: plain, as: UTF8.self).contains("enteredLate"))
        }
    }

    @Test func aBodyActsNowAndNothingHappensLaterThanItIsEntered() async throws {
        try await APIHarness.run { api in
            let stored = try await TestDatabase.current.contents()
            let own = try await api.ask(
                .post, "/v1/instructions", as: "minekonom", key: "0123456789abcdef", headers: Self.paper,
                json: Self.draft)
            #expect(own.status == .forbidden)
            #expect(try own.json(Problem.self).code == "needs-capacity")
            let later = try await api.enter(
                Self.draft.replacing("2015-12-21", with: "2017-12-21"), for: "minekonom", at: "/v1/instructions")
            #expect(later.status == .conflict)
            let unfounded = try await api.ask(
                .post, "/v1/instructions", as: "operator", key: "0123456789abcdef",
                headers: ["Ino-On-Behalf-Of": "minekonom"], json: Self.draft)
            #expect(unfounded.status == .forbidden)
            let wrong = try await api.enter(
                Self.draft.replacing("2015-12-21T05:00:00Z", with: "yesterday"), for: "minekonom",
                at: "/v1/instructions")
            #expect(wrong.status == .badRequest)
            #expect(try wrong.json(Problem.self).errors.map(\.pointer) == ["/occurredAt"])
            // A refusal is kept under its key as any answer is; nothing of the act is.
            let changed = try await TestDatabase.current.contents().filter { stored[$0.key] != $0.value }.keys
            #expect(Set(changed).isDisjoint(with: ["message", "delivery", "send_key", "instruction"]))
        }
    }

    @Test func anActCannotHaveHappenedBeforeWhatItAnswers() async throws {
        try await APIHarness.run { api in
            let issued = try await api.enter(Self.draft, for: "minekonom", at: "/v1/instructions")
            let id = try issued.json(ActAnswer.self).instruction
            let early = try await api.enter(
                Self.register.replacing("12-22", with: "12-20"), for: "tsu", at: "/v1/instructions/\(id)/register")
            #expect(early.status == .conflict)
            #expect(try early.json(Problem.self).rule == "I4")
        }
    }
}

extension APIHarness {
    /// An operator enters what came on paper.
    fileprivate func enter(_ json: String, for organisation: String, at path: String) async throws -> TestResponse {
        try await ask(
            .post, path, as: "operator", key: "key-\(path.utf8.count)-\(json.utf8.count)-of-a-paper",
            headers: ["Ino-On-Behalf-Of": organisation, "Ino-Basis": "0L/QuNGB0YzQvNC+IOKEliAx"], json: json)
    }
}
