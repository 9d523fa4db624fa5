// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres

/// Rows n: the same work on an empty database and on one with years of correspondence behind it, in the same round.
enum LongHistory {
    /// What takes 1.2 times as long happens so often.
    private static let target = Target.atLeast(1 / 1.2)

    static var rows: [Row] {
        [
            row("n-a1", "confirmed send, 1 connection, with a long history; raw is the empty database") {
                try await Sending.all[0].send($0, \.tcp, Sending.all[0].request(_:token:))
            },
            row("n-c100", "receive and acknowledge by 100, with a long history; raw is the empty database") {
                try await Receiving(batch: 100).fused($0)
            },
            row("n-read", "a page of 100 from the middle of an inbox, with a long history; raw is a new inbox") {
                try await read($0)
            },
        ]
    }

    private static func row(_ name: String, _ says: String, _ work: @escaping (Run) async throws -> Reading) -> Row {
        Row(
            name: name, says: says, measures: [.rate],
            contenders: [
                Contender(name: "ino empty", side: .raw, run: work),
                Contender(name: "ino history", side: .ino, targets: [target]) { run in
                    guard let history = run.history else { throw BenchmarkError("there is no history") }
                    return try await work(run.on(history))
                },
            ])
    }

    /// Reads the same hundred again and again.
    private static func read(_ run: Run) async throws -> Reading {
        var last = try await run.arena.last(of: Arena.reader)
        if last < 100 {
            try Receiving.fill(run, 100)
            last += 100
        }
        let first = (last - 100) / 2
        return try await run.measure {
            let connection = try HTTPConnection(run.arena.daemon.tcp)
            var requests = InboxRequests(token: run.arena.readerToken, limit: 100)
            let request = requests.reading(after: first)
            var pages = 0
            let start = seconds()
            while seconds() < start + run.seconds {
                try connection.send(request)
                var position = InboxPosition(after: first, key: nil)
                let count = try connection.success { try position.take($0) }
                guard count == 100 else { throw BenchmarkError("the page has \(count) messages") }
                pages += 1
            }
            return Reading(values: [.rate: Double(pages * 100) / (seconds() - start)], messages: pages * 100)
        }
    }
}
