// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// One blocking connection that sends a request and waits for its answer: as little work of its own as can be, since the
/// generator shares the cores with what it measures.
final class HTTPSender: @unchecked Sendable {  // each is used by one thread at a time
    private let descriptor: Int32
    private let head: String
    private var received = [UInt8](repeating: 0, count: 65_536)
    private var filled = 0

    /// Connects to a unix socket.
    init(socket path: String, request: String, headers: [String]) throws {
        let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        self.descriptor = descriptor
        head = Self.head(request, headers)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { throw BenchmarkError("path too long") }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard connected == 0 else { throw BenchmarkError("no connection to \(path): errno \(errno)") }
    }

    /// Connects to a port of this machine.
    init(port: UInt16, request: String, headers: [String]) throws {
        let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.descriptor = descriptor
        head = Self.head(request, headers)
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw BenchmarkError("no connection to port \(port): errno \(errno)") }
    }

    deinit { close(descriptor) }

    private static func head(_ request: String, _ headers: [String]) -> String {
        (["\(request) HTTP/1.1", "Host: localhost", "Content-Type: application/json"] + headers).joined(
            separator: "\r\n")
    }

    /// Sends a body and answers the status; throws when it is no success.
    func send(_ body: String) throws -> Int {
        var request = "\(head)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        try request.withUTF8 { bytes in
            var left = UnsafeRawBufferPointer(bytes)[...]
            while !left.isEmpty {
                let count = write(descriptor, UnsafeRawBufferPointer(rebasing: left).baseAddress, left.count)
                guard count > 0 else { throw BenchmarkError("the connection was closed while sending") }
                left = left.dropFirst(count)
            }
        }
        let status = try answer()
        guard (200..<300).contains(status) else { throw BenchmarkError("the answer was \(status)") }
        return status
    }

    /// Sends a body and answers the body that comes back.
    func exchange(_ body: String) throws -> String {
        _ = try send(body)
        return String(decoding: received[(headEnd() ?? 0)..<filled], as: UTF8.self)
    }

    /// Reads one answer into the buffer, which stays from one to the next.
    private func answer() throws -> Int {
        filled = 0
        var whole: Int?
        while whole == nil || filled < whole ?? 0 {
            if filled == received.count { received += [UInt8](repeating: 0, count: received.count) }
            let count = received.withUnsafeMutableBytes { bytes in
                read(descriptor, bytes.baseAddress?.advanced(by: filled), bytes.count - filled)
            }
            guard count > 0 else { throw BenchmarkError("the connection was closed before the answer") }
            filled += count
            if whole == nil, let end = headEnd() { whole = end + contentLength(before: end) }
        }
        return received[9..<12].reduce(0) { $0 * 10 + Int($1) - 48 }
    }

    /// Where the body begins, once the empty line before it has come.
    private func headEnd() -> Int? {
        received.withUnsafeBufferPointer { bytes in
            guard filled >= 4 else { return nil }
            return (3..<filled).first {
                bytes[$0] == 10 && bytes[$0 - 1] == 13 && bytes[$0 - 2] == 10 && bytes[$0 - 3] == 13
            }.map { $0 + 1 }
        }
    }

    private func contentLength(before end: Int) -> Int {
        let lines = String(decoding: received[..<end], as: UTF8.self).split(separator: "\r\n")
        let length = lines.first { $0.lowercased().hasPrefix("content-length:") }
        return length.flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) } ?? 0
    }
}

/// Why a benchmark could not be run.
struct BenchmarkError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
