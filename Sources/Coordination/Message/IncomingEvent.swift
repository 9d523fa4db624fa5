// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// An event of CloudEvents 1.0 that a sender gives us, in whichever mode it came.
///
/// `source` and `id` are the sender's own key of the message, `type` is its kind, the data are its body and stay as they
/// came. Whom it is for stands in the extension attribute `recipients`: codes of organisations, `ORG:ROLE`, or groups,
/// parted by commas. The extension attribute `causationid` names the message it answers, the published extension
/// `expirytime` says until when it is worth anything. Every other attribute is kept beside the message; `time` too, which
/// is the sender's word and not when the message was sent.
public struct IncomingEvent: Hashable, Sendable {
    /// The sender's own key: `source`, line feed, `id`.
    public let senderKey: String
    /// What it is.
    public let type: String
    /// Whom it names, groups not looked up.
    public let recipients: [Recipient]
    /// The message it answers.
    public let cause: Identifier?
    /// The media type of the data.
    public let contentType: String
    /// The data.
    public let body: [UInt8]
    /// The attributes that are kept beside the message, by name.
    public let attributes: [String: String]

    /// One attribute that is not as CloudEvents or Ino want it.
    public struct Fault: Hashable, Sendable {
        /// Its name.
        public let attribute: String
        /// What is wrong with it and what it must be.
        public let sentence: String

        /// A fault of an attribute.
        public init(attribute: String, sentence: String) {
            self.attribute = attribute
            self.sentence = sentence
        }
    }

    /// All that is wrong with an event.
    public struct Faults: Error, Hashable, Sendable {
        /// At least one.
        public let faults: [Fault]

        /// Faults of one event.
        public init(_ faults: [Fault]) { self.faults = faults }
    }

    /// The attributes that change from attempt to attempt: who repeats an event sends the same event.
    public static let tracing: Set<String> = ["traceparent", "tracestate"]

    /// Reads an event from its attributes, all of them by their names, and its data.
    public init(attributes given: [String: String], contentType: String?, body: [UInt8]) throws(Faults) {
        var reading = EventReading(given)
        reading.version()
        let id = reading.required("id", "the sender's own name of the event, unique within its source")
        let source = reading.reference("source")
        type = reading.required("type", "what the event is, such as ru.tomsk.permit.granted")
        recipients = reading.recipients()
        cause = reading.identifier("causationid")
        reading.optional()
        reading.noAttachments()
        self.contentType = reading.mediaType(contentType)
        senderKey = source + "\n" + id
        self.body = body
        attributes = reading.rest
        if senderKey.count > 1000 {
            reading.fault("source", "'source' and 'id' have 1000 characters together at most.")
        }
        guard reading.faults.isEmpty else { throw Faults(reading.faults) }
    }

    /// The value of an attribute that came as an HTTP header: quotes round it are taken off, then percent-encoding once, as
    /// section 3.1.3.2 of the HTTP binding has it. Nil when the bytes are no UTF-8, or a percent sign encodes nothing.
    public static func attribute(fromHeader value: String) -> String? {
        var raw = Array(value.utf8)[...]
        while raw.first == 0x20 || raw.first == 0x09 { raw.removeFirst() }
        while raw.last == 0x20 || raw.last == 0x09 { raw.removeLast() }
        if raw.count >= 2, raw.first == UInt8(ascii: "\""), raw.last == UInt8(ascii: "\"") {
            raw = raw.dropFirst().dropLast()
            var unescaped: [UInt8] = []
            var isEscaped = false
            for byte in raw {
                if byte == UInt8(ascii: "\\"), !isEscaped {
                    isEscaped = true
                } else {
                    unescaped.append(byte)
                    isEscaped = false
                }
            }
            raw = unescaped[...]
        }
        var bytes: [UInt8] = []
        while let byte = raw.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = raw.popFirst().flatMap(digit), let low = raw.popFirst().flatMap(digit) else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
