// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Writes the named texts as string literals of one Swift file: `EmbedText OUTPUT ROOT FILE…`.
@main
struct EmbedText {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count > 2 else { throw Failure("usage: EmbedText OUTPUT ROOT FILE…") }
        var source = """
            // Generated from sql/ by EmbedText. Change the files there, not this one.

            /// The texts of `sql/` by path, in path order.
            enum Embedded {
                static let files: [(path: String, text: String)] = [

            """
        for path in arguments.dropFirst(3) {
            let bytes = try Data(contentsOf: URL(filePath: arguments[2]).appending(path: path))
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw Failure("sql/\(path) is not valid UTF-8")
            }
            source += "        (path: \(literal(path)), text: \(literal(text))),\n"
        }
        source += "    ]\n}\n"
        try Data(source.utf8).write(to: URL(filePath: arguments[1]), options: .atomic)
    }

    /// A literal whose value has exactly the scalars of `text`, on one line of source.
    static func literal(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                if isPlain(scalar) {
                    result.unicodeScalars.append(scalar)
                } else {
                    result += "\\u{" + String(scalar.value, radix: 16) + "}"
                }
            }
        }
        return result + "\""
    }

    /// Whether a source file can hold the scalar as itself: what cannot be seen (controls, joiners, byte-order marks,
    /// separators) is escaped, so that no editor or compiler reads something else into it.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value >= 0x20 && scalar.value < 0x7F }
        switch scalar.properties.generalCategory {
        case .control, .format, .unassigned, .privateUse: return false
        case .lineSeparator, .paragraphSeparator, .spaceSeparator: return false
        default: return true
        }
    }
}

/// Why nothing was written; its text is what the build shows.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
