// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Logging
import Postgres
import Store
import Synchronization
import TestDatabase
import Testing

/// What a letter costs, counted in waits for PostgreSQL: a count does not vary with the machine, as a timing does.
@Suite(.database) struct RoundTripTests {
    @Test func aLetterTakesOneRoundTrip() async throws {
        let office = try await Office.open()
        try await office.database.furnish(programme: "now", bodies: [])
        let (store, count) = try Self.countedStore()
        func send(_ keys: ClosedRange<Int>) async throws {
            let letters = keys.map { office.letter(to: ["tsu", "tpu"], key: "k\($0)", in: "now") }
            for result in try await store.commit(letters, decide: CaseState.decide) { _ = try result.get() }
        }
        // The first learns the server's time, the second prepares the statement.
        try await send(1...1)
        try await send(2...2)
        count.reset()
        try await send(3...3)
        #expect(count.value == 1)
        count.reset()
        try await send(4...103)
        #expect(count.value == 1, "a hundred together cost no more")
        try await send(103...103)  // prepares the reading of what was sent
        count.reset()
        try await send(103...104)
        // Something was sent before: begin, look up, read what it was, append, commit.
        #expect(count.value == 1 + 5)
        #expect(try await office.value("select count(*) from core.message") == "104")
    }

    @Test func theOnlyProgrammeIsAskedForOnceAndStillNeverMistaken() async throws {
        let office = try await Office.open()
        let (store, count) = try Self.countedStore()
        #expect(try await store.onlyProgrammeCode() == Office.programme)
        count.reset()
        var letter = office.letter(to: ["tsu"], key: "k1")
        letter.programme = try await store.onlyProgrammeCode()
        letter.assumesOnlyProgramme = true
        #expect(count.value == 0)
        _ = try await store.commit([letter], decide: CaseState.decide)[0].get()

        try await office.database.furnish(programme: "second", bodies: [])
        letter.key = "k2"
        let results = try await store.commit([letter], decide: CaseState.decide)
        let error = #expect(throws: StoreError.self) { try results[0].get() }
        #expect(error?.code == .ambiguous(what: "programme", candidates: ["demo", "second"]))
        #expect(try await office.value("select count(*) from core.message") == "1")
    }

    @Test func toNameTheProgrammeAndToAnnounceTakeOneEach() async throws {
        _ = try await Office.open()
        let (store, count) = try Self.countedStore()
        for expected in [2, 1] {  // the first time, the statement is prepared
            count.reset()
            #expect(try await store.programmeCode() == Office.programme)
            #expect(count.value == expected)
            count.reset()
            try await store.announce(["tsu", "tpu"])
            #expect(count.value == expected)
        }
    }

    @Test func aPageTakesOneAndTheReceiptForItOne() async throws {
        let office = try await Office.open()
        try await office.database.furnish(programme: "now", bodies: [])
        let (store, count) = try Self.countedStore()
        func acknowledge(upTo number: Int64, from: Int64? = nil) async throws -> Int64 {
            try await store.acknowledge(
                Acknowledgement(level: .delivered, from: from, upTo: number), organisation: "tsu", by: "reader",
                programme: "now")
        }
        for n in 1...9 {
            _ = try await store.commit(
                [office.letter(to: ["tsu"], key: "k\(n)", in: "now")], decide: CaseState.decide)[0].get()
        }
        // The first time, the statements are prepared.
        _ = try await store.inbox(of: "tsu", after: 0, limit: 2)
        #expect(try await acknowledge(upTo: 2) == 2)
        count.reset()
        #expect(try await store.inbox(of: "tsu", after: 2, limit: 2).items.map(\.number) == [3, 4])
        #expect(count.value == 1)
        count.reset()
        #expect(try await acknowledge(upTo: 4) == 2)
        #expect(count.value == 1)
        // Whatever is out of the ordinary is looked at and counted the same.
        #expect(try await acknowledge(upTo: 4) == 0)
        #expect(try await acknowledge(upTo: 3) == 0)
        #expect(try await acknowledge(upTo: 8, from: 8) == 1)
        #expect(try await acknowledge(upTo: 9) == 1)
        await #expect(throws: Refusal.self) { try await acknowledge(upTo: 10) }
        let written = try await office.value(
            "select string_agg(from_seq || '-' || upto_seq, ' ' order by upto_seq) from core.receipt")
        #expect(written == "1-2 3-4 8-8 9-9")
    }

    private static func countedStore() throws -> (Store, AnswerCount) {
        let count = AnswerCount()
        let logger = Logger(label: "counted") { _ in CountingHandler(count: count) }
        let conninfo = try TestDatabase.current.conninfo(user: "ino_daemon")
        return (Store(StoreConfiguration(conninfo: conninfo, poolSize: 1), logger: logger), count)
    }
}

/// How many answers of PostgreSQL the store logged at trace.
private final class AnswerCount: Sendable {
    private let answers = Atomic(0)
    var value: Int { answers.load(ordering: .relaxed) }
    func reset() { answers.store(0, ordering: .relaxed) }
    func add() { answers.add(1, ordering: .relaxed) }
}

private struct CountingHandler: LogHandler {
    let count: AnswerCount
    var logLevel = Logger.Level.trace
    var metadata = Logger.Metadata()

    func log(event: LogEvent) {
        if event.message == "PostgreSQL answered." { count.add() }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }
}
