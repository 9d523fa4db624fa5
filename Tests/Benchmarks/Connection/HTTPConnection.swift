// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// HTTP/1.1 on one connection: requests that were built before, and their answers one after the other. Requests may be
/// sent before the answers to earlier ones were read.
final class HTTPConnection: Sendable {
    private let socket: Socket

    init(_ endpoint: Endpoint) throws { socket = try Socket(endpoint) }

    /// Sends the bytes of one or more requests.
    func send(_ bytes: [UInt8]) throws { try socket.send(bytes) }

    /// Ends the connection from any thread: whoever reads from it gets an error.
    func shut() { socket.shut() }

    /// Reads one answer, whatever its status, and gives its body to the closure.
    func answer<Result>(_ body: (Int, UnsafeRawBufferPointer) throws -> Result) throws -> Result {
        let head = try readHead()
        if head.isChunked {
            var collected: [UInt8] = []
            while let count = try chunk({
                collected += $0; return $0.count
            }), count > 0 {}
            return try collected.withUnsafeBytes { try body(head.status, $0) }
        }
        try socket.await(head.length)
        let result = try body(head.status, UnsafeRawBufferPointer(rebasing: socket.waiting[..<head.length]))
        socket.use(head.length)
        return result
    }

    /// Reads one answer, which is to be a success.
    func success<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
        try answer { status, bytes in
            guard (200..<300).contains(status) else {
                throw BenchmarkError("answered \(status): \(String(decoding: bytes.prefix(600), as: UTF8.self))")
            }
            return try body(bytes)
        }
    }

    /// Sends a request and reads its answer as text.
    func exchange(_ request: [UInt8]) throws -> String {
        try send(request)
        return try success { String(decoding: $0, as: UTF8.self) }
    }

    /// Reads a good answer of a known length as it comes, and answers how long it was.
    func pass(_ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Int {
        let head = try readHead()
        guard (200..<300).contains(head.status), !head.isChunked else {
            throw BenchmarkError("it was answered \(head.status), or without a length")
        }
        var left = head.length
        while left > 0 {
            try socket.await(1)
            let part = min(left, socket.waiting.count)
            try body(UnsafeRawBufferPointer(rebasing: socket.waiting[..<part]))
            socket.use(part)
            left -= part
        }
        return head.length
    }

    /// Reads the head of an answer that streams; throws when it is no success.
    func beginStream() throws {
        let head = try readHead()
        guard (200..<300).contains(head.status), head.isChunked else {
            throw BenchmarkError("the stream was answered \(head.status)")
        }
    }

    /// Reads the next chunk of a stream; nil at its end.
    func chunk<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result? {
        let lineEnd = try socket.end(of: "\r\n")
        let digits = String(decoding: socket.waiting[..<(lineEnd - 2)], as: UTF8.self)
        guard let size = Int(digits.prefix { $0 != ";" }, radix: 16) else {
            throw BenchmarkError("'\(digits.prefix(20))' is no size of a chunk")
        }
        socket.use(lineEnd)
        try socket.await(size + 2)
        defer { socket.use(size + 2) }
        return size == 0 ? nil : try body(UnsafeRawBufferPointer(rebasing: socket.waiting[..<size]))
    }

    private func readHead() throws -> (status: Int, length: Int, isChunked: Bool) {
        let end = try socket.end(of: "\r\n\r\n")
        defer { socket.use(end) }
        let text = UnsafeRawBufferPointer(rebasing: socket.waiting[..<end])
        guard end > 12, let status = Int(String(decoding: text[9..<12], as: UTF8.self)) else {
            throw BenchmarkError("the answer is not HTTP")
        }
        guard let place = text.place(after: "\r\nContent-Length:") else {
            return (status, 0, text.place(after: "chunked\r\n") != nil)
        }
        let digits = text[place...].drop { $0 == UInt8(ascii: " ") }.prefix { (48...57).contains($0) }
        return (status, digits.reduce(0) { $0 * 10 + Int($1 - 48) }, false)
    }
}

extension Socket {
    /// Waits for a mark in what comes; where it ends.
    fileprivate func end(of mark: StaticString) throws -> Int {
        while true {
            if let end = waiting.place(after: mark) { return end }
            try receive()
        }
    }
}

extension UnsafeRawBufferPointer {
    /// The place after the first occurrence of a text at or after a place.
    func place(after text: StaticString, from start: Int = 0) -> Int? {
        guard let base = baseAddress else { return nil }
        let length = text.utf8CodeUnitCount
        var place = start
        // From one occurrence of the first byte to the next: what lies between costs next to nothing.
        while place + length <= count, let found = memchr(base + place, Int32(text.utf8Start[0]), count - place) {
            place = base.distance(to: UnsafeRawPointer(found))
            guard place + length <= count else { return nil }
            if memcmp(base + place, text.utf8Start, length) == 0 { return place + length }
            place += 1
        }
        return nil
    }
}
