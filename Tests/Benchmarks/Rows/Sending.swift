// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Rows a1, a16, b1, b4: confirmed sends. Each connection waits for its answer before it sends again.
struct Sending {
    let name: String
    let says: String
    let connections: Int
    let batch: Int
    /// What it is to reach over the unix socket and over TCP.
    let targets: (unix: [Target], tcp: [Target])

    private static let many = [Target.atLeast(0.60), .atLeast(0.90).stretch]

    static let all = [
        Sending(
            name: "a1", says: "confirmed send, 1 connection", connections: 1, batch: 1,
            targets: ([.atLeast(0.40)], [.atLeast(0.30)])),
        Sending(
            name: "a16", says: "confirmed send, 16 connections", connections: 16, batch: 1,
            targets: (many, many)),
        Sending(
            name: "b1", says: "100 messages a request, 1 connection", connections: 1, batch: 100,
            targets: ([.atLeast(0.60)], [.atLeast(0.60)])),
        Sending(
            name: "b4", says: "100 messages a request, 4 connections", connections: 4, batch: 100,
            targets: ([.atLeast(0.60)], [.atLeast(0.60)])),
    ]

    /// The row, with those peers that are there.
    func row(_ peers: [any Peer]) -> Row {
        var ways = [
            way("ino unix", \.unix, targets.unix, request), way("ino tcp", \.tcp, targets.tcp, request),
        ]
        if batch == 1 { ways.append(way("ino tcp events", \.tcp, targets.tcp, Letters.event(_:token:))) }
        return Row(
            name: name, says: says, measures: [.rate],
            contenders: [Self.raw(connections: connections, batch: batch)] + ways
                + peers.compactMap { $0.sending(connections: connections, batch: batch) })
    }

    /// Bare inserts.
    static func raw(connections: Int, batch: Int = 1) -> Contender {
        Contender(name: "raw", side: .raw) { run in
            try await run.arena.script("truncate public.raw")
            let insert =
                batch == 1
                ? "insert into public.raw (payload) values ('\(Letters.payload)');"
                : "insert into public.raw (payload) select '\(Letters.payload)' from generate_series(1, \(batch));"
            return try await run.measure {
                let pgbench = PgBench(run: run, script: insert, clients: connections)
                let rate = try pgbench.rate(.seconds(run.seconds)) * Double(batch)
                return Reading(values: [.rate: rate], messages: Int(rate * max(1, run.seconds.rounded(.down))))
            }
        }
    }

    private func way(
        _ name: String, _ endpoint: KeyPath<Daemon, Endpoint>, _ targets: [Target],
        _ request: @escaping (String, String) -> Request
    ) -> Contender {
        Contender(name: name, side: .ino, targets: targets) { try await send($0, endpoint, request) }
    }

    /// Sends what the closure makes of a prefix of keys and a token, one request a connection.
    func send(
        _ run: Run, _ endpoint: KeyPath<Daemon, Endpoint>, _ request: (String, String) -> Request
    ) async throws -> Reading {
        let mark = try await run.mark()
        var confirmed = Tally()
        let reading = try await run.measure {
            let loop = try ClosedLoop(
                run.arena.daemon[keyPath: endpoint],
                requests: (0..<connections).map { request("\(run.prefix)\($0)-", run.arena.senderToken) })
            let (tally, elapsed) = try loop.run(seconds: run.seconds)
            confirmed = tally
            return Reading(values: [.rate: Double(tally.count) / elapsed], messages: tally.count)
        }
        try await run.check(confirmed, since: mark)
        return reading
    }

    /// One message, or a batch.
    func request(_ prefix: String, token: String) -> Request {
        batch == 1 ? Letters.single(prefix, token: token) : Letters.batch(prefix, of: batch, token: token)
    }
}

/// Connections that send a request, wait for its answer and send the next.
struct ClosedLoop {
    private let connections: [(HTTPConnection, Request)]

    init(_ endpoint: Endpoint, requests: [Request]) throws {
        connections = try requests.map { (try HTTPConnection(endpoint), $0) }
    }

    /// Works until the time is over; every message is to be confirmed.
    func run(seconds length: Double) throws -> (Tally, elapsed: Double) {
        let start = seconds()
        let works = connections.map { connection, request in
            { @Sendable in try Self.work(connection, request, until: start + length) }
        }
        let tallies = try together(works)
        return (tallies.reduce(Tally(), +), seconds() - start)
    }

    private static func work(_ connection: HTTPConnection, _ request: Request, until end: Double) throws -> Tally {
        var (request, tally, next) = (request, Tally(), 0)
        while seconds() < end {
            try connection.send(request.numbered(from: next))
            next += request.numbers
            let confirmed = try connection.success { try tally.take($0) }
            guard confirmed == request.numbers else {
                throw BenchmarkError("\(confirmed) of \(request.numbers) messages of a request were confirmed")
            }
        }
        return tally
    }
}
