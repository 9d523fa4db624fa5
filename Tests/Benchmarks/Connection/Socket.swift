// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Where something listens.
enum Endpoint: Sendable {
    case unix(String)
    case tcp(UInt16)

    /// A port nobody listens on now.
    static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let found = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard found else { throw BenchmarkError("no port is free") }
        return UInt16(bigEndian: address.sin_port)
    }
}

/// One blocking connection with a buffer of what came and was not used: as little work of its own as can be, since the
/// generator shares the cores with what it measures.
final class Socket: @unchecked Sendable {  // each is used by one thread at a time; `shut` alone may come from another
    private let descriptor: Int32
    private var buffer: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0

    init(_ endpoint: Endpoint) throws {
        switch endpoint {
        case .unix(let path): descriptor = try Self.connect(path: path)
        case .tcp(let port): descriptor = try Self.connect(port: port)
        }
        buffer = .allocate(byteCount: 1 << 18, alignment: 16)
        // What hangs is to fail its row, and not the whole run.
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit {
        close(descriptor)
        buffer.deallocate()
    }

    /// What has come and was not used.
    var waiting: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[start..<end]) }

    /// Passes over bytes that were used.
    func use(_ count: Int) {
        start += count
        if start == end { (start, end) = (0, 0) }
    }

    /// Waits for more; throws when the other side has closed.
    func receive() throws {
        if end == buffer.count { makeRoom() }
        var count = 0
        repeat {
            count = read(descriptor, buffer.baseAddress?.advanced(by: end), buffer.count - end)
            // A wait with an end is interrupted when the process is stopped and goes on.
        } while count < 0 && errno == EINTR
        guard count >= 0 else { throw BenchmarkError("nothing came for a minute: errno \(errno)") }
        guard count > 0 else { throw BenchmarkError("the connection was closed by the other side") }
        end += count
    }

    /// Waits until so many bytes are there.
    func await(_ count: Int) throws { while end - start < count { try receive() } }

    /// Sends all of it.
    func send(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try send($0) } }

    /// Sends all of it.
    func send(_ bytes: UnsafeRawBufferPointer) throws {
        var sent = 0
        while sent < bytes.count {
            let count = Glibc.send(
                descriptor, bytes.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw BenchmarkError("the connection was closed while sending") }
            sent += count
        }
    }

    /// Ends both sides, so that a thread that waits for bytes stops waiting.
    func shut() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    private func makeRoom() {
        if start > 0 {
            // memmove: the two overlap.
            buffer.copyMemory(from: waiting)
            (start, end) = (0, end - start)
            if end < buffer.count / 2 { return }
        }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 2, alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[..<end]))
        buffer.deallocate()
        buffer = larger
    }

    private static func connect(path: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { throw BenchmarkError("path too long") }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return try connect(descriptor, to: &address, "\(path)")
    }

    private static func connect(port: UInt16) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return try connect(descriptor, to: &address, "port \(port)")
    }

    private static func connect<Address>(_ descriptor: Int32, to address: inout Address, _ name: String) throws -> Int32
    {
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
            }
        }
        guard connected == 0 else {
            close(descriptor)
            throw BenchmarkError("no connection to \(name): errno \(errno)")
        }
        return descriptor
    }
}

/// Why a benchmark could not be run, or what it found wrong.
struct BenchmarkError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
