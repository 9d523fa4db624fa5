// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A running PostgreSQL server, known by its process number; our child or the orphan of a killed daemon alike.
struct Postmaster: Equatable, Sendable {
    let processID: Int32
    let dataFolder: String

    enum Ending: Equatable { case stopped, died }

    init(processID: Int32, dataFolder: String) {
        self.processID = processID
        self.dataFolder = dataFolder
    }

    /// The server that runs on these data, whoever started it. A stale file whose number now belongs to another
    /// process does not fool it: a postmaster's working folder is its data folder.
    init?(runningOn dataFolder: String) {
        guard let processID = Self.pidFile(dataFolder)?.processID else { return nil }
        self.init(processID: processID, dataFolder: dataFolder)
        guard isAlive, Self.workingFolder(of: processID) == Self.resolved(dataFolder) else { return nil }
    }

    /// False for a zombie too: it serves nobody.
    var isAlive: Bool {
        guard let stat = try? String(contentsOfFile: "/proc/\(processID)/stat", encoding: .utf8),
            let end = stat.lastIndex(of: ")")
        else { return false }
        let state = stat[end...].dropFirst(2).first
        return state != "Z" && state != "X"
    }

    /// The server has said that it takes connections.
    var isReady: Bool {
        guard let file = Self.pidFile(dataFolder) else { return false }
        return file.processID == processID && file.status == "ready"
    }

    /// Returns once the process has ended.
    func ended() async throws {
        while isAlive { try await Task.sleep(for: .milliseconds(100)) }
    }

    /// Waits until it takes connections; false when it ended instead.
    func becomesReady() async throws -> Bool {
        while isAlive {
            if isReady { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }

    /// A fast stop: sessions are rolled back and cut, everything committed is kept and flushed.
    ///
    /// Asked again each second: a server that is just starting may not have heard the first. One that has not ended
    /// after `patience` is told to stop at once; its next start replays the log, and nothing that was committed is lost.
    func stop(patience: Duration = .seconds(45)) async {
        let end = ContinuousClock.now + patience
        var round = 0
        // Not a cancellable wait: the data must be at rest before the daemon ends.
        while isAlive {
            if round % 20 == 0 { kill(processID, ContinuousClock.now < end ? SIGINT : SIGQUIT) }
            round += 1
            await Task.detached { _ = usleep(50_000) }.value
        }
    }

    /// Removes the leavings of a killed server whose number nobody will ever free (a zombie in a container without an
    /// init); PostgreSQL would refuse to start over it. Only when nothing at all works on the data any more.
    static func clearZombie(on dataFolder: String) {
        guard let processID = pidFile(dataFolder)?.processID, kill(processID, 0) == 0,
            !Postmaster(processID: processID, dataFolder: dataFolder).isAlive
        else { return }
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        let folder = resolved(dataFolder)
        let busy = processes.compactMap(Int32.init).contains { workingFolder(of: $0) == folder }
        if !busy { try? FileManager.default.removeItem(atPath: "\(dataFolder)/postmaster.pid") }
    }

    private static func pidFile(_ dataFolder: String) -> (processID: Int32, status: String?)? {
        guard let text = try? String(contentsOfFile: "\(dataFolder)/postmaster.pid", encoding: .utf8) else {
            return nil
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let processID = lines.first.flatMap({ Int32($0) }), processID > 0 else { return nil }
        let status = lines.count > 7 ? lines[7].trimmingCharacters(in: .whitespaces) : nil
        return (processID, status)
    }

    /// The folder without symbolic links, as the kernel names a process's working folder.
    private static func resolved(_ folder: String) -> String {
        guard let path = realpath(folder, nil) else { return folder }
        defer { free(path) }
        return String(cString: path)
    }

    private static func workingFolder(of processID: Int32) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(processID)/cwd")
    }
}
