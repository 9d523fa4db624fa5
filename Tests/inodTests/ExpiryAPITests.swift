// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import HTTPTypes
import HummingbirdTesting
import Store
import TestDatabase
import Testing
import Wire

@testable import inod

@Suite(.database, .timeLimit(.minutes(3))) struct ExpiryAPITests {
    @Test func aMessageAndAnEventSayUntilWhenTheyAreWorthAnything() async throws {
        try await APIHarness.run { api in
            let end = try await api.store.programme(nil).now.adding(seconds: 3600)
            func letter(_ key: String, _ end: String) -> String {
                #"{"recipients":["tsu"],"key":"\#(key)","text":"x","expires":"\#(end)"}"#
            }
            let sent = try await api.ask(
                .post, "/v1/messages", as: "minekonom", json: letter("a", end.description))
            #expect(sent.status == .created)
            let event = try await api.ask(
                .post, "/v1/events", as: "minekonom",
                headers: [
                    "ce-specversion": "1.0", "ce-id": "1", "ce-source": "/s", "ce-type": "t", "ce-recipients": "tsu",
                    "ce-expirytime": end.description,
                ], body: [1])
            #expect(event.status == .created)
            let batch = try await api.ask(
                .post, "/v1/messages/batch", as: "minekonom",
                json: "{\"messages\":[\(letter("b", end.description)),\(letter("c", "2015-01-01T00:00:00Z"))]}")
            #expect(try batch.json(BatchAnswer.self).items.map(\.status) == [201, 422])

            let past = try await api.ask(
                .post, "/v1/messages", as: "minekonom", json: letter("d", "2015-01-01T00:00:00Z"))
            #expect(past.status == .unprocessableContent)
            #expect(try past.json(Problem.self).detail?.contains("would expire at 2015-01-01T00:00:00Z") == true)
            let unreadable = try await api.ask(.post, "/v1/messages", as: "minekonom", json: letter("e", "tomorrow"))
            #expect(unreadable.status == .badRequest)

            _ = try await api.store.setProgrammeClock(nil, to: end.adding(seconds: 1), by: "test")
            #expect(try await api.store.expire() == ExpiryRound(messages: 3, copies: 3))
            let page = try await api.ask(.get, "/v1/inbox?limit=500", as: "tsu").json(InboxPage.self)
            let expired = page.items.filter { $0.expired != nil }
            #expect(expired.count == 3 && expired.allSatisfy { $0.message.expires == end })
            let id = try sent.json(SendAnswer.self).id
            let track = try await api.ask(.get, "/v1/messages/\(id)/track", as: "minekonom").json(TrackView.self)
            #expect(track.expires == end && track.recipients.map(\.expired) == [end.adding(seconds: 1)])
            let told = try await api.ask(.get, "/v1/inbox?limit=500", as: "minekonom").json(InboxPage.self)
            let notices = told.items.filter { $0.message.kind == "receipt.expired" }
            #expect(notices.count == 3 && notices[0].message.text?.contains(#""organisation":"tsu""#) == true)
        }
    }
}
