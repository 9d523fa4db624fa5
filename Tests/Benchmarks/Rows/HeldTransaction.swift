// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres
import Synchronization

/// Row h: somebody holds a transaction open while 1,500 messages a second are sent, received and acknowledged.
///
/// The rate is what one consumer takes, by 100 at most, while four connections send as fast as they can: before the
/// transaction was opened, and at the end while it still is. What falls in between is what old row versions cost.
enum HeldTransaction {
    private static let pace = 1_500.0
    private static let senders = 4

    static var row: Row {
        Row(
            name: "h",
            says: "a transaction held open at 1,500/s: what is left of the rate; raw is SKIP LOCKED + DELETE",
            measures: [.left, .dead],
            contenders: [
                Contender(name: "raw", side: .raw, run: raw),
                Contender(
                    name: "ino", side: .ino,
                    targets: [.atLeast(90, .left, of: .absolute), .atMost(0, .dead, of: .absolute)], run: ino),
            ], rounds: 1)
    }

    /// One side's way to send one message, for each sender, and to take and acknowledge what waits.
    private struct Flow {
        let send: [@Sendable () throws -> Void]
        /// Answers how many it took.
        let receive: @Sendable () throws -> Int

        /// Sends and receives for so long; with a pace in all together, or as fast as can be.
        func run(seconds length: Double, pace: Double? = nil) throws -> (sent: Int, received: Int, elapsed: Double) {
            let start = seconds()
            let end = start + length
            let count = Double(send.count)
            let sending = send.map { send in
                { @Sendable in
                    var sent = 0
                    while seconds() < end {
                        if let pace { sleep(until: min(end, start + Double(sent) * count / pace)) }
                        try send()
                        sent += 1
                    }
                    return sent
                }
            }
            let receiving = { @Sendable in
                var received = 0
                while seconds() < end { received += try receive() }
                return received
            }
            let counts = try together(sending + [receiving])
            return (counts.dropLast().reduce(0, +), counts[send.count], seconds() - start)
        }
    }

    private static func measure(
        _ run: Run, _ flow: Flow, dead: () async throws -> Int
    ) async throws -> Reading {
        let holder = try run.arena.session()
        let before = try flow.run(seconds: run.seconds)
        try holder.run("begin isolation level repeatable read; select count(*) from pg_class")
        var paced = (sent: 0, received: 0, elapsed: 0.0)
        var reading = try await run.measure {
            paced = try flow.run(seconds: run.scale.heldSeconds, pace: pace)
            return Reading(values: [:], messages: paced.sent)
        }
        let after = try flow.run(seconds: run.seconds)
        let (first, last) = (Double(before.received) / before.elapsed, Double(after.received) / after.elapsed)
        reading.values = [.left: last / first * 100, .dead: Double(try await dead())]
        reading.note = """
            held \(run.scale.heldSeconds.text(0)) s: \(first.text(0)) received/s before, \(last.text(0)) after; between \
            them \((Double(paced.sent) / paced.elapsed).text(0)) sent/s and \
            \((Double(paced.received) / paced.elapsed).text(0)) received/s
            """
        try holder.run("commit")
        return reading
    }

    private static func raw(_ run: Run) async throws -> Reading {
        try await run.arena.script("truncate public.raw")
        let insert = PostgresSession.execution(of: "insert", Letters.payload)
        let take = PostgresSession.execution(of: "take")
        let consumer = try run.arena.session()
        try consumer.prepare(
            "take",
            """
            delete from public.raw where id = any (array(
            select id from public.raw order by id limit 100 for update skip locked)) returning payload
            """)
        let flow = Flow(
            send: try (0..<senders).map { _ in
                let session = try run.arena.session()
                try session.prepare("insert", "insert into public.raw (payload) values ($1)")
                return {
                    try session.send(insert)
                    try session.awaitReady()
                }
            },
            receive: {
                var count = 0
                try consumer.send(take)
                try consumer.awaitReady { _ in count += 1 }
                return count
            })
        return try await measure(run, flow) { try await run.dead(in: "public.raw%") }
    }

    private static func ino(_ run: Run) async throws -> Reading {
        let first = try await run.arena.last(of: Arena.reader)
        let mark = try await run.mark()
        let senders = try (0..<senders).map { place in
            try LetterSender(run, connection: place)
        }
        let reader = try BacklogReader(run, after: first)
        let flow = Flow(send: senders.map { sender in { try sender.send() } }, receive: { try reader.take() })
        let reading = try await measure(run, flow) { try await run.dead(in: "core.%") }
        let confirmed = senders.map(\.confirmed).reduce(Tally(), +)
        while reader.number < first + confirmed.count {
            guard try reader.take() > 0 else { throw BenchmarkError("the inbox ended before what was confirmed") }
        }
        try await run.check(confirmed, since: mark)
        try await run.checkReceipts(of: Arena.reader, after: first, upTo: first + confirmed.count)
        return reading
    }
}

extension Run {
    /// Dead rows in the logs, or in the raw queue.
    fileprivate func dead(in tables: String) async throws -> Int {
        try await arena.admin.one(
            """
            select coalesce(sum(n_dead_tup), 0)::int from pg_stat_user_tables
             where schemaname || '.' || relname like \(tables)
               and (relname ~ '^(message|delivery|receipt|attempt)_[0-9]' or schemaname = 'public')
            """, as: Int.self)
    }
}

/// One connection that sends letters to the reader.
private final class LetterSender: @unchecked Sendable {  // used by one thread at a time
    private let connection: HTTPConnection
    private var request: Request
    private var next = 0
    private(set) var confirmed = Tally()

    init(_ run: Run, connection place: Int) throws {
        connection = try HTTPConnection(run.arena.daemon.tcp)
        request = Letters.single("\(run.prefix)\(place)-", to: [Arena.reader], token: run.arena.senderToken)
    }

    func send() throws {
        try connection.send(request.numbered(from: next))
        next += 1
        _ = try connection.success { try confirmed.take($0) }
    }
}

/// A reader that takes what waits, a hundred at most, and acknowledges it.
private final class BacklogReader: @unchecked Sendable {  // used by one thread at a time
    private let connection: HTTPConnection
    private var requests: InboxRequests
    private var position: InboxPosition

    /// The number of the last message it took.
    var number: Int { position.number }

    init(_ run: Run, after number: Int) throws {
        connection = try HTTPConnection(run.arena.daemon.tcp)
        requests = InboxRequests(token: run.arena.readerToken, limit: 100, wait: 1)
        position = InboxPosition(after: number, key: nil)
    }

    func take() throws -> Int {
        try connection.send(requests.reading(after: number))
        let count = try connection.success { try position.take($0) }
        guard count > 0 else { return 0 }
        try connection.send(requests.acknowledging(upTo: number))
        try connection.success { _ in }
        return count
    }
}
