// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestDatabase

/// What PostgreSQL alone reaches: pgbench with prepared statements over the unix socket of the same cluster.
struct PgBench {
    enum Length {
        /// pgbench knows whole seconds only.
        case seconds(Double)
        /// Transactions of each client.
        case transactions(Int)
    }

    let run: Run
    /// One transaction a statement, as pgbench reads them.
    let script: String
    var clients = 1
    /// Transactions a second, when they are not to be as fast as can be.
    var pace: Int?

    /// Transactions a second.
    func rate(_ length: Length) throws -> Double {
        let file = run.arena.cluster.folder + "/\(run.prefix)script.sql"
        try (script + "\n").write(toFile: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: file) }
        var arguments = ["-n", "-M", "prepared", "-f", file, "-c", "\(clients)", "-j", "\(min(clients, 2))"]
        switch length {
        case .seconds(let seconds): arguments += ["-T", "\(max(1, Int(seconds)))"]
        case .transactions(let count): arguments += ["-t", "\(count)"]
        }
        if let pace { arguments += ["-R", "\(pace)"] }
        let output = try output(of: arguments + [run.arena.database.conninfo()])
        let line = output.split(separator: "\n").first { $0.hasPrefix("tps = ") }
        guard let number = line?.split(separator: " ").dropFirst(2).first, let rate = Double(number) else {
            throw BenchmarkError("pgbench gave no rate: \(output.suffix(300))")
        }
        return rate
    }

    private func output(of arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try Self.program)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        // The runtime's threads block signals and a child inherits that; pgbench ends its time by SIGALRM.
        var (none, before) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        try process.run()
        pthread_sigmask(SIG_SETMASK, &before, nil)
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchmarkError("pgbench: \(text.suffix(300))") }
        return text
    }

    private static var program: String {
        get throws {
            let found = (15...19).map { "/usr/lib/postgresql/\($0)/bin/pgbench" }.first {
                FileManager.default.isExecutableFile(atPath: $0)
            }
            guard let found else { throw BenchmarkError("pgbench is not installed: it comes with the server package") }
            return found
        }
    }
}
