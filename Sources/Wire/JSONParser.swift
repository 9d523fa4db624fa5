// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Reads JSON as RFC 8259 writes it, and says line and column where it does not.
struct JSONParser {
    /// Deeper nesting than this is refused: no request of ours needs it.
    static let depthLimit = 64

    private let bytes: [UInt8]
    private var position = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The value of a whole document.
    static func parse(_ bytes: [UInt8]) throws(JSONFault) -> JSON {
        if let broken = UTF8Check.firstInvalidOffset(in: bytes) {
            throw JSONFault(.invalidUTF8, "the bytes are not UTF-8", at: broken, in: bytes)
        }
        var parser = JSONParser(bytes)
        parser.skipSpace()
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.position == bytes.count else { throw parser.fault("there is text after the end of the value") }
        return value
    }

    private func fault(_ sentence: String, at offset: Int? = nil) -> JSONFault {
        JSONFault(.malformed, sentence, at: offset ?? position, in: bytes)
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func value(depth: Int) throws(JSONFault) -> JSON {
        guard depth <= Self.depthLimit else { throw fault("the value is nested deeper than \(Self.depthLimit) levels") }
        guard let byte = current else { throw fault("the text ends where a value should stand") }
        switch byte {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: throw fault("a value should stand here")
        }
    }

    private mutating func word(_ word: String, _ value: JSON) throws(JSONFault) -> JSON {
        guard bytes[position...].starts(with: word.utf8) else { throw fault("a value should stand here") }
        position += word.utf8.count
        return value
    }

    private mutating func array(depth: Int) throws(JSONFault) -> JSON {
        var items: [JSON] = []
        position += 1
        skipSpace()
        if take("]") { return .array(items) }
        while true {
            skipSpace()
            items.append(try value(depth: depth + 1))
            skipSpace()
            if take("]") { return .array(items) }
            guard take(",") else { throw fault("a comma or ] should stand here") }
        }
    }

    private mutating func object(depth: Int) throws(JSONFault) -> JSON {
        var members: [JSON.Member] = []
        var names = Names()
        position += 1
        skipSpace()
        if take("}") { return .object(members) }
        while true {
            skipSpace()
            let start = position
            guard current == UInt8(ascii: "\"") else { throw fault("a member name in quotes should stand here") }
            let name = try string()
            guard names.insert(name) else { throw fault("member '\(name)' is given twice", at: start) }
            skipSpace()
            guard take(":") else { throw fault("a colon should stand here") }
            skipSpace()
            members.append(JSON.Member(name: name, value: try value(depth: depth + 1)))
            skipSpace()
            if take("}") { return .object(members) }
            guard take(",") else { throw fault("a comma or } should stand here") }
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let byte = current, UInt32(byte) == character.value else { return false }
        position += 1
        return true
    }

    private mutating func number() throws(JSONFault) -> String {
        let start = position
        _ = take("-")
        if !take("0") { try digits() }
        if take(".") { try digits() }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try digits()
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func digits() throws(JSONFault) {
        let start = position
        while let byte = current, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
        guard position > start else { throw fault("a digit should stand here") }
    }

    private mutating func string() throws(JSONFault) -> String {
        let start = position
        position += 1
        var unescaped: [UInt8] = []
        var run = position
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                defer { position += 1 }
                guard !unescaped.isEmpty else { return String(decoding: bytes[run..<position], as: UTF8.self) }
                return String(decoding: unescaped + bytes[run..<position], as: UTF8.self)
            case UInt8(ascii: "\\"):
                unescaped += bytes[run..<position]
                position += 1
                unescaped += UTF8.encode(try escaped()) ?? UTF8.encodedReplacementCharacter
                run = position
            case ..<0x20: throw fault("a control character stands in a string; write it as an escape")
            default: position += 1
            }
        }
        throw fault("the string that begins here does not end", at: start)
    }

    private mutating func escaped() throws(JSONFault) -> Unicode.Scalar {
        guard let byte = current else { throw fault("the text ends within an escape") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw fault("this escape is not one of JSON's", at: position - 2)
        }
    }

    private mutating func unicodeEscape() throws(JSONFault) -> Unicode.Scalar {
        let start = position - 2
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, take("\\"), take("u") else { throw fault("half of a surrogate pair", at: start) }
        let second = try hexadecimal()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw fault("half of a surrogate pair", at: start) }
        return scalar
    }

    private mutating func hexadecimal() throws(JSONFault) -> UInt32 {
        let end = position + 4
        guard end <= bytes.count, let value = UInt32(String(decoding: bytes[position..<end], as: UTF8.self), radix: 16),
            bytes[position] != UInt8(ascii: "+")
        else { throw fault("four hexadecimal digits should stand here") }
        position = end
        return value
    }
}

/// The names of an object's members so far. Most objects have few: looking through those is faster than hashing them.
private struct Names {
    private var few: [String] = []
    private var many: Set<String> = []

    /// False when the name was there before.
    mutating func insert(_ name: String) -> Bool {
        guard few.count == 16 else {
            guard !few.contains(name) else { return false }
            few.append(name)
            return true
        }
        return !few.contains(name) && many.insert(name).inserted
    }
}
