// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Postgres

extension Report.Machine {
    /// What the figures were taken on.
    init(_ admin: Connection, rounds: Int, seconds: Double) async throws {
        let names = [
            "fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "max_wal_size", "wal_sync_method",
            "autovacuum",
        ]
        let settings = try await admin.query(
            "select name, current_setting(name) from pg_settings where name = any (\(names))",
            as: (String, String).self)
        var system = utsname()
        uname(&system)
        let kernel = withUnsafeBytes(of: &system.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        var loads = [0.0]
        getloadavg(&loads, 1)
        self.init(
            cores: ProcessInfo.processInfo.activeProcessorCount,
            memoryMB: Int(ProcessInfo.processInfo.physicalMemory >> 20), kernel: kernel, load: loads[0],
            postgres: try await admin.one("select current_setting('server_version')", as: String.self),
            settings: Dictionary(settings.map { ($0.0, $0.1) }, uniquingKeysWith: { first, _ in first }),
            command: CommandLine.arguments.joined(separator: " "), at: Date(), rounds: rounds, seconds: seconds)
    }

    /// In one line, for above the table.
    var line: String {
        let settings = settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        return "\(cores) cores, \(memoryMB) MB, load \(load.text(1)), PostgreSQL \(postgres): \(settings)"
    }
}
