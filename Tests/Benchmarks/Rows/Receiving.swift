// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres

/// Rows c1 and c100: one consumer receives what waits in an inbox and acknowledges it, one by one or 100 at once.
///
/// *Fused*: the acknowledgement and the next read go out together on one connection, and their two answers are awaited
/// together. *Streamed*: the messages come as server-sent events, and each is acknowledged by a request of its own on a
/// second connection, 64 at most unanswered.
struct Receiving {
    let batch: Int

    static let all = [Receiving(batch: 1), Receiving(batch: 100)]

    func row(_ peers: [any Peer]) -> Row {
        let page = Contender(
            name: "ino fused", side: .ino, targets: [batch == 1 ? .atLeast(0.45) : .atLeast(0.75)], run: fused)
        let stream = Contender(name: "ino streamed", side: .ino, targets: [.atLeast(0.70)]) { run in
            try await receive(run, streamed)
        }
        return Row(
            name: "c\(batch)",
            says: "receive and acknowledge \(batch == 1 ? "one by one" : "by 100"), 1 consumer", measures: [.rate],
            contenders: [raw, page] + (batch == 1 ? [stream] : []) + peers.compactMap { $0.receiving(batch: batch) })
    }

    /// How many messages a run is about.
    func count(_ run: Run) -> Int { max(1, Int(run.seconds * (batch == 1 ? 40 : 80))) * 100 }

    /// Rows taken out by DELETE in the order of their ids, and given back by it.
    private var raw: Contender {
        Contender(name: "raw", side: .raw) { run in
            let count = count(run)
            try await run.arena.script(
                """
                truncate public.raw;
                insert into public.raw (payload) select '\(Letters.payload)' from generate_series(1, \(count));
                analyze public.raw
                """)
            let take = """
                delete from public.raw where id = any (array( \
                select id from public.raw order by id limit \(batch) for update skip locked)) returning payload;
                """
            let reading = try await run.measure {
                let rate = try PgBench(run: run, script: take).rate(.transactions(count / batch)) * Double(batch)
                return Reading(values: [.rate: rate], messages: count)
            }
            let left = try await run.arena.admin.one("select count(*)::int from public.raw", as: Int.self)
            guard left == 0 else { throw BenchmarkError("\(left) rows were not taken") }
            return reading
        }
    }

    /// Each read goes out together with the acknowledgement of the one before.
    func fused(_ run: Run) async throws -> Reading { try await receive(run, fused) }

    /// Fills the inbox, lets it be emptied, and looks whether the receipts say so.
    private func receive(_ run: Run, _ empty: (Run, Int, Int) throws -> Void) async throws -> Reading {
        let count = count(run)
        let first = try await run.arena.last(of: Arena.reader)
        try Self.fill(run, count)
        let reading = try await run.measure {
            let start = seconds()
            try empty(run, first, count)
            return Reading(values: [.rate: Double(count) / (seconds() - start)], messages: count)
        }
        try await run.checkReceipts(of: Arena.reader, after: first, upTo: first + count)
        return reading
    }

    /// Sends so many hundreds to the reader.
    static func fill(_ run: Run, _ count: Int) throws {
        let connection = try HTTPConnection(run.arena.daemon.unix)
        var request = Letters.batch(run.prefix, of: 100, to: Arena.reader, token: run.arena.senderToken)
        var confirmed = Tally()
        for first in stride(from: 0, to: count, by: 100) {
            try connection.send(request.numbered(from: first))
            _ = try connection.success { try confirmed.take($0) }
        }
        guard confirmed.count == count else { throw BenchmarkError("\(confirmed.count) of \(count) were stored") }
    }

    private func fused(_ run: Run, after first: Int, _ count: Int) throws {
        let connection = try HTTPConnection(run.arena.daemon.tcp)
        var requests = InboxRequests(token: run.arena.readerToken, limit: batch)
        var position = InboxPosition(after: first)
        try connection.send(requests.reading(after: first))
        while position.number < first + count {
            guard try connection.success({ try position.take($0) }) == batch else {
                throw BenchmarkError("the inbox gave fewer than \(batch) after number \(position.number)")
            }
            let isLast = position.number == first + count
            try connection.send(
                requests.acknowledging(upTo: position.number)
                    + (isLast ? [] : requests.reading(after: position.number)))
            try connection.success { _ in }
        }
    }

    private func streamed(_ run: Run, after first: Int, _ count: Int) throws {
        let events = try EventStream(run.arena.daemon.tcp, token: run.arena.readerToken, after: first)
        let acknowledging = try HTTPConnection(run.arena.daemon.tcp)
        var requests = InboxRequests(token: run.arena.readerToken, limit: 1)
        var position = InboxPosition(after: first)
        var (sent, answered) = (first, first)
        while answered < first + count {
            if sent == position.number { try events.take { try position.take($0) } }
            while sent < position.number {
                if sent - answered == 64 {
                    try acknowledging.success { _ in }
                    answered += 1
                }
                sent += 1
                try acknowledging.send(requests.acknowledging(upTo: sent))
            }
            while sent == first + count, answered < sent {
                try acknowledging.success { _ in }
                answered += 1
            }
        }
    }
}

/// An inbox as server-sent events.
struct EventStream: Sendable {
    private let connection: HTTPConnection

    init(_ endpoint: Endpoint, token: String, after number: Int) throws {
        connection = try HTTPConnection(endpoint)
        try connection.send(
            Request("GET /v1/inbox?after=\(number)", token: token, headers: ["Accept: text/event-stream"]).bytes)
        try connection.beginStream()
    }

    /// Waits for the next part of the stream, which holds whole events.
    func take(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let isOpen: Void? = try connection.chunk { bytes in
            guard bytes.suffix(2).elementsEqual([10, 10]), bytes.place(after: "event: problem") == nil else {
                throw BenchmarkError("not whole events: \(String(decoding: bytes.suffix(600), as: UTF8.self))")
            }
            try body(bytes)
        }
        guard isOpen != nil else { throw BenchmarkError("the event stream ended by itself") }
    }

    /// Ends the stream from any thread.
    func shut() { connection.shut() }
}
