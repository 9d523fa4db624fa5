// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import Logging
import Postgres
import Store
import TestDatabase
import Testing

/// Letters that are worth something until a moment, by the clock of a programme that is moved.
@Suite(.database) struct ExpiryTests {
    private static let start = "2016-03-25T04:00:00Z"
    private static let end = "2016-03-26T00:00:00Z"
    private let office: Office

    init() async throws { office = try await Office.open() }

    private func letter(_ key: String, to recipients: [String], until end: String? = Self.end) -> Submission {
        var submission = office.letter(from: "minekonom", to: recipients, key: key)
        guard case .letter(var letter) = submission.work else { return submission }
        if let end { letter.attributes[Expiry.attribute] = end }
        submission.work = .letter(letter)
        return submission
    }

    private func moveClock(to moment: String) async throws {
        try await office.store.setProgrammeClock("demo", to: try #require(Instant(moment)), by: "test")
    }

    private func acknowledge(_ organisation: String, at moment: String) async throws {
        _ = try await office.store.acknowledge(
            Acknowledgement(level: .delivered, from: nil, upTo: 1), organisation: organisation, by: "test",
            knownAt: try #require(Instant(moment)))
    }

    @Test func whatNobodyAcknowledgedByItsEndIsToldToTheSenderOnce() async throws {
        try await office.commit(letter("k", to: ["tsu", "tpu", "fano"]))
        try await acknowledge("tpu", at: Self.end)
        #expect(try await office.store.expire() == ExpiryRound(messages: 0, copies: 0))
        try await moveClock(to: Self.end)
        #expect(try await office.store.expire() == ExpiryRound(messages: 0, copies: 0), "the last moment counts")
        try await moveClock(to: "2016-03-26T00:00:01Z")
        try await acknowledge("fano", at: "2016-03-26T00:00:01Z")
        #expect(try await office.store.expire() == ExpiryRound(messages: 1, copies: 2))
        #expect(try await office.store.expire() == ExpiryRound(messages: 0, copies: 0))

        let sent = try await office.store.inbox(of: "tsu", after: 0, limit: 5).items[0].message
        let told = try await office.store.inbox(of: "minekonom", after: 0, limit: 5).items.map(\.message)
        #expect(told.count == 1 && told[0].message.kind == "receipt.expired" && told[0].message.cause == sent.id)
        let notice = try JSONDecoder().decode(ExpiryNotice.self, from: Data(told[0].message.body))
        #expect(notice.message == sent.id && notice.senderKey == "k" && notice.expires == Instant(Self.end))
        #expect(notice.recipients.map { "\($0.organisation) \($0.number)" } == ["fano 1", "tsu 1"])

        let now = try #require(Instant("2016-03-26T00:00:01Z"))
        let track = try await office.store.track(sent.id.description)
        #expect(track.message.expires == Instant(Self.end))
        let expired = Dictionary(uniqueKeysWithValues: track.recipients.map { ($0.recipient.organisation, $0.expired) })
        #expect(expired == ["fano": now, "tpu": nil, "tsu": now])
        let delivered = track.recipients.filter { $0.delivered != nil }.map(\.recipient.organisation)
        #expect(delivered.sorted() == ["fano", "tpu"])
    }

    @Test func anExpiredCopyKeepsItsNumberAndIsMarked() async throws {
        try await office.commit(letter("gone", to: ["tsu"]))
        try await office.commit(letter("lasting", to: ["tsu"], until: nil))
        try await moveClock(to: "2016-03-27T00:00:00Z")
        #expect(try await office.store.expire().copies == 1)
        let items = try await office.store.inbox(of: "tsu", after: 0, limit: 5).items
        #expect(items.map(\.number) == [1, 2])
        #expect(items.map(\.message.expired) == [Instant("2016-03-27T00:00:00Z"), nil])
        #expect(items.map(\.message.expires) == [Instant(Self.end), nil])
        let queue = try #require(try await office.store.queues(of: ["tsu"]).first)
        #expect((queue.depth, queue.firstUndelivered, queue.unregistered, queue.firstUnregistered) == (1, 2, 1, 2))
        let depth = try await office.store.status().queue
        #expect((depth.undelivered, depth.inboxes) == (2, 2), "what its sender was told waits too")
        #expect(depth.oldestIn == "tsu" && depth.oldestAt != nil)
        #expect(
            try await office.value(
                """
                select waiting_count || ' ' || expired_count || ' ' || (oldest_waiting_at is not null)
                  from report_v1.queue_depth where organisation_code = 'tsu'
                """) == "1 1 true")
        #expect(
            try await office.value(
                """
                select string_agg(inbox_number || ' ' || coalesce(expires_at::text, '-') || ' '
                                  || coalesce(expired_at::text, '-'), ', ' order by inbox_number)
                  from report_v1.message_receipt where recipient_org_code = 'tsu'
                """) == "1 2016-03-26 00:00:00+00 2016-03-27 00:00:00+00, 2 - -")
        _ = try await office.store.acknowledge(
            Acknowledgement(level: .delivered, from: nil, upTo: 2), organisation: "tsu", by: "test",
            knownAt: try #require(Instant("2016-03-27T00:00:00Z")))
        #expect(try await office.store.queues(of: ["tsu"]).first?.depth == 0)
    }

    @Test func severalDaemonsAtOnceLookAtEachMessageOnce() async throws {
        for n in 0..<60 { try await office.commit(letter("k\(n)", to: ["tsu", "tpu"])) }
        try await moveClock(to: "2016-03-27T00:00:00Z")
        let conninfo = office.database.conninfo(user: "ino_daemon")
        let rounds = try await withThrowingTaskGroup(of: [ExpiryRound].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let store = Store(
                        StoreConfiguration(conninfo: conninfo, poolSize: 1), logger: Logger(label: "test"))
                    var rounds: [ExpiryRound] = []
                    while let round = try? await store.expire(limit: 7), round.messages > 0 { rounds.append(round) }
                    return rounds
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(rounds.reduce(0) { $0 + $1.messages } == 60 && rounds.reduce(0) { $0 + $1.copies } == 120)
        let told = try await office.store.inbox(of: "minekonom", after: 0, limit: 100).items
        #expect(told.map(\.number) == Array(1...60) && Set(told.map(\.message.message.cause)).count == 60)
        #expect(try await office.value("select count(*) from core.receipt where level = 'expired'") == "120")
        #expect(try await office.value("select count(*) from core.expiry_due") == "0")
    }

    @Test func anEndThatHasComeIsRefusedAloudAndNothingIsSent() async throws {
        let refused = try await office.commit(letter("k", to: ["tsu"], until: Self.start))
        #expect(refused.status == 409 && refused.text.contains("would expire at \(Self.start)"))
        #expect(try await office.value("select count(*) from core.message") == "0")
        let sent = try await office.commit(letter("later", to: ["tsu"], until: "2016-03-25T04:00:00.000001Z"))
        #expect(sent.status == 201)
        // Sent again after its end, it is the message that was sent.
        try await moveClock(to: "2016-03-27T00:00:00Z")
        let again = try await office.commit(letter("later", to: ["tsu"], until: "2016-03-25T04:00:00.000001Z"))
        #expect(again.text == sent.text && again.replayed)
    }

    @Test func whatIsAcknowledgedByARangeInTimeTellsNobody() async throws {
        for n in 0..<3 { try await office.commit(letter("k\(n)", to: ["tsu"])) }
        _ = try await office.store.acknowledge(
            Acknowledgement(level: .delivered, from: nil, upTo: 3), organisation: "tsu", by: "test",
            knownAt: try #require(Instant(Self.start)))
        try await moveClock(to: "2016-03-27T00:00:00Z")
        #expect(try await office.store.expire() == ExpiryRound(messages: 3, copies: 0))
        #expect(try await office.store.inbox(of: "minekonom", after: 0, limit: 5).items.isEmpty)
    }
}
