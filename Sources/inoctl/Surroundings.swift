// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation

/// What the tool touches of its process; tests give their own.
struct Surroundings: Sendable {
    /// The environment's variables.
    var environment: [String: String]
    /// Whether stdout is a terminal.
    var isTerminal: Bool
    /// Columns of the terminal, or of help that goes to a pipe.
    var width: Int
    /// Writes bytes to stdout; throws `ClosedPipe` when nobody reads any more.
    var outBytes: @Sendable ([UInt8]) throws -> Void
    /// Writes a line to stderr.
    var complain: @Sendable (String) -> Void
    /// The content of a file, or nothing when it is not there.
    var read: @Sendable (String) throws -> [UInt8]?
    /// The content of a file part by part, as it is asked for; or nothing when it is not there.
    var open: @Sendable (String) throws -> Request.Parts?
    /// How many bytes a file has, or nothing when it is not there.
    var size: @Sendable (String) -> Int64?
    /// Begins a file that appears under its name when it is whole.
    var create: @Sendable (_ path: String) throws -> NewFile
    /// Shows a person at the terminal how far something is; absent where nobody looks.
    var progress: (@Sendable (String) -> Void)?
    /// The permission bits of a file, or nothing when it is not there.
    var permissions: @Sendable (String) -> UInt16?
    /// What this machine takes for now.
    var now: @Sendable () -> Instant
    /// Whether this user may open the socket at the path.
    var canOpenSocket: @Sendable (String) -> Bool
    /// Writes a file that only this user may read, and makes its folder.
    var write: @Sendable (_ path: String, _ bytes: [UInt8]) throws -> Void
    /// Writes a file that everybody may read, in a folder that is there or made.
    var publish: @Sendable (_ path: String, _ bytes: [UInt8]) throws -> Void
    /// Asks the person at the terminal and gives the line typed; absent where nobody can be asked.
    var ask: (@Sendable (String) -> String?)?
    /// Sends a request and waits for the answer.
    var send: @Sendable (Request, Target) async throws(TransportFailure) -> Answer
    /// Sends a request, hands on the body of a good answer as it comes and gives the answer without it; a bad one whole.
    var stream: Stream
    /// Waits until the person wants to stop, as by Ctrl-C.
    var interrupted: @Sendable () async -> Void

    typealias Stream =
        @Sendable (Request, Target, _ take: @Sendable ([UInt8]) async throws -> Void) async throws -> Answer

    /// Writes a text to stdout.
    func out(_ text: String) throws { try outBytes(Array(text.utf8)) }

    @TaskLocal static var current = Surroundings.process

    /// The process's own.
    static let process = Surroundings(
        environment: ProcessInfo.processInfo.environment,
        isTerminal: isatty(STDOUT_FILENO) == 1,
        width: terminalWidth(),
        outBytes: { try write($0, to: STDOUT_FILENO) },
        complain: { try? write(Array(($0 + "\n").utf8), to: STDERR_FILENO) },
        read: { path in
            path == "-"
                ? Array(FileHandle.standardInput.readDataToEndOfFile())
                : try FileManager.default.fileExists(atPath: path)
                    ? Array(Data(contentsOf: URL(filePath: path))) : nil
        },
        open: { path in
            guard path != "-" else { return PartReader(.standardInput).next }
            guard FileManager.default.fileExists(atPath: path) else { return nil }
            return PartReader(try FileHandle(forReadingFrom: URL(filePath: path))).next
        },
        size: { path in
            var state = stat()
            return stat(path, &state) == 0 && state.st_mode & S_IFMT == S_IFREG ? Int64(state.st_size) : nil
        },
        create: NewFile.onDisk,
        progress: isatty(STDERR_FILENO) == 1 ? showProgress : nil,
        permissions: { path in
            var state = stat()
            return stat(path, &state) == 0 ? UInt16(state.st_mode & 0o7777) : nil
        },
        now: { Instant(microsecondsSince1970: Int64(Date().timeIntervalSince1970 * 1_000_000)) },
        canOpenSocket: { access($0, R_OK | W_OK) == 0 },
        write: { path, bytes in try PrivateFile.write(bytes, to: path) },
        publish: { path, bytes in
            do {
                let file = URL(filePath: path)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(bytes).write(to: file, options: .atomic)
            } catch {
                throw Failure(
                    exit: Exit.unexpected, "\(path) cannot be written", next: "name a folder you may write to")
            }
        },
        ask: isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 ? askTheTerminal : nil,
        send: { request, target async throws(TransportFailure) in try await HTTPTransport.send(request, to: target) },
        stream: { request, target, take in try await HTTPTransport.stream(request, to: target, take) },
        interrupted: { await Interruption.wait() })

    @Sendable private static func askTheTerminal(_ question: String) -> String? {
        try? write(Array(question.utf8), to: STDERR_FILENO)
        return readLine()
    }

    @Sendable private static func showProgress(_ text: String) { try? write(Array(text.utf8), to: STDERR_FILENO) }

    private static func terminalWidth() -> Int {
        if let columns = ProcessInfo.processInfo.environment["COLUMNS"].flatMap({ Int($0) }), columns > 20 {
            return columns
        }
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 else { return 100 }
        return Int(size.ws_col)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            if count < 0 && errno == EPIPE { throw ClosedPipe() }
            guard count > 0 else {
                throw Failure(
                    exit: Exit.unexpected, "the output cannot be written: \(String(cString: strerror(errno)))")
            }
            rest = rest.dropFirst(count)
        }
    }
}

/// Nobody reads the output any more, as with `| head`: the tool ends without a word.
struct ClosedPipe: Error {}
