// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination

extension InboxPage {
    /// The bytes that `StrictJSON.encode` makes of it, at a small part of the price: all that is received is read so.
    public var json: [UInt8] {
        var text = JSONObjectWriter(capacity: 64 + items.reduce(0) { $0 + 768 + ($1.message.text?.utf8.count ?? 0) })
        text.open(.object)
        text.member("items", each: items) { $1.write(to: &$0) }
        text.member("last")
        text.number(last)
        if let next {
            text.member("next")
            text.number(next)
        }
        text.close(.object)
        return text.bytes
    }
}

extension InboxItem {
    /// The same of one message, for a stream.
    public var json: [UInt8] {
        var text = JSONObjectWriter(capacity: 768 + (message.text?.utf8.count ?? 0))
        write(to: &text)
        return text.bytes
    }

    fileprivate func write(to writer: inout JSONObjectWriter) {
        writer.open(.object)
        writer.member("expired", expired?.description)
        writer.member("message")
        message.write(to: &writer)
        writer.member("number")
        writer.number(number)
        writer.close(.object)
    }
}

extension MessageView {
    /// Its members in the order of their names.
    func write(to writer: inout JSONObjectWriter) {
        writer.open(.object)
        writer.member("actor")
        actor.write(to: &writer)
        if let attachments {
            writer.member("attachments", objects: attachments) { writer, attachment in
                writer.member("hash", attachment.hash)
                writer.member("name", attachment.name)
            }
        }
        if let attributes {
            writer.member("attributes")
            writer.open(.object)
            for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
                writer.item()
                writer.string(name)
                writer.colon()
                writer.string(value)
            }
            writer.close(.object)
        }
        writer.member("audience", objects: audience) { writer, recipient in
            writer.member("organisation", recipient.organisation)
            writer.member("role", recipient.role)
        }
        writer.member("base64", base64)
        writer.member("caseId", caseId?.description)
        writer.member("cause", cause?.description)
        writer.member("contentType", contentType)
        writer.member("expires", expires?.description)
        writer.member("hash", hash)
        writer.member("id", id.description)
        writer.member("kind", kind)
        writer.member("knownAt", knownAt.description)
        writer.member("occurredAt", occurredAt.description)
        writer.member("programme", programme)
        writer.member("recordedAt", recordedAt.description)
        writer.member("sender", sender)
        writer.member("senderKey", senderKey)
        writer.member("text", text)
        writer.close(.object)
    }
}

extension Actor {
    fileprivate func write(to writer: inout JSONObjectWriter) {
        writer.open(.object)
        writer.member("basis", basis)
        writer.member("capacity", capacity.rawValue)
        writer.member("organisation", organisation)
        writer.member("person", person)
        writer.member("position", position)
        writer.close(.object)
    }
}
