// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Writes JSON piece by piece; whoever uses it keeps the order of the members.
struct JSONObjectWriter {
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
        colon()
    }

    /// Stands between a name that was written as a string and its value.
    mutating func colon() { bytes.append(UInt8(ascii: ":")) }

    mutating func number(_ value: some BinaryInteger) { bytes.append(contentsOf: value.description.utf8) }

    mutating func raw(_ json: [UInt8]) { bytes.append(contentsOf: json) }

    /// A string; what JSON wants escaped is escaped as Foundation's encoder does it.
    mutating func string(_ text: String) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { utf8 in
            // Whole stretches between what must be escaped: a body may be a megabyte and have nothing of the kind.
            var start = 0
            for (place, byte) in utf8.enumerated() where byte < 0x20 || byte == 0x22 || byte == 0x5C {
                bytes.append(contentsOf: utf8[start..<place])
                escape(byte)
                start = place + 1
            }
            bytes.append(contentsOf: utf8[start...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// A member that is left out when it is nil.
    mutating func member(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        member(name)
        string(text)
    }

    /// A member that is an array, each element written by `write`.
    mutating func member<Element>(
        _ name: StaticString, each elements: [Element], _ write: (inout JSONObjectWriter, Element) -> Void
    ) {
        member(name)
        open(.array)
        for element in elements {
            item()
            write(&self, element)
        }
        close(.array)
    }

    /// The same, of objects whose members `write` writes.
    mutating func member<Element>(
        _ name: StaticString, objects elements: [Element], _ write: (inout JSONObjectWriter, Element) -> Void
    ) {
        member(name, each: elements) { writer, element in
            writer.open(.object)
            write(&writer, element)
            writer.close(.object)
        }
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
        case 0x08: bytes.append(contentsOf: "\\b".utf8)
        case 0x09: bytes.append(contentsOf: "\\t".utf8)
        case 0x0A: bytes.append(contentsOf: "\\n".utf8)
        case 0x0C: bytes.append(contentsOf: "\\f".utf8)
        case 0x0D: bytes.append(contentsOf: "\\r".utf8)
        default: bytes.append(contentsOf: "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8)
        }
    }
}
