// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination

extension SendAnswer {
    /// The bytes that `StrictJSON.encode` makes of it, at a small part of the price: every message sent is answered so,
    /// and with a general encoder the answers cost more than all the rest of the daemon's work on a letter.
    public var json: [UInt8] {
        var text = JSONObjectWriter(capacity: 192 + 64 * deliveries.count)
        text.open(.object)
        text.member("deliveries")
        text.open(.array)
        for delivery in deliveries {
            text.item()
            text.open(.object)
            text.member("number")
            text.number(delivery.number)
            text.member("organisation")
            text.string(delivery.organisation)
            text.close(.object)
        }
        text.close(.array)
        text.member("hash")
        text.string(hash)
        text.member("id")
        text.string(id.description)
        if let occurredAt {
            text.member("occurredAt")
            text.string(occurredAt.description)
        }
        text.member("recordedAt")
        text.string(recordedAt.description)
        text.close(.object)
        return text.bytes
    }
}

extension BatchAnswer {
    /// The bytes of a batch's answer, from those of its items: each a status, and the confirmation or the problem as
    /// it was stored.
    public static func json(of items: [(status: Int, body: [UInt8])]) -> [UInt8] {
        var text = JSONObjectWriter(capacity: 16 + items.reduce(0) { $0 + $1.body.count + 40 })
        text.open(.object)
        text.member("items")
        text.open(.array)
        for (status, body) in items {
            text.item()
            text.open(.object)
            text.member(status < 400 ? "message" : "problem")
            text.raw(body)
            text.member("status")
            text.number(status)
            text.close(.object)
        }
        text.close(.array)
        text.close(.object)
        return text.bytes
    }
}

extension Confirmation {
    /// The line that confirms one of a stream, from the confirmation or the problem as it was stored.
    public static func line(_ line: Int, status: Int, body: [UInt8]) -> [UInt8] {
        var text = JSONObjectWriter(capacity: body.count + 48)
        text.open(.object)
        text.member("line")
        text.number(line)
        text.member(status < 400 ? "message" : "problem")
        text.raw(body)
        text.member("status")
        text.number(status)
        text.close(.object)
        return text.bytes + [UInt8(ascii: "\n")]
    }
}

/// Writes JSON piece by piece; whoever uses it keeps the order of the members.
private struct JSONObjectWriter {
    enum Bracket {
        case object
        case array
    }

    private(set) var bytes: [UInt8] = []
    /// Whether something stands before in the open object or array.
    private var isFirst = true

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func open(_ bracket: Bracket) {
        bytes.append(bracket == .object ? UInt8(ascii: "{") : UInt8(ascii: "["))
        isFirst = true
    }

    mutating func close(_ bracket: Bracket) {
        bytes.append(bracket == .object ? UInt8(ascii: "}") : UInt8(ascii: "]"))
        isFirst = false
    }

    mutating func item() {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
    }

    mutating func member(_ name: StaticString) {
        item()
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    mutating func number(_ value: some BinaryInteger) { bytes.append(contentsOf: value.description.utf8) }

    mutating func raw(_ json: [UInt8]) { bytes.append(contentsOf: json) }

    /// A string; what JSON wants escaped is escaped as Foundation's encoder does it.
    mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x08: bytes.append(contentsOf: "\\b".utf8)
            case 0x09: bytes.append(contentsOf: "\\t".utf8)
            case 0x0A: bytes.append(contentsOf: "\\n".utf8)
            case 0x0C: bytes.append(contentsOf: "\\f".utf8)
            case 0x0D: bytes.append(contentsOf: "\\r".utf8)
            case ..<0x20: bytes.append(contentsOf: "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
