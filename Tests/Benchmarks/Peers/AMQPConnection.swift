// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// As much of AMQP 0-9-1 as it takes to publish with confirms and to consume with acknowledgements: one channel on one
/// blocking connection.
final class AMQPConnection: @unchecked Sendable {  // each is used by one thread at a time, but for `shut`
    /// A class and a method of the protocol, by the numbers of its specification.
    struct Method: Equatable {
        let group: Int
        let number: Int

        static let start = Method(group: 10, number: 10)
        static let startOk = Method(group: 10, number: 11)
        static let tune = Method(group: 10, number: 30)
        static let tuneOk = Method(group: 10, number: 31)
        static let open = Method(group: 10, number: 40)
        static let openOk = Method(group: 10, number: 41)
        static let channelOpen = Method(group: 20, number: 10)
        static let channelOpenOk = Method(group: 20, number: 11)
        static let exchangeDeclare = Method(group: 40, number: 10)
        static let exchangeDeclareOk = Method(group: 40, number: 11)
        static let queueDeclare = Method(group: 50, number: 10)
        static let queueDeclareOk = Method(group: 50, number: 11)
        static let queueBind = Method(group: 50, number: 20)
        static let queueBindOk = Method(group: 50, number: 21)
        static let queuePurge = Method(group: 50, number: 30)
        static let queuePurgeOk = Method(group: 50, number: 31)
        static let qos = Method(group: 60, number: 10)
        static let qosOk = Method(group: 60, number: 11)
        static let consume = Method(group: 60, number: 20)
        static let consumeOk = Method(group: 60, number: 21)
        static let publish = Method(group: 60, number: 40)
        static let deliver = Method(group: 60, number: 60)
        static let ack = Method(group: 60, number: 80)
        static let confirmSelect = Method(group: 85, number: 10)
        static let confirmSelectOk = Method(group: 85, number: 11)
    }

    /// What comes: a method with its arguments, or a part of a message's content.
    enum Frame {
        case method(Method, UnsafeRawBufferPointer)
        case header
        case body(UnsafeRawBufferPointer)
    }

    private let socket: Socket

    /// Connects as the guest that a fresh RabbitMQ knows, and opens the channel.
    init(_ endpoint: Endpoint) throws {
        socket = try Socket(endpoint)
        try socket.send(Array("AMQP".utf8) + [0, 0, 9, 1])
        try expect(.start)
        let login = AMQPText()
            .long(0).short("PLAIN").text("\0guest\0guest").short("en_US")
        try socket.send(Self.frame(channel: 0, .startOk, login))
        try expect(.tune)
        try socket.send(Self.frame(channel: 0, .tuneOk, AMQPText().word(1).long(131_072).word(0)))
        try socket.send(Self.frame(channel: 0, .open, AMQPText().short("/").short("").byte(0)))
        try expect(.openOk)
        try ask(.channelOpen, AMQPText().short(""), for: .channelOpenOk)
    }

    /// Calls a method and waits for its answer.
    func ask(_ method: Method, _ arguments: AMQPText, for answer: Method) throws {
        try socket.send(Self.frame(channel: 1, method, arguments))
        try expect(answer)
    }

    /// Sends bytes that were built before.
    func send(_ bytes: [UInt8]) throws { try socket.send(bytes) }

    /// Reads the next frame.
    func next<Result>(_ body: (Frame) throws -> Result) throws -> Result {
        try socket.await(7)
        let size = Int(socket.waiting.big(at: 3, bytes: 4))
        try socket.await(size + 8)
        defer { socket.use(size + 8) }
        let payload = UnsafeRawBufferPointer(rebasing: socket.waiting[7..<(7 + size)])
        switch socket.waiting[0] {
        case 1:
            let method = Method(group: Int(payload.big(at: 0, bytes: 2)), number: Int(payload.big(at: 2, bytes: 2)))
            return try body(.method(method, UnsafeRawBufferPointer(rebasing: payload[4...])))
        case 2: return try body(.header)
        case 3: return try body(.body(payload))
        default: throw BenchmarkError("RabbitMQ sent a frame of kind \(socket.waiting[0])")
        }
    }

    /// Ends it from any thread: whoever waits gets an error.
    func shut() { socket.shut() }

    private func expect(_ wanted: Method) throws {
        while true {
            let isThere = try next { frame in
                guard case .method(let method, let arguments) = frame else { return false }
                // 10.50 and 20.40 close the connection or the channel, and say why.
                guard ![Method(group: 10, number: 50), Method(group: 20, number: 40)].contains(method) else {
                    throw BenchmarkError("RabbitMQ closed: \(String(decoding: arguments.dropFirst(3), as: UTF8.self))")
                }
                return method == wanted
            }
            if isThere { return }
        }
    }

    static func frame(channel: Int, _ method: Method, _ arguments: AMQPText) -> [UInt8] {
        frame(kind: 1, channel: channel, AMQPText().word(method.group).word(method.number).bytes + arguments.bytes)
    }

    private static func frame(kind: UInt8, channel: Int, _ payload: [UInt8]) -> [UInt8] {
        [kind] + AMQPText().word(channel).long(payload.count).bytes + payload + [0xCE]
    }

    /// The frames that publish a persistent message.
    static func publishing(_ body: String, exchange: String = "", key: String) -> [UInt8] {
        // Flags for content-type and delivery-mode; 2 is persistent.
        let header = AMQPText().word(60).word(0).octets(body.utf8.count).word(0x9000).short("application/json").byte(2)
        return frame(channel: 1, .publish, AMQPText().word(0).short(exchange).short(key).byte(0))
            + frame(kind: 2, channel: 1, header.bytes) + frame(kind: 3, channel: 1, Array(body.utf8))
    }

    /// The frame that acknowledges a delivery, or all up to it.
    static func acknowledging(_ tag: UInt64, all: Bool) -> [UInt8] {
        frame(channel: 1, .ack, AMQPText().octets(Int(tag)).byte(all ? 1 : 0))
    }
}

/// Arguments of a method, one after the other.
struct AMQPText {
    private(set) var bytes: [UInt8] = []

    func byte(_ value: UInt8) -> AMQPText { adding([value]) }
    func word(_ value: Int) -> AMQPText { adding(withUnsafeBytes(of: UInt16(value).bigEndian) { Array($0) }) }
    func long(_ value: Int) -> AMQPText { adding(withUnsafeBytes(of: UInt32(value).bigEndian) { Array($0) }) }
    func octets(_ value: Int) -> AMQPText { adding(withUnsafeBytes(of: UInt64(value).bigEndian) { Array($0) }) }
    /// A text of 255 bytes at most.
    func short(_ text: String) -> AMQPText { byte(UInt8(text.utf8.count)).adding(Array(text.utf8)) }
    func text(_ text: String) -> AMQPText { long(text.utf8.count).adding(Array(text.utf8)) }
    /// A table of one text, or of none.
    func table(_ entry: (name: String, value: String)? = nil) -> AMQPText {
        guard let entry else { return long(0) }
        let row = AMQPText().short(entry.name).byte(UInt8(ascii: "S")).text(entry.value).bytes
        return long(row.count).adding(row)
    }

    private func adding(_ more: [UInt8]) -> AMQPText {
        var text = self
        text.bytes += more
        return text
    }
}

extension UnsafeRawBufferPointer {
    /// A big-endian number.
    func big(at place: Int, bytes count: Int) -> UInt64 {
        self[place..<(place + count)].reduce(0) { $0 << 8 | UInt64($1) }
    }
}
