// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// How many columns a terminal needs for a text.
enum DisplayWidth {
    /// Letters, Cyrillic ones too, take one column; East Asian wide ones two; marks that sit on a letter none.
    static func columns(of text: String) -> Int {
        text.reduce(0) { $0 + columns(of: $1) }
    }

    static func columns(of character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        let isEmoji = first.properties.isEmojiPresentation || character.unicodeScalars.contains("\u{FE0F}")
        if isEmoji || isWide(first.value) { return 2 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: return 1
        }
    }

    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
            0x20000...0x3FFFD:
            true
        default: false
        }
    }

    /// The text cut to so many columns, with an ellipsis where something is left out.
    static func cut(_ text: String, to limit: Int) -> String {
        guard columns(of: text) > limit else { return text }
        var result = ""
        var used = 1
        for character in text {
            used += columns(of: character)
            if used > limit { break }
            result.append(character)
        }
        return result + "…"
    }

    /// The text followed by spaces up to so many columns.
    static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - columns(of: text)))
    }

    /// Lines of at most so many columns, broken between words.
    static func wrapped(_ text: String, to limit: Int) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
            var lines = [""]
            for word in paragraph.split(separator: " ") {
                let line = lines[lines.count - 1]
                let joined = line.isEmpty ? String(word) : line + " " + word
                if columns(of: joined) <= limit || line.isEmpty {
                    lines[lines.count - 1] = joined
                } else {
                    lines.append(String(word))
                }
            }
            return lines
        }
    }
}

extension String {
    /// The text on one line, without anything that could steer a terminal.
    var harmless: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    switch scalar {
                    case "\n", "\r", "\t": " "
                    case _ where scalar.properties.generalCategory == .control: "\u{FFFD}"
                    case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": "\u{FFFD}"
                    default: scalar
                    }
                }))
    }
}
