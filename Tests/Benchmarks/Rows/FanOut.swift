// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres

/// Rows e and e2: one message to 400 organisations, written and confirmed; and all 400 received and acknowledged.
enum FanOut {
    static let recipients = Arena.bodies.prefix(400).map { $0 }

    /// Written and confirmed.
    static func written(_ peers: [any Peer]) -> Row {
        let targets = [Target.atMost(3), .atMost(1.7).stretch]
        return Row(
            name: "e", says: "one message to 400, written and confirmed", measures: [.time],
            contenders: [
                raw(Self.write),
                Contender(name: "ino list", side: .ino, targets: targets) { try await write($0, to: recipients) },
                Contender(name: "ino group", side: .ino, targets: targets) { run in
                    try await write(run, to: ["kind:resident"])
                },
            ] + peers.compactMap { $0.fanOut(received: false) })
    }

    /// Written, received and acknowledged by all, before the next is sent.
    static func received(_ peers: [any Peer]) -> Row {
        let target = Target.atMost(2.5)
        return Row(
            name: "e2", says: "one message to 400, all received and acknowledged", measures: [.time],
            contenders: [
                raw(Self.write + Self.take),
                Contender(name: "ino 1 reader", side: .ino, targets: [target]) { try await read($0, connections: 1) },
                Contender(name: "ino 8 readers", side: .ino, targets: [target]) { try await read($0, connections: 8) },
            ] + peers.compactMap { $0.fanOut(received: true) })
    }

    private static let write = """
        with message as (insert into public.raw (payload) values ('\(Letters.payload)') returning id), \
        delivered as (insert into public.raw_delivery (recipient, message) \
        select recipient, message.id from message, generate_series(1, 400) recipient) \
        select id from message \\gset

        """
    private static let take = """
        select d.recipient, m.payload from public.raw_delivery d join public.raw m on m.id = d.message \
        where m.id = :id and d.message = :id and d.recipient = any (array(select generate_series(1, 400)));
        delete from public.raw_delivery \
        where message = :id and recipient = any (array(select generate_series(1, 400)));
        """

    private static func raw(_ script: String) -> Contender {
        Contender(name: "raw", side: .raw) { run in
            try await run.arena.script("truncate public.raw, public.raw_delivery")
            return try await run.measure {
                let rate = try PgBench(run: run, script: script).rate(.seconds(run.seconds))
                return Reading(
                    values: [.time: 1_000 / rate], messages: Int(rate * max(1, run.seconds.rounded(.down))))
            }
        }
    }

    private static func write(_ run: Run, to recipients: [String]) async throws -> Reading {
        let mark = try await run.mark()
        var confirmed = Tally()
        let reading = try await run.measure {
            let request = Letters.single(run.prefix, to: recipients, token: run.arena.senderToken)
            let loop = try ClosedLoop(run.arena.daemon.tcp, requests: [request])
            let (tally, elapsed) = try loop.run(seconds: run.seconds)
            confirmed = tally
            return Reading(values: [.time: elapsed * 1_000 / Double(tally.count)], messages: tally.count)
        }
        try await run.check(confirmed, since: mark, recipients: 400)
        return reading
    }

    /// The local operator reads for all: a pool of readers is one connection, and no body's token reads another's inbox.
    private static func read(_ run: Run, connections: Int) async throws -> Reading {
        let mark = try await run.mark()
        let lasts = try await run.arena.lasts(of: recipients)
        let pools = try (0..<connections).map { place in
            try ReaderPool(
                run.arena.daemon.unix,
                lasts.enumerated().filter { $0.offset % connections == place }.map(\.element))
        }
        var (confirmed, messages) = (Tally(), 0)
        let reading = try await run.measure {
            let sender = try HTTPConnection(run.arena.daemon.tcp)
            var request = Letters.single(run.prefix, to: recipients, token: run.arena.senderToken)
            let start = seconds()
            while seconds() < start + run.seconds {
                try sender.send(request.numbered(from: messages))
                _ = try sender.success { try confirmed.take($0) }
                _ = try together(pools.map { pool in { @Sendable in try pool.readNext() } })
                messages += 1
            }
            return Reading(values: [.time: (seconds() - start) * 1_000 / Double(messages)], messages: messages)
        }
        try await run.check(confirmed, since: mark, recipients: 400)
        for (organisation, last) in lasts {
            try await run.checkReceipts(of: organisation, after: last, upTo: last + messages)
        }
        return reading
    }
}

extension Arena {
    /// The numbers of the last messages in some inboxes.
    fileprivate func lasts(of organisations: [String]) async throws -> [(organisation: String, last: Int)] {
        try await admin.query(
            """
            select o.code, coalesce(max(d.seq), 0)::int
              from core.organisation o left join core.delivery d on d.recipient = o.id
             where o.code = any (\(organisations))
             group by o.code
            """, as: (String, Int).self
        ).map { (organisation: $0.0, last: $0.1) }
    }
}

/// The readers of some inboxes on one connection, who ask and acknowledge for all of them in one request each.
private final class ReaderPool: @unchecked Sendable {  // used by one thread at a time
    private let connection: HTTPConnection
    private var inboxes: [(organisation: String, last: Int)]

    init(_ endpoint: Endpoint, _ inboxes: [(organisation: String, last: Int)]) throws {
        connection = try HTTPConnection(endpoint)
        self.inboxes = inboxes
    }

    /// Reads the next message of each inbox and acknowledges it.
    func readNext() throws {
        let after = inboxes.map { "\($0.organisation):\($0.last)" }.joined(separator: ",")
        try connection.send(Request("GET /v1/inboxes?limit=10&after=\(after)").bytes)
        try connection.success { try take($0) }
        let receipts = inboxes.map { #"{"organisation":"\#($0.organisation)","upTo":\#($0.last)}"# }
        let body = #"{"level":"delivered","receipts":[\#(receipts.joined(separator: ","))]}"#
        try connection.send(Request("POST /v1/inboxes/receipts", body: body).bytes)
        try connection.success { _ in }
    }

    /// Each inbox has one message more, under the next number.
    private func take(_ page: UnsafeRawBufferPointer) throws {
        var from = 0
        for place in inboxes.indices {
            guard let number = page.place(after: #""number":"#, from: from),
                let name = page.place(after: #""organisation":""#, from: number),
                page.number(at: number) == inboxes[place].last + 1,
                page[name...].starts(with: inboxes[place].organisation.utf8)
            else { throw BenchmarkError("an inbox does not hold the one message that was sent to it") }
            inboxes[place].last += 1
            from = name
        }
    }
}
