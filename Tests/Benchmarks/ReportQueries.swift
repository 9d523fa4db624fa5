// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Postgres
import Schema
import Store
import TestDatabase

/// The sample queries on a generated year, asked by a reader of everything and by one organisation's:
///
///     swift run -c release Benchmarks reports [INSTRUCTIONS] [EVENTS] [ROUNDS]
///
/// 100,000 instructions, 1,000,000 acts on them, 10,000 approvals, 5,000 uses of instruments and 7 rounds unless said
/// otherwise. The promise is less than a second for each query; the figures are an output, not a test.
struct ReportQueries: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reports", abstract: "The sample queries of the reports on a generated year.")

    @Argument(help: "How many instructions.")
    var instructions = ReportData.full.instructions

    @Argument(help: "How many acts on them, eight each at least.")
    var events = ReportData.full.events

    @Argument(help: "How many rounds.")
    var rounds = 7

    func run() async throws {
        let data = ReportData(instructions: instructions, events: events)
        try await TestDatabase.withDatabase { database in
            let admin = try await patient(database, user: "postgres")
            say("\(data.instructions) instructions and \(data.events) acts are being made")
            try await data.fill(admin)
            let readers: [(login: String, kind: Migrator.ReaderKind)] = [
                ("bench_all", .all), ("bench_body", .organisation("body_20")),
            ]
            print("query".padded(26) + "reader".padded(12) + "rows".padded(8) + "ms median (min–max) of \(rounds)")
            for reader in readers {
                try await admin.script(Migrator.readerSQL(login: reader.login, kind: reader.kind))
                let connection = try await patient(database, user: reader.login)
                for sample in Schema.samples { try await time(sample, on: connection, as: reader.login) }
            }
        }
    }

    private func time(_ sample: Schema.Sample, on connection: Connection, as reader: String) async throws {
        let query = Statement(unescaped: String(sample.sql.prefix { $0 != ";" }))
        var times: [Double] = []
        var rows = 0
        for _ in 1...rounds {
            let start = ContinuousClock.now
            rows = try await connection.table(query).rows.count
            times.append((ContinuousClock.now - start) / .milliseconds(1))
        }
        times.sort()
        print(
            sample.name.padded(26) + reader.padded(12) + "\(rows)".padded(8)
                + String(format: "%.0f (%.0f–%.0f)", times[times.count / 2], times[0], times[times.count - 1]))
    }

    /// A connection that waits as long as it takes.
    private func patient(_ database: TestDatabase, user: String) async throws -> Connection {
        try await Connection.open(
            ConnectionConfiguration(
                conninfo: database.conninfo(user: user), applicationName: "benchmark",
                statementTimeout: .seconds(1_800),
                lockTimeout: .zero))
    }

    private func say(_ sentence: String) { FileHandle.standardError.write(Data((sentence + "\n").utf8)) }
}

extension String {
    fileprivate func padded(_ width: Int) -> String { padding(toLength: width, withPad: " ", startingAt: 0) }
}
