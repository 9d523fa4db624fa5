// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A value whose one text form is also its form in JSON.
public protocol TextCoded: LosslessStringConvertible, Codable, Sendable {}

extension TextCoded {
    /// Reads the text form; a text that does not parse is a decoding error that shows it.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not a \(Self.self)")
        }
        self = value
    }

    /// Writes the text form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Int {
    /// The number written with at least `width` digits; the sign comes first and is not counted.
    func padded(_ width: Int) -> String {
        let digits = String(magnitude)
        return (self < 0 ? "-" : "") + String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}

/// Reads ASCII digits and punctuation from the front of a text; every step says whether it found what it looked for.
struct TextScanner {
    private var rest: Substring.UTF8View

    init(_ text: some StringProtocol) {
        rest = Substring(text).utf8
    }

    var isAtEnd: Bool { rest.isEmpty }
    var next: Character? { rest.first.map { Character(Unicode.Scalar($0)) } }

    mutating func skip(_ character: Character) -> Bool {
        guard next == character else { return false }
        rest.removeFirst()
        return true
    }

    /// Exactly `count` digits.
    mutating func number(digits count: Int) -> Int? {
        var value = 0
        guard rest.count >= count else { return nil }
        for _ in 0..<count {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    mutating func digit() -> Int? {
        guard let byte = rest.first, (0x30...0x39).contains(byte) else { return nil }
        rest.removeFirst()
        return Int(byte - 0x30)
    }
}
