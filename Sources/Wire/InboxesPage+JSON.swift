// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination

extension InboxesPage {
    /// The bytes that `StrictJSON.encode` makes of it, at a small part of the price.
    public var json: [UInt8] {
        let places = inboxes.reduce(0) { $0 + 64 + 48 * $1.items.count }
        var text = JSONObjectWriter(
            capacity: 64 + places
                + messages.reduce(0) { $0 + 768 + ($1.text?.utf8.count ?? 0) + 48 * $1.audience.count })
        text.open(.object)
        text.member("inboxes", objects: inboxes) { $1.write(to: &$0) }
        text.member("messages", each: messages) { $1.write(to: &$0) }
        text.close(.object)
        return text.bytes
    }
}

extension InboxesPage.Inbox {
    fileprivate func write(to writer: inout JSONObjectWriter) {
        writer.member("items", objects: items) { writer, item in
            writer.member("expired", item.expired?.description)
            writer.member("message", item.message.description)
            writer.member("number")
            writer.number(item.number)
        }
        writer.member("more")
        writer.raw(Array((more ? "true" : "false").utf8))
        writer.member("organisation", organisation)
    }
}
