// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How much processor time processes have used: unlike a rate, it says the same on a machine that does other work too.
struct CPUTime {
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
        server = processes.compactMap(Self.stat).filter { $0.parent == postmaster }.reduce(0) { $0 + $1.seconds }
    }

    private init(daemon: Double, server: Double) {
        (self.daemon, self.server) = (daemon, server)
    }

    /// What was used between two moments.
    static func - (later: CPUTime, earlier: CPUTime) -> CPUTime {
        CPUTime(daemon: later.daemon - earlier.daemon, server: later.server - earlier.server)
    }

    /// The parent and the seconds of one process; nil once it is gone. proc(5), stat: fields 4, 14 and 15.
    private static func stat(_ pid: Int32) -> (parent: Int32, seconds: Double)? {
        guard let line = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let fields = line.split(separator: ")").last?.split(separator: " "), fields.count > 12,
            let parent = Int32(fields[1]), let user = Double(fields[11]), let system = Double(fields[12])
        else { return nil }
        return (parent, (user + system) / Double(sysconf(Int32(_SC_CLK_TCK))))
    }
}
