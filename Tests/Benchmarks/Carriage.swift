// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import TestDatabase

/// Every way in and out of the daemon, through its real interfaces, beside the same work done by PostgreSQL alone.
///
/// The release `inod` that was built beside this program runs as a process of its own on a private cluster that syncs to
/// disk; the same cluster does the raw work. After each run the database is looked into: what was confirmed is there once,
/// under the ids that were told, and what was received came in order; else the run counts as failed.
struct Carriage: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "carriage",
        abstract: "Confirmed sends, receipts, latency, fan-out, acts: all rows, or those named.",
        discussion: Rows.list)

    @Argument(help: "The rows; all when none is named.")
    var rows: [String] = []

    @Option(help: "How many rounds.")
    var rounds: Int?

    @Option(help: "Seconds of a run that goes by time.")
    var seconds: Double?

    @Option(help: "Where the JSON goes.")
    var json: String?

    @Flag(help: "Let RabbitMQ, PgQ and pgmq do the same, where they are installed.")
    var peers = false

    @Option(help: "The SQL of pgmq, which is no package of Debian's.")
    var pgmq: String?

    @Flag(help: "A moment of every row, to see that it works; measures nothing.")
    var short = false

    @Flag(help: "Row h for half an hour, row n with 100 million deliveries, row m with a million messages.")
    var long = false

    func validate() throws {
        if let unknown = rows.first(where: { asked in !Rows.names.contains { Self.is($0, asked) } }) {
            throw ValidationError("There is no row '\(unknown)': \(Rows.names.joined(separator: " ")).")
        }
        if let rounds, rounds < 1 { throw ValidationError("There is at least one round.") }
        if let seconds, !(0.1...600).contains(seconds) { throw ValidationError("A run takes 0.1 to 600 seconds.") }
        if short && long { throw ValidationError("It is short or long.") }
    }

    func run() async throws {
        Ending.heedSignals()
        let rounds = rounds ?? (short ? 1 : 5)
        var scale = short ? Scale.short : long ? .long : Scale()
        if let seconds { scale.seconds = seconds }
        let cluster = try await TestCluster(durable: true, settings: Self.settings)
        let (reports, machine, missing) = try await Arena.with(cluster) { arena in
            let others = peers ? await Peers.start(arena, pgmq: pgmq) : .none
            defer { others.stop() }
            let wanted = Rows.all(others.there, progress: progress).filter { row in
                rows.isEmpty || rows.contains { Self.is(row.name, $0) }
            }
            let reports = try await withHistory(cluster, wanted.contains { Self.is($0.name, "n") }, scale) { history in
                await Runner(
                    rows: wanted, rounds: rounds, scale: scale, arena: arena, history: history, progress: progress
                ).run()
            }
            let machine = try await Report.Machine(arena.admin, rounds: rounds, seconds: scale.seconds)
            return (reports, machine, others.missing)
        }
        print(machine.line)
        for sentence in missing { print("missing: \(sentence)") }
        Table(reports: reports).print()
        if let json {
            try Report(machine: machine, rows: reports.map(Report.Row.init), missing: missing).write(to: json)
            print("JSON: \(json)")
        }
        // Whoever runs it unattended is to see that a figure is missing.
        if reports.contains(where: { $0.contenders.contains { !$0.failures.isEmpty } }) { throw ExitCode.failure }
    }

    /// Whether a row is the one asked for: `n` is all of its rows.
    private static func `is`(_ name: String, _ asked: String) -> Bool { name == asked || name.hasPrefix(asked + "-") }

    private func withHistory<Result>(
        _ cluster: TestCluster, _ isWanted: Bool, _ scale: Scale, _ body: (Arena?) async throws -> Result
    ) async throws -> Result {
        guard isWanted else { return try await body(nil) }
        let history = History(deliveries: scale.history, isReceived: true, progress: progress)
        return try await Arena.with(cluster, filling: history.fill) { try await body($0) }
    }

    private var progress: Progress { Progress() }

    /// A server of a size that is not the limit; it syncs, and vacuums itself as any does.
    private static let settings = [
        "shared_buffers = 1GB", "max_wal_size = 4GB", "autovacuum = on", "fsync = on", "synchronous_commit = on",
        "full_page_writes = on",
    ]
}
