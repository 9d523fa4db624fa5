// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Reads the attributes of one event, each with a sentence of its own when it is not as it must be.
struct EventReading {
    private let given: [String: String]
    private var read: Set<String> = ["specversion", "datacontenttype"]
    private(set) var faults: [IncomingEvent.Fault] = []

    init(_ given: [String: String]) {
        self.given = given
        for name in given.keys.sorted() where !Self.isName(name) {
            fault(name, "'\(name)' is no name of an attribute: lower-case letters and digits only.")
        }
        for (name, value) in given.sorted(by: { $0.key < $1.key })
        where value.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) }) {
            fault(name, "'\(name)' holds a control character.")
        }
    }

    /// The attributes that nothing asked for.
    var rest: [String: String] { given.filter { !read.contains($0.key) } }

    mutating func fault(_ attribute: String, _ sentence: String) {
        faults.append(IncomingEvent.Fault(attribute: attribute, sentence: sentence))
    }

    mutating func version() {
        switch given["specversion"] {
        case "1.0": break
        case nil: fault("specversion", "'specversion' is missing: it is 1.0.")
        case let other?: fault("specversion", "'specversion' is '\(other)': only 1.0 is understood.")
        }
    }

    mutating func required(_ name: String, _ meaning: String) -> String {
        read.insert(name)
        guard let value = given[name], !value.isEmpty else {
            fault(name, "'\(name)' is missing: it is \(meaning).")
            return ""
        }
        return value
    }

    mutating func reference(_ name: String) -> String {
        let value = required(name, "where the event comes from, a URI or the path of one")
        if value.contains(where: { $0.isWhitespace || "<>\"{}|\\^`".contains($0) }) {
            fault(
                name,
                "'\(name)' is '\(value)', which is no URI reference: spaces and <>\"{}|\\^` are not allowed in one.")
        }
        return value
    }

    mutating func recipients() -> [Recipient] {
        let text = required(
            "recipients", "codes of organisations, ORG:ROLE, or groups such as cluster:timber, with commas between")
        guard !text.isEmpty else { return [] }
        var recipients: [Recipient] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let word = String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            if let recipient = Recipient(written: word), !word.contains(" ") {
                recipients.append(recipient)
            } else {
                fault("recipients", "'\(word)' in 'recipients' is neither ORG, nor ORG:ROLE, nor a group.")
            }
        }
        return recipients
    }

    mutating func identifier(_ name: String) -> Identifier? {
        read.insert(name)
        guard let text = given[name] else { return nil }
        guard let id = Identifier(text) else {
            fault(name, "'\(name)' is '\(text)', which is no id of a message: 13 characters, as its answer gave it.")
            return nil
        }
        return id
    }

    /// What CloudEvents says of the attributes that may be left out.
    mutating func optional() {
        for name in ["subject", "dataschema"] where given[name]?.isEmpty == true {
            fault(name, "'\(name)' is empty: leave it out.")
        }
        if let time = given["time"], Instant(time) == nil {
            fault("time", "'time' is '\(time)', which is no RFC 3339 time, such as 2016-03-25T12:00:00Z.")
        }
        if let end = given[Expiry.attribute], Instant(end) == nil {
            fault(
                Expiry.attribute,
                "'expirytime' is '\(end)', which is no RFC 3339 time, such as 2016-03-25T12:00:00Z.")
        }
    }

    /// What stands beside the data is not in the message's hash, so attachments are named in the data alone.
    mutating func noAttachments() {
        guard given["attachments"] != nil else { return }
        fault(
            "attachments",
            "'attachments' is no attribute here, as no hash would cover it: name them in data of the media type "
                + "\(LetterDocument.contentType).")
    }

    mutating func mediaType(_ type: String?) -> String {
        guard let type, !type.isEmpty else { return "application/octet-stream" }
        let name = type.prefix { $0 != ";" }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let isToken = name.utf8.allSatisfy { (0x21...0x7e).contains($0) || $0 == 0x20 }
        if parts.count != 2 || parts.contains(where: \.isEmpty) || !isToken {
            fault("datacontenttype", "'\(type)' is no media type, such as application/json.")
        }
        return type
    }

    private static func isName(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            }
    }
}
