// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres

/// A queue that lives in PostgreSQL and is used by its own functions, in the database that the raw work is done in.
///
/// Neither wakes a reader that waits, so neither has a part in the latency rows; PgQ writes no copies for many readers.
struct SQLPeer: Peer {
    let name: String
    /// Sends `$1`.
    let send: String
    /// Sends the payload so many times in one transaction.
    let sendBatch: @Sendable (_ payload: String, _ count: Int) -> String
    /// Empties the queue before it is filled.
    let empty: String
    /// Fills it with so many, readable by hundreds.
    let fill: @Sendable (_ payload: String, _ count: Int) -> [String]
    /// Prepares to take and acknowledge up to so many at a time; the result does it and answers how many came. Nil where
    /// it cannot take so few.
    let take: @Sendable (_ batch: Int) -> (@Sendable (PostgresSession) throws -> () throws -> Int)?
    /// One message to 400 queues, as one transaction; nil where there are no queues of that kind.
    let fanOut: String?

    func sending(connections: Int, batch: Int) -> Contender? {
        contender { run in
            try await run.arena.script(empty)
            let sql =
                batch == 1 ? send.replacing("$1", with: "'\(Letters.payload)'") : sendBatch(Letters.payload, batch)
            return try await run.measure {
                let pgbench = PgBench(run: run, script: sql + ";", clients: connections)
                let rate = try pgbench.rate(.seconds(run.seconds)) * Double(batch)
                return Reading(values: [.rate: rate], messages: Int(rate * max(1, run.seconds.rounded(.down))))
            }
        }
    }

    func streaming(window: Int) -> Contender? {
        contender { run in
            try await run.arena.script(empty)
            return try await run.measure {
                try Streaming.pipeline(send, Letters.payload, window: window, in: run)
            }
        }
    }

    func receiving(batch: Int) -> Contender? {
        guard let take = take(batch) else { return nil }
        return contender { run in
            let count = Receiving(batch: batch).count(run)
            try await run.arena.script(empty)
            for sql in fill(Letters.payload, count) { try await run.arena.script(sql) }
            let takeSome = try take(try run.arena.session())
            return try await run.measure {
                let start = seconds()
                var (taken, emptyReads) = (0, 0)
                while taken < count {
                    let some = try takeSome()
                    taken += some
                    emptyReads = some == 0 ? emptyReads + 1 : 0
                    guard emptyReads < 100 else { throw BenchmarkError("only \(taken) of \(count) came") }
                }
                guard taken == count else { throw BenchmarkError("\(taken) came of \(count)") }
                return Reading(values: [.rate: Double(count) / (seconds() - start)], messages: count)
            }
        }
    }

    func latency() -> Contender? { nil }

    func fanOut(received: Bool) -> Contender? {
        guard !received, let fanOut else { return nil }
        return contender { run in
            try await run.measure {
                let rate = try PgBench(run: run, script: fanOut + ";").rate(.seconds(run.seconds))
                return Reading(
                    values: [.time: 1_000 / rate], messages: Int(rate * max(1, run.seconds.rounded(.down))))
            }
        }
    }

    private func contender(_ run: @escaping (Run) async throws -> Reading) -> Contender {
        Contender(name: name, side: .peer, run: run)
    }
}

extension SQLPeer {
    /// pgmq, loaded from its SQL: a visibility time-out on read, a delete for the acknowledgement.
    static func pgmq(_ arena: Arena, sql: String) async throws -> SQLPeer {
        try await arena.script(sql)
        try await arena.script(
            """
            select pgmq.create('bench');
            select pgmq.create('fan' || n) from generate_series(1, 400) n
            """)
        let version = try await arena.admin.one("select count(*)::int from pgmq.meta", as: Int.self)
        guard version == 401 else { throw BenchmarkError("pgmq made \(version) of 401 queues") }
        return SQLPeer(
            name: "pgmq", send: "select pgmq.send('bench', $1::jsonb)",
            sendBatch: { payload, count in
                "select count(*) from pgmq.send_batch('bench', array_fill('\(payload)'::jsonb, array[\(count)]))"
            },
            empty: "truncate pgmq.q_bench",
            fill: { payload, count in
                [
                    """
                    select count(*) from generate_series(1, \(count / 100)) n,
                           lateral pgmq.send_batch('bench', array_fill('\(payload)'::jsonb, array[100 + 0 * n]))
                    """, "analyze pgmq.q_bench",
                ]
            },
            take: { batch in
                { session in
                    try session.prepare("read", "select msg_id, message from pgmq.read('bench', 60, \(batch))")
                    try session.prepare("delete", "select count(*) from pgmq.delete('bench', $1::bigint[])")
                    let read = PostgresSession.execution(of: "read")
                    return {
                        var ids: [String] = []
                        var isID = true
                        try session.send(read)
                        try session.awaitReady { value in
                            if isID { ids.append(String(decoding: value, as: UTF8.self)) }
                            isID.toggle()
                        }
                        guard !ids.isEmpty else { return 0 }
                        try session.send(
                            PostgresSession.execution(of: "delete", "{\(ids.joined(separator: ","))}"))
                        try session.awaitReady()
                        return ids.count
                    }
                }
            },
            fanOut: """
                select count(*) from generate_series(1, 400) n, \
                lateral pgmq.send('fan' || n, '\(Letters.payload)'::jsonb)
                """)
    }

    /// PgQ: an append-only log that its readers take in batches between two ticks; one by one it cannot give them.
    static func pgq(_ arena: Arena) async throws -> SQLPeer {
        try await arena.script(
            """
            create extension pgq;
            select pgq.create_queue('bench');
            select pgq.set_queue_config('bench', 'ticker_max_count', '100'),
                   pgq.set_queue_config('bench', 'ticker_max_lag', '1 hour');
            select pgq.register_consumer('bench', 'reader')
            """)
        return SQLPeer(
            name: "pgq", send: "select pgq.insert_event('bench', 'letter', $1)",
            sendBatch: { payload, count in
                "select count(pgq.insert_event('bench', 'letter', '\(payload)')) from generate_series(1, \(count))"
            },
            empty: """
                select pgq.unregister_consumer('bench', 'reader');
                select pgq.force_tick('bench');
                select pgq.ticker('bench');
                select pgq.register_consumer('bench', 'reader')
                """,
            fill: { payload, count in
                // A tick sees what was committed before it.
                Array(
                    repeating: [
                        "select count(pgq.insert_event('bench', 'letter', '\(payload)')) from generate_series(1, 100)",
                        "select pgq.ticker('bench')",
                    ], count: count / 100
                ).flatMap(\.self)
            },
            take: { batch in
                guard batch == 100 else { return nil }
                return { session in
                    try session.prepare("next", "select coalesce(pgq.next_batch('bench', 'reader'), -1)")
                    try session.prepare("events", "select ev_data from pgq.get_batch_events($1)")
                    try session.prepare("finish", "select pgq.finish_batch($1)")
                    let next = PostgresSession.execution(of: "next")
                    return {
                        var (number, count) = ("", 0)
                        try session.send(next)
                        try session.awaitReady { number = String(decoding: $0, as: UTF8.self) }
                        guard number != "-1" else { return 0 }
                        try session.send(PostgresSession.execution(of: "events", number))
                        try session.awaitReady { _ in count += 1 }
                        try session.send(PostgresSession.execution(of: "finish", number))
                        try session.awaitReady()
                        return count
                    }
                }
            },
            fanOut: nil)
    }
}
