// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Wire

/// How the broker stands, and stopping its flows.
struct BrokerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "broker", abstract: "How the broker stands; for those who run or audit it.",
        subcommands: [Status.self, Pause.self, Resume.self])

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
                    Column("paused") {
                        .text($0.pauses.map { "\($0.flow.rawValue): \($0.reason)" }.joined(separator: "; "))
                    },
                    .time("paused-until") { $0.pauses.compactMap(\.until).min() },
                    Column("schema") { .optional($0.schema?.sentence) },
                    Column("database") { .optional($0.database?.inWords ?? $0.databaseFault) },
                    Column("database-mb") { .number($0.database.map { $0.bytes >> 20 }) },
                    Column("attachments") { .number($0.attachments?.count) },
                    Column("attachments-mb") { .number($0.attachments.map { $0.bytes >> 20 }) },
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

extension BrokerCommand {
    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "pause", abstract: "Stop a flow for every daemon on the database; nothing is lost.",
            discussion: """
                While 'intake' stands, messages and acts are answered 503 with the reason and when to come again; what was taken
                before is delivered. While 'webhook' stands, nothing is pushed and what comes waits. A flow that stands
                already gets the new reason and the new end.
                """)
        @Argument(help: "\(Flow.names).") var flow: String
        @Option(help: "Why; whoever is held up reads it.") var reason: String
        @Option(
            help:
                "When it goes on by itself, such as 2016-03-25T12:00:00+06:00; only 'broker resume' ends it when absent."
        )
        var until: Instant?
        @OptionGroup var write: WriteOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).flow(
                flow, "pause", body: FlowPauseRequest(reason: reason, until: until), write)
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resume", abstract: "Let a flow go on, at once.")
        @Argument(help: "\(Flow.names).") var flow: String
        @OptionGroup var write: WriteOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws { try await Session(global).flow(flow, "resume", body: nil, write) }
    }
}

extension Flow {
    fileprivate static let names = allCases.map(\.rawValue).joined(separator: " or ")
}

extension Session {
    fileprivate func flow(_ flow: String, _ verb: String, body: (any Encodable)?, _ write: WriteOptions) async throws {
        try announce(write)
        let path = "/v1/broker/flows/\(Percent.encoded(flow))/\(verb)"
        try output.record(
            try await client.write(path, body: body, options: write), as: FlowView.self,
            [
                Column("flow") { .text($0.flow.rawValue) },
                Column("state") { .text($0.moves ? "moves" : "paused") },
                .time("since") { $0.pause?.since },
                .time("until") { $0.pause?.until },
                Column("reason") { .optional($0.pause?.reason) },
                Column("by") { .optional($0.pause?.by) },
            ], zone: try await zone())
    }
}

extension BrokerStatus.Database {
    /// What it is and whether it takes writes.
    fileprivate var inWords: String {
        "PostgreSQL \(version)\(isEmbedded ? ", embedded" : "")\(isReadOnly ? ", read-only" : "")"
    }
}
