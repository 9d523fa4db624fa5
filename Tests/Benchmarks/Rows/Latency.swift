// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// Rows d and d2: from before a message is sent until a waiting reader has it, at 200 a second, each acknowledged.
enum Latency {
    static let pace = 200.0

    static func row(_ peers: [any Peer]) -> Row {
        let targets = [Target.atMost(1.3, .p50), Target.atMost(1.5, .p99)]
        return Row(
            name: "d", says: "send to receipt at a waiting reader of the same daemon, 200/s",
            measures: [.p50, .p99],
            contenders: [
                Contender(name: "raw", side: .raw, run: raw),
                Contender(name: "ino stream", side: .ino, targets: targets) { run in
                    try await deliver(run, from: run.arena.daemon, streaming: true)
                },
                Contender(name: "ino long-poll", side: .ino, targets: targets) { run in
                    try await deliver(run, from: run.arena.daemon, streaming: false)
                },
            ] + peers.compactMap { $0.latency() })
    }

    /// The reader at a second daemon on the same database, which lives for the run.
    static var elsewhere: Row {
        Row(
            name: "d2", says: "as d, the reader at another daemon", measures: [.p50, .p99],
            contenders: [
                Contender(name: "raw", side: .raw, run: raw),
                Contender(
                    name: "ino stream", side: .ino, targets: [.atMost(60, .p99, of: .absolute)]
                ) { run in
                    let other = try Daemon(run.arena.database)
                    defer { other.stop() }
                    return try await deliver(run, from: other, streaming: true)
                },
            ])
    }

    /// Paced sends on one thread and the reader on another; `send` and `receive` take a message's number, and whatever
    /// `end` closes stops both.
    static func measure(
        _ run: Run, send: @escaping @Sendable (Int) throws -> Void,
        receive: @escaping @Sendable (_ count: Int, _ came: (Int) -> Void) throws -> Void,
        end: @escaping @Sendable () -> Void
    ) throws -> Reading {
        let count = max(20, Int(run.seconds * pace))
        let sending = { @Sendable in
            do {
                let start = seconds() + 0.05
                return try (0..<count).map { place in
                    sleep(until: start + Double(place) / pace)
                    let now = seconds()
                    try send(place)
                    return now
                }
            } catch {
                end()
                throw error
            }
        }
        let receiving = { @Sendable in
            var times = [Double](repeating: .nan, count: count)
            try receive(count) { times[$0] = seconds() }
            return times
        }
        let times = try together([sending, receiving])
        let taken = zip(times[0], times[1]).map { ($1 - $0) * 1_000 }.sorted()
        guard let last = taken.last, !last.isNaN else { throw BenchmarkError("not every message came") }
        return Reading(
            values: [.p50: taken[count / 2], .p99: taken[min(count - 1, count * 99 / 100)]], messages: count)
    }

    /// Inserts that notify, and a reader that listens, selects and deletes.
    private static func raw(_ run: Run) async throws -> Reading {
        try await run.arena.script("truncate public.raw restart identity")
        let (sender, reader) = (try run.arena.session(), try run.arena.session())
        try sender.prepare(
            "send",
            """
            with sent as (insert into public.raw (payload) values ($1) returning id)
            select pg_notify('raw', '') from sent
            """)
        try reader.run("listen raw")
        try reader.prepare("take", "delete from public.raw where id <= $1")
        try reader.prepare("read", "select payload from public.raw order by id limit 100")
        let read = PostgresSession.execution(of: "read")
        return try await run.measure {
            try measure(
                run,
                send: { number in
                    let digits = String(10_000_000_000 + number).dropFirst()
                    try sender.send(
                        PostgresSession.execution(of: "send", Letters.payload.dropLast() + #","n":"\#(digits)"}"#))
                    try sender.awaitReady()
                },
                receive: { count, came in
                    var next = 0
                    while next < count {
                        try reader.awaitNotification()
                        try reader.send(read)
                        try reader.awaitReady { payload in
                            guard payload.number(at: payload.count - 12) == next else {
                                throw BenchmarkError("message \(next) did not come in its turn")
                            }
                            came(next)
                            next += 1
                        }
                        try reader.send(PostgresSession.execution(of: "take", "\(next)"))
                        try reader.awaitReady()
                    }
                }, end: { reader.shut() })
        }
    }

    private static func deliver(_ run: Run, from other: Daemon, streaming: Bool) async throws -> Reading {
        let first = try await run.arena.last(of: Arena.reader)
        let mark = try await run.mark()
        let confirmed = Mutex(Tally())
        let sender = try HTTPConnection(run.arena.daemon.tcp)
        let request = Letters.single(run.prefix, to: [Arena.reader], token: run.arena.senderToken)
        let reader = try WaitingReader(other.tcp, token: run.arena.readerToken, after: first, streaming: streaming)
        let reading = try await run.measure {
            try measure(
                run,
                send: { number in
                    var request = request
                    try sender.send(request.numbered(from: number))
                    try sender.success { bytes in _ = try confirmed.withLock { try $0.take(bytes) } }
                }, receive: { try reader.read($0, $1) }, end: { reader.shut() })
        }
        let tally = confirmed.withLock(\.self)
        try await run.check(tally, since: mark)
        try await run.checkReceipts(of: Arena.reader, after: first, upTo: first + tally.count)
        return reading
    }
}
