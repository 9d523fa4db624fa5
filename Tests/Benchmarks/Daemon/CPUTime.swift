// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How much processor time processes have used: unlike a rate, it says the same on a machine that does other work too.
struct CPUTime: Sendable {
    static let none = CPUTime(daemon: 0, server: 0)

    /// Seconds of the daemon.
    let daemon: Double
    /// Seconds of the sessions that serve it and of PostgreSQL's own processes.
    let server: Double

    /// What was used so far by this daemon and by the PostgreSQL whose data lies in this folder.
    init(daemon: Int32, data folder: String) {
        self.daemon = Self.stat(daemon)?.seconds ?? 0
        let lines = (try? String(contentsOfFile: folder + "/postmaster.pid", encoding: .utf8))?.split(separator: "\n")
        let postmaster = lines?.first.flatMap { Int32($0) }
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap { Int32($0) } ?? []
        // Sessions that have ended are counted with the process that waited for them.
        server = processes.compactMap { pid in
            Self.stat(pid).flatMap {
                pid == postmaster ? $0.seconds + $0.ended : $0.parent == postmaster ? $0.seconds : nil
            }
        }.reduce(0, +)
    }

    private init(daemon: Double, server: Double) {
        (self.daemon, self.server) = (daemon, server)
    }

    /// What was used between two moments.
    static func - (later: CPUTime, earlier: CPUTime) -> CPUTime {
        CPUTime(daemon: later.daemon - earlier.daemon, server: later.server - earlier.server)
    }

    /// The parent, the seconds of one process and those of its children that ended; nil once it is gone. proc(5), stat:
    /// fields 4 and 14 to 17.
    private static func stat(_ pid: Int32) -> (parent: Int32, seconds: Double, ended: Double)? {
        guard let line = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let fields = line.split(separator: ")").last?.split(separator: " "), fields.count > 14,
            let parent = Int32(fields[1])
        else { return nil }
        let ticks = fields[11...14].compactMap { Double($0) }
        guard ticks.count == 4 else { return nil }
        let second = Double(sysconf(Int32(_SC_CLK_TCK)))
        return (parent, (ticks[0] + ticks[1]) / second, (ticks[2] + ticks[3]) / second)
    }
}
