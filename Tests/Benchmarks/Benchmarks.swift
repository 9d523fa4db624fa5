// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Postgres
import TestDatabase

/// Confirmed sends through inod's HTTP interface beside bare inserts of the same payload, interleaved in one run:
///
///     swift run -c release Benchmarks [ROUNDS] [SECONDS] [ROW…]
///
/// a1: one message a request, one connection · a16: the same from 16 connections · b1: 100 messages a request. Raw is
/// pgbench with a prepared INSERT over the unix socket of the same cluster, fsync on. A timing is an output, not a test.
/// `Benchmarks reports` times the sample queries of the reports instead, see `ReportQueries`.
@main struct Benchmarks {
    static func main() async throws {
        if CommandLine.arguments.dropFirst().first == "reports" {
            return try await ReportQueries(CommandLine.arguments.dropFirst(2)).run()
        }
        let rounds = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 5
        let seconds = CommandLine.arguments.dropFirst(2).first.flatMap { Double($0) } ?? 3
        let wanted = CommandLine.arguments.dropFirst(3)
        let cluster = try await TestCluster(durable: true)
        try await TestDatabase.withDatabase(in: cluster) { database in
            try await furnish(database)
            let broker = try Broker(database, of: cluster)
            defer { broker.stop() }
            var table = Table()
            for round in 1...rounds {
                let before = try await syncs(database)
                for row in Row.all where wanted.isEmpty || wanted.contains(row.name) {
                    let raw = try Raw(database, clients: row.connections, batch: row.batch, seconds: seconds).rate()
                    table.add(row.name, "raw", raw)
                    for way in Way.allCases {
                        let before = broker.used()
                        let (rate, messages) = try row.send(through: broker, way, run: "\(round)", seconds: seconds)
                        let reached = Reached(rate: rate, messages: messages, used: broker.used() - before)
                        table.add(row.name, way.rawValue, reached, raw: raw)
                    }
                }
                let after = try await syncs(database)
                FileHandle.standardError.write(Data("round \(round) of \(rounds): \(after - before) WAL syncs\n".utf8))
            }
            table.print()
        }
    }

    private static func furnish(_ database: TestDatabase) async throws {
        try await database.furnish(programme: "bench")
        try await database.connection().script(
            "create table public.raw (id bigint generated always as identity primary key, payload text not null)")
    }

    private static func syncs(_ database: TestDatabase) async throws -> Int {
        try await database.connection().one("select wal_sync from pg_stat_wal", as: Int.self)
    }
}

/// How the broker is reached.
enum Way: String, CaseIterable {
    case unix
    case tcp
}

/// One row of the table: how many connections, how many messages a request.
struct Row {
    let name: String
    let connections: Int
    let batch: Int

    static let all = [
        Row(name: "a1", connections: 1, batch: 1), Row(name: "a16", connections: 16, batch: 1),
        Row(name: "b1", connections: 1, batch: 100),
    ]
    /// A JSON object of 1,024 bytes, as text in a message's body.
    static let payload = String(repeating: "x", count: 1_012)

    func send(through broker: Broker, _ way: Way, run: String, seconds: Double) throws -> (rate: Double, messages: Int)
    {
        let name = name
        return try rate(seconds: seconds, each: batch) {
            try (0..<connections).map { connection in
                let sender = try open(broker, way)
                return { [batch] sent in
                    let messages = (0..<batch).map { place in
                        let key = "\(name)-\(way.rawValue)-\(run)-\(connection)-\(sent + place)"
                        return #"{"recipients":["tsu"],"key":"\#(key)","text":"{\"value\":\"\#(Self.payload)\"}"}"#
                    }
                    let body = batch == 1 ? messages[0] : #"{"messages":[\#(messages.joined(separator: ","))]}"#
                    _ = try sender.send(body)
                }
            }
        }
    }

    private func open(_ broker: Broker, _ way: Way) throws -> HTTPSender {
        let path = batch == 1 ? "POST /v1/messages" : "POST /v1/messages/batch"
        switch way {
        case .unix:
            return try HTTPSender(
                socket: broker.socket, request: path,
                headers: ["Ino-On-Behalf-Of: minekonom", "Ino-Basis: \(Data("bench".utf8).base64EncodedString())"])
        case .tcp:
            return try HTTPSender(port: broker.port, request: path, headers: ["Authorization: Bearer \(broker.token)"])
        }
    }
}
