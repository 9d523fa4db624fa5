// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A small shell that starts PostgreSQL and outlives us only to clean up.
///
/// It takes commands on its standard input and answers each with a line. When the input ends, since we are done or were
/// killed, it stops the server and removes the folder: so nothing is left behind even by SIGKILL.
final class ClusterGuard: Sendable {
    private let input: FileHandle
    private let output: FileHandle
    private let queue = DispatchQueue(label: "cluster guard")

    init(folder: String, binaries: String, settings: [String]) throws {
        let (stdin, stdout) = (Pipe(), Pipe())
        input = stdin.fileHandleForWriting
        output = stdout.fileHandleForReading
        // Were another child to inherit it, our death would go unnoticed.
        for handle in [input, output] { _ = fcntl(handle.fileDescriptor, F_SETFD, FD_CLOEXEC) }
        let process = Process()
        let shell = ["/bin/sh", "-c", Self.script, "guard", folder, binaries, settings.joined(separator: "\n")]
        let command = getuid() == 0 ? Self.asPostgres + shell : shell
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["-u", "PGDATA", "-u", "PGOPTIONS", "-u", "PGPORT"] + command
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        process.standardInput = stdin
        process.standardOutput = stdout
        try process.run()
        // The child has its own copies.
        try stdin.fileHandleForReading.close()
        try stdout.fileHandleForWriting.close()
    }

    /// Lets the guard clean up and go.
    func end() { try? input.close() }

    /// Sends a command and waits for it to be done.
    func command(_ word: String) async throws {
        let answer = try await withCheckedThrowingContinuation { continuation in
            queue.async { [input, output] in
                continuation.resume(
                    with: Result {
                        try input.write(contentsOf: Data((word + "\n").utf8))
                        return Self.line(from: output)
                    })
            }
        }
        guard answer == "done" else { throw ClusterFailure(sentence: "The test cluster could not \(word): \(answer)") }
    }

    private static func line(from handle: FileHandle) -> String {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while read(handle.fileDescriptor, &byte, 1) == 1, byte != UInt8(ascii: "\n") { bytes.append(byte) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// PostgreSQL refuses to be run by root.
    private static let asPostgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"]

    private static let script = #"""
        folder=$1; bin=$2; settings=$3; data=$folder/data
        trap '' INT TERM HUP PIPE
        exec 2>>"$folder/guard.log"
        control() { "$bin/pg_ctl" -D "$data" -l "$folder/log" -s -w -t 60 "$@" >/dev/null; }
        say() { if [ "$1" = 0 ]; then echo done; else tail -n 3 "$folder/guard.log" "$folder/log" | tr '\n' ' '; echo; fi; }
        while read -r command; do
            case $command in
            initialise)
                "$bin/initdb" -D "$data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 -N >/dev/null &&
                    printf '%s\n' "$settings" >>"$data/postgresql.conf"
                say $? ;;
            start)
                # The children of a killed server hold its shared memory for a moment.
                tries=0
                until control start; do
                    tries=$((tries + 1)); [ $tries -lt 50 ] || break; sleep 0.1
                done
                control status; say $? ;;
            stop) control -m fast stop; say $? ;;
            standby) touch "$data/standby.signal"; say $? ;;
            restart) control -m fast restart; say $? ;;
            kill)
                pid=$(head -n 1 "$data/postmaster.pid"); kill -9 "$pid"
                while kill -0 "$pid"; do sleep 0.01; done
                say 0 ;;
            esac
        done
        control -m immediate stop
        rm -rf "$folder"
        """#
}

/// The cluster could not be started or commanded.
public struct ClusterFailure: Error, CustomStringConvertible {
    /// What happened.
    public let sentence: String
    /// The sentence.
    public var description: String { sentence }
}
