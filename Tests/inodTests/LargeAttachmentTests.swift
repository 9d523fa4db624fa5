// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Evidence
import Foundation
import NIOCore
import NIOHTTP1
import Postgres
import TestDatabase
import Testing
import Wire

@testable import inod

/// Content of 100 MB through a daemon that is a process of its own.
@Suite(.database, .timeLimit(.minutes(10))) struct LargeAttachmentTests {
    private static let size = 100_000_000
    private static let part = 1_000_000

    /// What stands at each place is told by the place.
    private static func part(_ number: Int) -> [UInt8] {
        [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: part)
    }

    private static func upload(to address: String, length: HTTPClientRequest.Body.Length) -> HTTPClientRequest {
        var request = request(.POST, "\(address)/v1/attachments")
        request.body = .stream(AsyncParts(count: size / part), length: length)
        return request
    }

    private static func request(_ method: HTTPMethod, _ url: String) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url)
        request.method = method
        request.headers.add(name: "Ino-On-Behalf-Of", value: "minekonom")
        request.headers.add(name: "Ino-Basis", value: "0YI=")
        return request
    }

    /// Gives the content part by part.
    private struct AsyncParts: AsyncSequence, Sendable {
        var count: Int

        struct AsyncIterator: AsyncIteratorProtocol {
            let parts: AsyncParts
            var number = 0
            mutating func next() async throws -> ByteBuffer? {
                guard number < parts.count else { return nil }
                defer { number += 1 }
                return ByteBuffer(bytes: LargeAttachmentTests.part(number))
            }
        }

        func makeAsyncIterator() -> AsyncIterator { AsyncIterator(parts: self) }
    }

    private static func memory(of daemon: RealProgram) throws -> (now: Int, highest: Int) {
        let lines = try String(contentsOfFile: "/proc/\(daemon.process.processIdentifier)/status", encoding: .utf8)
            .split(separator: "\n")
        func kilobytes(_ name: String) -> Int {
            lines.first { $0.hasPrefix(name) }.flatMap { Int($0.split(separator: " ").dropLast().last ?? "") } ?? -1
        }
        return (kilobytes("VmRSS:"), kilobytes("VmHWM:"))
    }

    @Test func aHundredMegabytesGoInAndOutOfADaemonThatNeverHoldsThem() async throws {
        try await StreamDaemon.run { daemon, address in
            var hasher = ContentHasher()
            for number in 0..<(Self.size / Self.part) { hasher.add(Self.part(number)) }
            let hash = Hexadecimal.text(hasher.sha256)
            let idle = try Self.memory(of: daemon).now
            let kept = try await HTTPClient.shared.execute(
                Self.upload(to: address, length: .known(Int64(Self.size))), timeout: .hours(1))
            let answer = try StrictJSON.decodeAnswer(
                AttachmentAnswer.self, from: try await kept.body.collect(upTo: 1 << 20).readableBytesView)
            #expect(kept.status == .created && answer.hash == hash && answer.size == Self.size)
            let read = try await HTTPClient.shared.execute(
                Self.request(.GET, "\(address)/v1/attachments/\(hash)"), timeout: .hours(1))
            var found = ContentHasher()
            for try await part in read.body { found.add(Array(part.readableBytesView)) }
            #expect(Hexadecimal.text(found.sha256) == hash)
            let highest = try Self.memory(of: daemon).highest
            #expect(idle > 0 && highest - idle < 48 << 10, "it grew from \(idle) kB to \(highest) kB")
        }
    }

    @Test func oneByteTooManyIsRefusedBeforeItIsRead() async throws {
        try await StreamDaemon.run { _, address in
            var request = Self.upload(to: address, length: .known(Int64(Self.size + 1)))
            // Nothing of the body is ever sent: the answer does not wait for it.
            let (silent, end) = AsyncStream<ByteBuffer>.makeStream()
            request.body = .stream(silent, length: .known(Int64(Self.size + 1)))
            let refused = try await HTTPClient.shared.execute(request, timeout: .hours(1))
            #expect(refused.status == .payloadTooLarge)
            end.finish()
        }
    }

    @Test func anUploadWhoseConnectionIsCutLeavesNothing() async throws {
        try await StreamDaemon.run { _, address in
            let (parts, send) = AsyncThrowingStream<ByteBuffer, any Error>.makeStream()
            var request = Self.upload(to: address, length: .unknown)
            request.body = .stream(parts, length: .unknown)
            let upload = Task { [request] in try await HTTPClient.shared.execute(request, timeout: .hours(1)) }
            for number in 0..<3 { send.yield(ByteBuffer(bytes: Self.part(number))) }
            let admin = try await TestDatabase.current.connection()
            // Each look is a moment of its own; the suite's time limit ends it where nothing changes.
            func wait(until isSo: (Int64) -> Bool) async throws {
                while !isSo(try await admin.one("select count(*) from core.attachment_chunk", as: Int64.self)) {
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            try await wait { $0 > 0 }
            send.finish(throwing: Broken())
            await #expect(throws: (any Error).self) { try await upload.value }
            try await wait { $0 == 0 }
            let left = try await admin.one("select count(*) from core.attachment_upload", as: Int64.self)
            #expect(left == 0)
        }
    }

    private struct Broken: Error {}
}
