// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Wire

/// How the broker stands.
struct BrokerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "broker", abstract: "How the broker stands; for those who run or audit it.",
        subcommands: [Status.self])

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status", abstract: "Show the daemon, its database and its queues.")
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let session = try Session(global)
            let answer = try await session.client.get("/v1/broker/status")
            try session.output.record(
                answer, as: BrokerStatus.self,
                [
                    Column("version") { .text($0.version) },
                    .time("started") { $0.startedAt },
                    Column("listens") { .text($0.listeners.joined(separator: ", ")) },
                    Column("paused") { .text($0.pausedFlows.joined(separator: ", ")) },
                    Column("schema") { .optional($0.schema?.sentence) },
                    Column("database") { .optional($0.database?.inWords ?? $0.databaseFault) },
                    Column("database-mb") { .number($0.database.map { $0.bytes >> 20 }) },
                    Column("clock-ahead-s") { .decimal($0.database?.clockAheadSeconds) },
                    Column("connections") { .text("\($0.pool.connections) of \($0.pool.size)") },
                    Column("intake") { .number($0.intake) },
                    Column("queue-depth") { .number($0.queue?.undelivered) },
                    Column("queues") { .number($0.queue?.inboxes) },
                    .time("oldest-undelivered") { $0.queue?.oldestUndelivered },
                    Column("oldest-in") { .optional($0.queue?.oldestInbox) },
                    .time("maintained") { $0.lastMaintenance?.at },
                    Column("maintenance-fault") { .optional($0.lastMaintenance?.failure) },
                ], zone: try await session.zone())
        }
    }
}

extension BrokerStatus.Database {
    /// What it is and whether it takes writes.
    fileprivate var inWords: String {
        "PostgreSQL \(version)\(isEmbedded ? ", embedded" : "")\(isReadOnly ? ", read-only" : "")"
    }
}
