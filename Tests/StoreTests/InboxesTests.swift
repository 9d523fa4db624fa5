// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres
import TestDatabase
import Testing

@testable import Store

/// Receipts of several inboxes by one statement, on the real clock; what stands against one is found by the careful way.
@Suite(.database) struct InboxesTests {
    private let office: Office

    init() async throws {
        office = try await Office.open()
        try await office.database.furnish(programme: "now", bodies: [])
        for key in ["a", "b"] {
            try await office.commit(office.letter(to: ["tsu", "tpu"], key: key, in: "now"))
        }
    }

    private func acknowledge(_ tsu: Int64, _ tpu: Int64, programme: String = "now") async throws -> [Int64] {
        try await office.store.acknowledge(
            upTo: [("tsu", tsu), ("tpu", tpu)], level: .delivered, by: "test", reader: InboxReader(principal: "test"),
            programme: programme)
    }

    @Test(arguments: ["now", Office.programme]) func eachCoversWhatItDidNotBefore(programme: String) async throws {
        #expect(try await acknowledge(1, 2, programme: programme) == [1, 2])
        #expect(try await acknowledge(2, 2, programme: programme) == [1, 0])
        #expect(try await acknowledge(2, 2, programme: programme) == [0, 0])
        let ranges = try await office.value(
            """
            select string_agg(o.code || ' ' || r.from_seq || '-' || r.upto_seq, ', ' order by o.code, r.from_seq)
              from core.receipt r join core.organisation o on o.id = r.recipient
            """)
        #expect(ranges == "tpu 1-2, tsu 1-1, tsu 2-2")
    }

    @Test func aNumberThatWasNeverGivenLeavesAllUnsaid() async throws {
        await #expect(throws: Refusal.self) { try await acknowledge(2, 3) }
        #expect(try await office.value("select count(*)::text from core.receipt") == "0")
    }

    @Test func aPageHoldsWhatEachInboxHolds() async throws {
        let slice = try await office.store.inboxes(
            after: [("tpu", 1), ("fano", 0), ("tsu", 0)], limit: 10, bytes: 1_000)
        #expect(slice.inboxes.map { $0.items.map(\.number) } == [[2], [], [1, 2]])
        #expect(slice.messages.count == 2)
        let short = try await office.store.inboxes(after: [("tpu", 1), ("tsu", 0)], limit: 10, bytes: 1)
        #expect(short.inboxes.map { $0.items.map(\.number) } == [[], [1]])
        #expect(short.inboxes.map(\.more) == [true, true])
    }
}
