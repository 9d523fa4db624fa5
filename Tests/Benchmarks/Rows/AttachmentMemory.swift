// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Postgres

/// The memory of a daemon while an attachment of 100 MB comes in, and while it goes out to a reader that is slow at first.
enum AttachmentMemory {
    private static let size = 100_000_000
    private static let part = 1_000_000

    static func measure(_ run: Run) async throws -> Reading {
        let (daemon, token) = (run.arena.daemon, run.arena.senderToken)
        let idle = try daemon.memory()
        let start = seconds()
        let (hash, sent) = try upload(to: daemon, token)
        let (taken, afterwards) = (seconds() - start, try daemon.memory())
        let again = seconds()
        let got = try download(hash, from: daemon, token)
        let (given, peak) = (seconds() - again, try daemon.memory().highest)
        guard got.sum == sent, got.count == size else {
            throw BenchmarkError("\(got.count) bytes came back, and not the ones that went in")
        }
        let (bytes, pieces) = try await run.arena.admin.one(
            "select (select sum(size)::int8 from core.attachment), (select count(*)::int from core.attachment_chunk)",
            as: (Int64, Int).self)
        guard bytes == size, pieces == (size + 262_143) / 262_144 else {
            throw BenchmarkError("\(bytes) bytes in \(pieces) pieces are stored of \(size)")
        }
        return Reading(
            values: [.memory: peak],
            note: """
                100 MB in and out: idle \(idle.now.text(1)) MB, at the highest \(afterwards.highest.text(1)) MB in and \
                \(peak.text(1)) MB in and out; in \(taken.text(2)) s, out \(given.text(2)) s
                """)
    }

    /// Sends it part by part; answers its hash, and the sum of its bytes.
    private static func upload(to daemon: Daemon, _ token: String) throws -> (hash: String, sum: UInt64) {
        let connection = try HTTPConnection(daemon.tcp)
        try connection.send(
            Request(
                "POST /v1/attachments", token: token,
                headers: ["Content-Type: application/octet-stream", "Content-Length: \(size)"]
            ).bytes)
        var sum: UInt64 = 0
        var bytes = (0..<part).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for number in 0..<(size / part) {
            bytes[0] = UInt8(truncatingIfNeeded: number)
            try connection.send(bytes)
            sum &+= total(of: bytes)
        }
        let answer = try connection.success { String(decoding: $0, as: UTF8.self) }
        guard let hash = try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any],
            let text = hash["hash"] as? String
        else { throw BenchmarkError("the upload was answered \(answer)") }
        return (text, sum)
    }

    /// Reads it, after a second in which the daemon holds what it would give.
    private static func download(
        _ hash: String, from daemon: Daemon, _ token: String
    ) throws -> (count: Int, sum: UInt64) {
        let connection = try HTTPConnection(daemon.tcp)
        try connection.send(Request("GET /v1/attachments/\(hash)", token: token).bytes)
        usleep(1_000_000)
        var sum: UInt64 = 0
        let count = try connection.pass { sum &+= total(of: $0) }
        return (count, sum)
    }

    private static func total(of bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(0) { $0 &+ UInt64($1) } }
}
