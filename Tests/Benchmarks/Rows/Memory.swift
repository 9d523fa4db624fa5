// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Row m: the memory of a daemon that has 450 inboxes with a backlog, 48 readers that take their streams slowly, and 16
/// bodies of 1 MB of which all but the last byte has come.
///
/// Beside it another daemon that has done nothing else takes an attachment of 100 MB, and gives it out.
enum Memory {
    private static let (readers, senders) = (48, 16)
    private static let body = 1_000_000

    static func row(_ progress: Progress) -> Row {
        Row(
            name: "m", says: "resident memory: 64 connections, 450 inboxes, a backlog, 16 bodies of 1 MB in flight",
            measures: [.memory],
            contenders: [
                Contender(name: "ino", side: .ino, targets: [.atMost(150, .memory, of: .absolute)]) { run in
                    let backlog = History(deliveries: run.scale.backlog, isReceived: false, progress: progress)
                    // A daemon that has done nothing else: what it once needed it may not give back.
                    return try await Arena.with(run.arena.cluster, filling: backlog.fill) { arena in
                        try await measure(run.on(arena))
                    }
                },
                Contender(name: "100 MB in and out", side: .ino, targets: [.atMost(150, .memory, of: .absolute)]) {
                    run in
                    try await Arena.with(run.arena.cluster) { arena in try await AttachmentMemory.measure(run.on(arena))
                    }
                },
            ], rounds: 1)
    }

    private static func measure(_ run: Run) async throws -> Reading {
        let daemon = run.arena.daemon
        let idle = try daemon.memory().now
        // They read the head and then nothing: the daemon holds what it would give them.
        let streams = try (0..<readers).map { place in
            let stream = try HTTPConnection(daemon.unix)
            try stream.send(
                Request(
                    "GET /v1/inbox?organisation=\(Arena.bodies[place])", headers: ["Accept: text/event-stream"]
                ).bytes)
            try stream.beginStream()
            return stream
        }
        let reading = try highest(of: daemon, for: run.seconds / 2)
        let mark = try await run.mark()
        let bodies = try (0..<senders).map { place in
            let text = String(repeating: "x", count: body)
            let request = Request(
                "POST /v1/messages", token: run.arena.senderToken,
                body: #"{"recipients":["\#(Arena.recipient)"],"key":"\#(run.prefix)\#(place)","text":"\#(text)"}"#)
            let connection = try HTTPConnection(daemon.tcp)
            try connection.send(Array(request.bytes.dropLast()))
            return (connection, request.bytes.suffix(1))
        }
        let held = try highest(of: daemon, for: run.seconds / 2)
        for (connection, last) in bodies { try connection.send(Array(last)) }
        var confirmed = Tally()
        for (connection, _) in bodies { _ = try connection.success { try confirmed.take($0) } }
        let peak = try daemon.memory().highest
        for stream in streams { stream.shut() }
        try await run.check(confirmed, since: mark)
        return Reading(
            values: [.memory: peak],
            note: """
                idle \(idle.text(1)) MB, with \(readers) streams \(reading.text(1)) MB, with \(senders) bodies held \
                \(held.text(1)) MB, at the highest \(peak.text(1)) MB; backlog \(run.scale.backlog)
                """)
    }

    /// The most that is resident while so much time goes by.
    private static func highest(of daemon: Daemon, for length: Double) throws -> Double {
        let end = seconds() + length
        var highest = try daemon.memory().now
        while seconds() < end {
            usleep(20_000)
            highest = max(highest, try daemon.memory().now)
        }
        return highest
    }
}
