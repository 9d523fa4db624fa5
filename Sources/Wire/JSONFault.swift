// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Why bytes are no JSON document, and where.
struct JSONFault: Error, Hashable {
    enum Kind { case malformed, invalidUTF8 }

    let kind: Kind
    let sentence: String
    let line: Int
    let column: Int

    /// A fault at a byte offset; the column counts characters, as an editor does.
    init(_ kind: Kind, _ sentence: String, at offset: Int, in bytes: [UInt8]) {
        let before = bytes[..<min(offset, bytes.count)]
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        self.kind = kind
        self.sentence = sentence
        line = 1 + before.count { $0 == 0x0A }
        column = 1 + before[lineStart...].count { $0 & 0xC0 != 0x80 }
    }
}

/// Finds the first byte that no UTF-8 text can hold.
enum UTF8Check {
    static func firstInvalidOffset(in bytes: [UInt8]) -> Int? {
        guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
        var position = 0
        while position < bytes.count {
            let width = width(ofLead: bytes[position])
            let end = position + width
            guard width > 0, end <= bytes.count, String(validating: bytes[position..<end], as: UTF8.self) != nil else {
                return position
            }
            position = end
        }
        return bytes.count
    }

    /// How many bytes a character has that begins with this one; 0 when none can.
    private static func width(ofLead byte: UInt8) -> Int {
        switch byte {
        case ..<0x80: 1
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 0
        }
    }
}
