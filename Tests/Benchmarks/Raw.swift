// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import TestDatabase

/// The limit of the same work on this PostgreSQL: pgbench inserting the payload, one commit a transaction.
struct Raw {
    private let arguments: [String]
    private let batch: Int
    private let script: String

    init(_ database: TestDatabase, clients: Int, batch: Int, seconds: Double) throws {
        self.batch = batch
        script = NSTemporaryDirectory() + "ino-raw-\(batch).sql"
        let payload = #"{"value":"\#(Row.payload)"}"#
        let statement =
            batch == 1
            ? "insert into public.raw (payload) values ('\(payload)');\n"
            : "insert into public.raw (payload) select '\(payload)' from generate_series(1, \(batch));\n"
        try statement.write(toFile: script, atomically: true, encoding: .utf8)
        arguments = [
            "-n", "-M", "prepared", "-f", script, "-c", "\(clients)", "-j", "\(min(clients, 2))", "-T",
            "\(max(1, Int(seconds)))", database.conninfo(),
        ]
    }

    /// Rows a second.
    func rate() throws -> Double {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try Self.pgbench)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        // The runtime's threads block signals and a child inherits that; pgbench ends its time by SIGALRM.
        var (none, before) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        try process.run()
        pthread_sigmask(SIG_SETMASK, &before, nil)
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let line = text.split(separator: "\n").first { $0.hasPrefix("tps = ") }
        guard let number = line?.split(separator: " ").dropFirst(2).first, let tps = Double(number) else {
            throw BenchmarkError("pgbench gave no rate")
        }
        return tps * Double(batch)
    }

    private static var pgbench: String {
        get throws {
            let found = (15...19).map { "/usr/lib/postgresql/\($0)/bin/pgbench" }.first {
                FileManager.default.isExecutableFile(atPath: $0)
            }
            guard let found else { throw BenchmarkError("pgbench is not installed: it comes with the server package") }
            return found
        }
    }
}
