// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import inod

/// A program of this build as a process of its own, with what it said in files.
struct RealProgram {
    let process = Process()
    private let log: String

    /// Starts it. `account` needs a root who can become it.
    init(
        _ arguments: [String], program: String = RealProgram.beside("inod"), environment: [String: String] = [:],
        as account: Account? = nil, in folder: String, log name: String = "log"
    ) throws {
        log = "\(folder)/\(name)"
        let change = account.map { ["--reuid=\($0.uid)", "--regid=\($0.gid)", "--init-groups", "--"] }
        process.executableURL = URL(fileURLWithPath: change == nil ? program : "/usr/bin/setpriv")
        process.arguments = (change.map { $0 + [program] } ?? []) + arguments
        process.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder].merging(environment) { $1 }
        process.currentDirectoryURL = URL(fileURLWithPath: account == nil ? folder : "/")
        for name in ["\(log).out", "\(log).err"] { try Data().write(to: URL(fileURLWithPath: name)) }
        process.standardOutput = FileHandle(forWritingAtPath: "\(log).out")
        process.standardError = FileHandle(forWritingAtPath: "\(log).err")
        process.standardInput = FileHandle(forReadingAtPath: "/dev/null")
        try process.run()
    }

    /// Waits for its end and answers its exit code.
    func exited() async -> Int32 {
        let process = process
        return await offPool {
            process.waitUntilExit()
            return process.terminationStatus
        }
    }

    /// Its end within the time; nil when it still runs then.
    func exited(within seconds: Int) async -> Int32? {
        for _ in 0..<(seconds * 20) where process.isRunning { try? await Task.sleep(for: .milliseconds(50)) }
        return process.isRunning ? nil : await exited()
    }

    /// What it wrote to standard output.
    var output: String { (try? String(contentsOfFile: "\(log).out", encoding: .utf8)) ?? "" }
    /// What it wrote to standard error.
    var errors: String { (try? String(contentsOfFile: "\(log).err", encoding: .utf8)) ?? "" }

    /// A test that failed must not leave anything running.
    func end() {
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
    }

    /// Runs it to its end.
    static func run(
        _ arguments: [String], program: String = RealProgram.beside("inod"), environment: [String: String] = [:],
        in folder: String
    ) async throws -> RealProgram {
        let name = "run-\(UUID().uuidString.prefix(8))"
        let program = try RealProgram(arguments, program: program, environment: environment, in: folder, log: name)
        _ = await program.exited()
        return program
    }

    /// A program of this build by its name.
    static func beside(_ name: String) -> String {
        let tests = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        var folder = URL(fileURLWithPath: tests ?? "/").deletingLastPathComponent()
        while folder.path != "/" {
            let candidate = folder.appendingPathComponent(name).path
            if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
            folder.deleteLastPathComponent()
        }
        return URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent(".build/debug/\(name)").path
    }
}

/// Settings of a daemon that has everything in one folder.
enum RealSettings {
    /// Writes `inod.toml` and answers its path; without `conninfo` it is the private PostgreSQL.
    @discardableResult
    static func write(
        in folder: String, listen: String = "127.0.0.1:0", socket: String? = nil, conninfo: String? = nil,
        state: String? = nil
    ) throws -> String {
        let database =
            if let conninfo { "[database]\nconninfo = \"\(conninfo)\"" } else {
                "[embedded]\nfolder = \"\(state ?? "\(folder)/state")\""
            }
        try """
        [http]
        listen = "\(listen)"
        socket = "\(socket ?? "\(folder)/admin.sock")"
        \(database)
        """.write(toFile: "\(folder)/inod.toml", atomically: true, encoding: .utf8)
        return "\(folder)/inod.toml"
    }

    /// A port of this machine that nobody has now.
    static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let found = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        try #require(found)
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

extension Receiver {
    /// Reads on until a datagram holds the text.
    func wait(for text: String) async throws {
        var seen: [String] = []
        while true {
            let next = await offPool { self.next() }
            let datagram = try #require(next, "nothing more came while waiting for \(text) after \(seen)")
            if datagram.contains(text) { return }
            seen.append(datagram)
        }
    }
}
