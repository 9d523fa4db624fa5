// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Row s: one connection that streams messages, each confirmed by a line, 256 at most unconfirmed.
enum Streaming {
    static let window = 256

    static func row(_ peers: [any Peer]) -> Row {
        let targets = [Target.atLeast(1, of: .bestPeer), .atLeast(2).stretch]
        return Row(
            name: "s",
            says: "a stream of messages each confirmed, 256 in flight, 1 connection; raw is a16",
            measures: [.rate],
            contenders: [
                Sending.raw(connections: 16), pipelined, way("ino unix", \.unix, targets),
                way("ino tcp", \.tcp, targets),
            ] + peers.compactMap { $0.streaming(window: window) })
    }

    /// Bare inserts with as many in flight: the protocol's own pipeline, each statement its own commit.
    private static var pipelined: Contender {
        Contender(name: "raw pipeline", side: .raw) { run in
            try await run.arena.script("truncate public.raw")
            return try await run.measure {
                try pipeline(
                    "insert into public.raw (payload) values ($1)", Letters.payload, window: window, in: run)
            }
        }
    }

    /// A statement again and again on one connection, with a window of executions whose ends were not awaited.
    static func pipeline(_ sql: String, _ parameter: String, window: Int, in run: Run) throws -> Reading {
        let session = try run.arena.session()
        try session.prepare("work", sql)
        let execution = PostgresSession.execution(of: "work", parameter)
        let start = seconds()
        for _ in 0..<window { try session.send(execution) }
        var done = 0
        while seconds() < start + run.seconds {
            try session.awaitReady()
            done += 1
            try session.send(execution)
        }
        for _ in 0..<window { try session.awaitReady() }
        done += window
        return Reading(values: [.rate: Double(done) / (seconds() - start)], messages: done)
    }

    private static func way(_ name: String, _ endpoint: KeyPath<Daemon, Endpoint>, _ targets: [Target]) -> Contender {
        Contender(name: name, side: .ino, targets: targets) { run in
            let mark = try await run.mark()
            var confirmed = Tally()
            let reading = try await run.measure {
                let stream = try MessageStream(
                    run.arena.daemon[keyPath: endpoint], token: run.arena.senderToken, prefix: run.prefix)
                let start = seconds()
                confirmed = try stream.run(until: start + run.seconds)
                return Reading(
                    values: [.rate: Double(confirmed.count) / (seconds() - start)], messages: confirmed.count)
            }
            try await run.check(confirmed, since: mark)
            return reading
        }
    }
}

/// The sender's side of `POST /v1/messages/stream`.
private struct MessageStream {
    private let connection: HTTPConnection
    /// As many lines as the window has; a part of them is sent each time.
    private let lines: Request
    private let lineLength: Int

    init(_ endpoint: Endpoint, token: String, prefix: String) throws {
        connection = try HTTPConnection(endpoint)
        let line = Letters.line(prefix)
        lines = Request(text: String(repeating: line, count: Streaming.window))
        lineLength = line.utf8.count
        try connection.send(
            Array(
                """
                POST /v1/messages/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\n\
                Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n
                """.utf8))
    }

    /// Sends as many lines as were confirmed, again and again, and the rest is confirmed after the end.
    func run(until end: Double) throws -> Tally {
        var (lines, tally, sent) = (lines, Tally(), 0)
        func send(_ count: Int) throws {
            try lines.numbered(from: sent).withUnsafeBytes {
                try connection.send(Array($0[..<(count * lineLength)]))
            }
            sent += count
        }
        try send(Streaming.window)
        try connection.beginStream()
        while seconds() < end {
            let before = tally.count
            guard try takeConfirmations(into: &tally) else { throw BenchmarkError("the stream ended by itself") }
            try send(tally.count - before)
        }
        try connection.send(Array("0\r\n\r\n".utf8))
        while try takeConfirmations(into: &tally) {}
        guard tally.count == sent else { throw BenchmarkError("\(tally.count) of \(sent) lines were confirmed") }
        return tally
    }

    /// Reads a part of the confirmations, which stand in the order of the lines; false at the end of the stream.
    private func takeConfirmations(into tally: inout Tally) throws -> Bool {
        let isOpen: Void? = try connection.chunk { bytes in
            var line = tally.count
            var from = 0
            while let place = bytes.place(after: #""line":"#, from: from) {
                line += 1
                guard bytes.number(at: place) == line else {
                    throw BenchmarkError("line \(bytes.number(at: place)) was confirmed where \(line) was to be")
                }
                from = place
            }
            try tally.take(bytes)
            guard tally.count == line else {
                throw BenchmarkError("a line was refused: \(String(decoding: bytes.prefix(600), as: UTF8.self))")
            }
        }
        return isOpen != nil
    }
}

extension UnsafeRawBufferPointer {
    /// The number written at a place.
    func number(at place: Int) -> Int {
        var number = 0
        var place = place
        while place < count, (48...57).contains(self[place]) {
            number = number * 10 + Int(self[place] - 48)
            place += 1
        }
        return number
    }
}
