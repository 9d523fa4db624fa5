// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Evidence
import Postgres
import TestDatabase
import Testing

@testable import Store

/// Letters of a programme on the real clock, once the store has heard the server's time: one statement takes them, or the
/// careful way says what is the matter.
@Suite(.database) struct LettersTests {
    private let office: Office

    init() async throws {
        office = try await Office.open()
        try await office.database.furnish(programme: "now", bodies: [])
        try await office.commit(letter("first", to: ["tsu"]))
    }

    private func letter(_ key: String, to recipients: [String], text: String = "hello") -> Submission {
        office.letter(to: recipients, key: key, text: text, in: "now")
    }

    private func send(_ letters: [Submission]) async throws -> [Result<Committed, any Error>] {
        try await office.store.commit(letters, decide: CaseState.decide)
    }

    @Test func theyAreNumberedInTheOrderTheyCame() async throws {
        let results = try await send(["tpu", "tsu", "fano"].map { letter("to-\($0)", to: [$0, "minekonom"]) })
        let lines = try results.map { String(decoding: try $0.get().answer.body, as: UTF8.self) }
        #expect(
            lines.map { $0.split(separator: " ").last } == [
                "minekonom:1,tpu:1", "minekonom:2,tsu:2", "fano:1,minekonom:3",
            ])
        #expect(
            try results.map { try $0.get().inboxes.sorted() } == [
                ["minekonom", "tpu"], ["minekonom", "tsu"], ["fano", "minekonom"],
            ])
        #expect(
            try await office.value(
                """
                select string_agg(o.code || ':' || d.seq, ',' order by d.message_id, o.code)
                  from core.delivery d join core.organisation o on o.id = d.recipient
                  join core.message m on m.id = d.message_id and m.sender_key like 'to-%'
                """) == "minekonom:1,tpu:1,minekonom:2,tsu:2,fano:1,minekonom:3")
    }

    @Test func aKeyUsedBeforeIsAnsweredAsBeforeBesideNewOnes() async throws {
        let first = try await send([letter("a", to: ["tsu"])])[0].get().answer
        let results = try await send([
            letter("a", to: ["tsu"]), letter("b", to: ["tsu"]), letter("a", to: ["tsu"], text: "other"),
        ])
        let answers = try results.prefix(2).map { try $0.get().answer }
        #expect(answers[0].body == first.body)
        #expect(answers.map(\.replayed) == [true, false])
        #expect(#expect(throws: StoreError.self) { try results[2].get() }?.code == .duplicateConflict)
        #expect(try await office.value("select count(*) from core.message") == "3")
    }

    @Test func anUnknownRecipientIsRefusedAloneAndByName() async throws {
        let results = try await send([letter("a", to: ["tsu"]), letter("b", to: ["nobody"])])
        #expect(throws: Never.self) { try results[0].get() }
        #expect(
            #expect(throws: StoreError.self) { try results[1].get() }?.code == .unknownRecipient(["nobody"]))
    }

    @Test func aHostWhoseClockIsAheadWritesNothingIntoTheFuture() async throws {
        let ahead = Instant(microsecondsSince1970: .max / 4)
        office.store.serverClock.heard(ahead, in: ["now"])
        _ = try await send([letter("a", to: ["tsu"])])[0].get()
        #expect(try await office.value("select bool_and(occurred_at <= recorded_at) from core.message") == "t")
        let now = try #require(office.store.serverClock.now(in: "now"))
        #expect(now < ahead, "the server was heard anew")
    }

    @Test func theHashHoldsTheTimeThatIsStored() async throws {
        _ = try await send([letter("a", to: ["tsu", "tpu"])])[0].get()
        let stored = try await office.store.messages(MessageFilter(limit: 1))[0]
        let message = stored.message
        #expect(
            stored.hash
                == ContentHash.sha256(message.canonicalBytes(bodyDigest: ContentHash.sha256(message.body))))
        #expect(stored.knownAt == message.occurredAt)
        #expect(message.occurredAt <= stored.recordedAt)
    }

    @Test func aProgrammeThatReplaysKeepsItsOwnNow() async throws {
        try await office.commit(office.letter(to: ["tsu"], key: "replayed"))
        try await office.commit(office.letter(to: ["tsu"], key: "replayed again"))
        #expect(office.store.serverClock.now(in: "demo") == nil)
        #expect(
            try await office.value(
                "select string_agg(distinct known_at::date::text, ',') from core.message where sender_key like 'replayed%'"
            )
                == "2016-03-25")
    }

    /// An id holds 22 bits of the serial: after 4194303 they begin again with 0.
    @Test func idsAscendWhereTheSerialBeginsAgainAndStandAboveTheFloor() async throws {
        let db = try await office.database.connection()
        _ = try await db.one("select setval('core.id_sequence', 2 * 4194304 - 3)", as: Int64.self)
        let ids = try await db.one("select core.new_ids(5, 0)", as: [Int64].self)
        #expect(ids.map { $0 & 4_194_303 } == [4_194_302, 4_194_303, 0, 1, 2])
        #expect(ids == ids.sorted() && Set(ids).count == 5)
        let floor: Int64 = 8_000_000_000_000_000_000
        let high = try await db.one("select core.new_ids(3, \(floor))", as: [Int64].self)
        #expect(high == high.sorted() && high[0] > floor)
        let sameTime = try await db.one(
            "select core.time_of(core.id_at('2026-11-21 12:34:56.789+00')) = '2026-11-21 12:34:56.789+00'",
            as: Bool.self)
        #expect(sameTime)
    }

    @Test(arguments: [0, 1, 3, 4, 1_000]) func aHintBesideTheEndOfAnInboxChangesNoNumber(hint: Int64) async throws {
        _ = try await send(["a", "b"].map { letter($0, to: ["tsu"]) })
        let numbers = try await office.value(
            """
            select core.next_numbers(array[tsu.id, tpu.id, tsu.id], array_fill(\(hint)::bigint, array[3]))::text
              from core.organisation tsu, core.organisation tpu
             where tsu.code = 'tsu' and tpu.code = 'tpu'
            """)
        #expect(numbers == "{4,1,5}")
    }
}
