// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Evidence
import Postgres
import Store
import TestDatabase
import Testing

@Suite(.database) struct MessagesTests {
    @Test func anInboxIsNumberedFromOneWithoutGaps() async throws {
        let office = try await Office.open()
        for n in 1...3 { try await office.commit(office.letter(to: ["tsu", "tpu"], key: "k\(n)")) }
        try await office.commit(office.letter(to: ["tpu"], key: "k4"))
        let tsu = try await office.store.inbox(of: "tsu", after: 0, limit: 10)
        let tpu = try await office.store.inbox(of: "tpu", after: 1, limit: 2)
        #expect(tsu.items.map(\.number) == [1, 2, 3] && tsu.last == 3)
        #expect(tpu.items.map(\.number) == [2, 3] && tpu.last == 4)
    }

    @Test func aSliceEndsWithTheMessageThatReachesItsBytes() async throws {
        let office = try await Office.open()
        for n in 1...4 {
            try await office.commit(office.letter(to: ["tsu"], key: "k\(n)", text: String(repeating: "x", count: 100)))
        }
        for (bytes, numbers) in [
            (Int64(1), [Int64(1)]), (100, [1]), (101, [1, 2]), (300, [1, 2, 3]), (5000, [1, 2, 3, 4]),
        ] {
            let slice = try await office.store.inbox(of: "tsu", after: 0, limit: 10, bytes: bytes)
            #expect(slice.items.map(\.number) == numbers, "\(bytes) bytes")
        }
        let limited = try await office.store.inbox(of: "tsu", after: 1, limit: 2, bytes: 5000)
        #expect(limited.items.map(\.number) == [2, 3] && limited.last == 4)
    }

