// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination

extension SendAnswer {
    /// The bytes that `StrictJSON.encode` makes of it, at a small part of the price: every message sent is answered so,
    /// and with a general encoder the answers cost more than all the rest of the daemon's work on a letter.
    public var json: [UInt8] {
        var text = JSONObjectWriter(capacity: 192 + 64 * deliveries.count)
        text.open(.object)
        text.member("deliveries", objects: deliveries) { text, delivery in
            text.member("number")
            text.number(delivery.number)
            text.member("organisation")
            text.string(delivery.organisation)
        }
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
        text.member("items", objects: items) { text, item in
            text.member(item.status < 400 ? "message" : "problem")
            text.raw(item.body)
            text.member("status")
            text.number(item.status)
        }
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
