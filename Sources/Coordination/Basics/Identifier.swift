// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// The identity of a message, a case or another thing that happens: 64 bits that rise with time.
///
/// People and JSON see 13 lower-case Crockford base-32 characters of fixed width, so texts sort as the numbers do.
public struct Identifier: Hashable, TextCoded {
    /// The number the database keeps.
    public let rawValue: Int64

    /// An identifier of the number the database keeps.
    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// Reads 13 characters of either case; `i` and `l` are read as 1, `o` as 0.
    public init?(_ description: String) {
        let bytes = description.utf8
        guard bytes.count == Self.width else { return nil }
        var value: UInt64 = 0
        for (index, byte) in bytes.enumerated() {
            guard let digit = Self.value(of: byte), index > 0 || digit < 16 else { return nil }
            value = value << 5 | digit
        }
        rawValue = Int64(bitPattern: value)
    }

    /// 13 lower-case characters.
    public var description: String {
        let value = UInt64(bitPattern: rawValue)
        return String(
            decoding: (0..<Self.width).map { Self.alphabet[Int(value >> (5 * UInt64(Self.width - 1 - $0)) & 31)] },
            as: UTF8.self)
    }

    private static let width = 13
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    private static func value(of byte: UInt8) -> UInt64? {
        let lower = (0x41...0x5a).contains(byte) ? byte + 0x20 : byte
        switch lower {
        case UInt8(ascii: "i"), UInt8(ascii: "l"): return 1
        case UInt8(ascii: "o"): return 0
        default: return alphabet.firstIndex(of: lower).map(UInt64.init)
        }
    }
}

extension Identifier: Comparable {
    /// Earlier first, as the text forms sort.
    public static func < (left: Identifier, right: Identifier) -> Bool {
        UInt64(bitPattern: left.rawValue) < UInt64(bitPattern: right.rawValue)
    }
}