    @Test func concurrentBatchesLeaveNoGapAndNoDouble() async throws {
        let office = try await Office.open()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for sender in 0..<4 {
                group.addTask {
                    for n in 0..<25 {
                        let to = n % 2 == 0 ? ["tsu", "tpu", "fano"] : ["tpu", "tsu"]
                        try await office.commit(office.letter(to: to, key: "\(sender)-\(n)"))
                    }
                }
            }
            try await group.waitForAll()
        }
        let inbox = try await office.store.inbox(of: "tsu", after: 0, limit: 200)
        #expect(inbox.items.map(\.number) == Array(1...100))
        #expect(inbox.items.map(\.message.id) == inbox.items.map(\.message.id).sorted())
    }

    @Test func theSameKeyGivesTheSameMessage() async throws {
        let office = try await Office.open()
        let first = try await office.commit(office.letter(to: ["tsu"], key: "k"))
        let second = try await office.commit(office.letter(to: ["tsu"], key: "k"))
        #expect(first.text == second.text && !first.replayed && second.replayed)
        #expect(try await office.value("select count(*) from core.message") == "1")
    }

    @Test func theSameKeyForOtherContentIsRefused() async throws {
        let office = try await Office.open()
        try await office.commit(office.letter(to: ["tsu"], key: "k"))
        let error = await #expect(throws: StoreError.self) {
            try await office.commit(office.letter(to: ["tsu"], key: "k", text: "other"))
        }
        #expect(error?.code == .duplicateConflict)
    }

    @Test func anUnknownRecipientIsNamedAndNothingIsStored() async throws {
        let office = try await Office.open()
        let results = try await office.store.commit(
            [office.letter(to: ["tsu", "nobody"], key: "a"), office.letter(to: ["tsu"], key: "b")],
            decide: CaseState.decide)
        #expect(throws: StoreError.self) { try results[0].get() }
        #expect(try results[1].get().inboxes == ["tsu"])
        #expect(try await office.value("select count(*) from core.message") == "1")
    }

    @Test func theStoredHashIsTheHashOfTheStoredMessage() async throws {
        let office = try await Office.open()
        try await office.commit(office.letter(to: ["tsu", "fano"], key: "k"))
        let stored = try #require(try await office.store.inbox(of: "fano", after: 0, limit: 1).items.first?.message)
        let message = stored.message
        let bytes = message.canonicalBytes(bodyDigest: ContentHash.sha256(message.body))
        #expect(stored.hash == ContentHash.sha256(bytes))
    }

    @Test func anAcknowledgementIsBoundedByWhatWasGiven() async throws {
        let office = try await Office.open()
        for n in 1...3 { try await office.commit(office.letter(to: ["tsu"], key: "k\(n)")) }
        let now = Instant(microsecondsSince1970: 1_458_900_000_000_000)
        func ack(_ upTo: Int64, from: Int64? = nil, _ level: ReceiptLevel = .delivered) async throws -> Int64 {
            try await office.store.acknowledge(
                Acknowledgement(level: level, from: from, upTo: upTo), organisation: "tsu", by: "clerk-tsu",
                knownAt: now)
        }
        #expect(try await ack(2) == 2)
        #expect(try await ack(2) == 0)
        #expect(try await ack(3, from: 3, .registered) == 1)
        let refusal = await #expect(throws: Refusal.self) { try await ack(4) }
        #expect(refusal?.code == "invalid-value")
        #expect(try await office.value("select acknowledged::text from core.inbox_position('tsu')") == "2")
        let track = try await office.store.track(
            try await office.store.inbox(of: "tsu", after: 2, limit: 1).items[0].message.id.description)
        #expect(track.recipients[0].delivered == nil && track.recipients[0].registered == now)
    }

    @Test func checkpointsKeepTheNumbersGoing() async throws {
        let office = try await Office.open()
        let batch = (1...120).map { office.letter(to: ["tsu"], key: "k\($0)") }
        _ = try await office.store.commit(batch, decide: CaseState.decide)
        #expect(try await office.store.maintain().checkpoints == 1)
        try await office.commit(office.letter(to: ["tsu"], key: "after"))
        let inbox = try await office.store.inbox(of: "tsu", after: 119, limit: 5)
        #expect(inbox.items.map(\.number) == [120, 121])
    }

    @Test func aSuffixOfAnIdFindsTheMessage() async throws {
        let office = try await Office.open()
        try await office.commit(office.letter(to: ["tsu"], key: "k"))
        let id = try #require(try await office.store.inbox(of: "tsu", after: 0, limit: 1).items.first?.message.id)
        #expect(try await office.store.message(String(id.description.suffix(5))).id == id)
        await #expect(throws: StoreError.self) { try await office.store.message(String(id.description.suffix(4))) }
    }

    @Test func ofSeveralMessagesThatASuffixEndsNoneIsNamed() async throws {
        let office = try await Office.open()
        try await office.commit(office.letter(to: ["tsu"], key: "k"))
        let id = try #require(try await office.store.inbox(of: "tsu", after: 0, limit: 1).items.first?.message.id)
        // Another id with the same last bits, as chance gives it to one of some thousands.
        try await office.database.connection(user: "postgres").script(
            """
            insert into core.message
            select m.id + (1::bigint << 30), m.programme, m.id + (1::bigint << 30), m.kind, m.sender, 'other', m.actor_person,
                   m.actor_position, m.actor_organisation, m.actor_capacity, m.actor_basis, m.occurred_at, m.known_at,
                   m.recorded_at, m.cause_id, m.replay_of, m.audience, m.roles, m.seqs, m.content_type, m.body, m.hash
              from core.message m
            """)
        let error = await #expect(throws: StoreError.self) {
            try await office.store.message(String(id.description.suffix(5)))
        }
        #expect(error?.code == .ambiguous(what: "message", candidates: []))
    }

    @Test func aDryRunAnswersAndStoresNothing() async throws {
        let office = try await Office.open()
        var letter = office.letter(to: ["tsu"], key: "k")
        letter.dryRun = true
        let answer = try await office.commit(letter)
        #expect(answer.status == 201)
        #expect(try await office.value("select count(*) from core.message") == "0")
        #expect(try await office.commit(office.letter(to: ["tsu"], key: "k")).replayed == false)
    }
}
