// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import HummingbirdTesting
import TestDatabase
import Testing
import Wire

@Suite(.database) struct BatchTests {
    @Test func eachMessageOfABatchHasItsOwnAnswer() async throws {
        try await APIHarness.run { api in
            let alone = try await api.ask(
                .post, "/v1/messages", as: "minekonom", json: #"{"recipients":["tsu"],"key":"a","text":"one"}"#)
            let batch = try await api.ask(
                .post, "/v1/messages/batch", as: "minekonom",
                json: """
                    {"messages":[{"recipients":["tsu"],"key":"a","text":"one"},
                                 {"recipients":["nobody"],"key":"b","text":"two"},
                                 {"recipients":["tsu","tpu"],"key":"c","text":"three"}]}
                    """)
            let items = try batch.json(BatchAnswer.self).items
            #expect(items.map(\.status) == [201, 422, 201])
            #expect(try items[0].message == alone.json(SendAnswer.self))
            #expect(items[1].problem?.code == "unknown-recipient")
            #expect(items[2].message?.deliveries.map(\.number).sorted() == [2, 3])
        }
    }

    @Test func twoMessagesOfABatchMayNotShareAKey() async throws {
        try await APIHarness.run { api in
            let batch = try await api.ask(
                .post, "/v1/messages/batch", as: "minekonom",
                json: """
                    {"messages":[{"recipients":["tsu"],"key":"a","text":"one"},
                                 {"recipients":["tsu"],"key":"a","text":"two"}]}
                    """)
            #expect(batch.status.code == 422)
            let inbox = try await api.ask(.get, "/v1/inbox?after=1", as: "tsu").json(InboxPage.self)
            #expect(inbox.items.isEmpty)
        }
    }
}
