// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A JSON value that keeps the order of its members and the spelling of its numbers.
public enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    /// A number as it was written.
    case number(String)
    case string(String)
    case array([JSON])
    case object([Member])

    /// One member of an object.
    public struct Member: Hashable, Sendable {
        /// The member's name.
        public var name: String
        /// The member's value.
        public var value: JSON

        /// A member.
        public init(name: String, value: JSON) {
            self.name = name
            self.value = value
        }
    }

    /// The member of an object with this name.
    public subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The text of a string, number or boolean; nothing for the others.
    public var scalarText: String? {
        switch self {
        case .string(let text), .number(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .null, .array, .object: nil
        }
    }

    /// The items of an array; none for the others.
    public var items: [JSON] {
        guard case .array(let items) = self else { return [] }
        return items
    }

    /// What a person calls this kind of value.
    public var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// The value on one line.
    public var compact: String { text(indent: nil) }

    /// The value indented by two spaces a level.
    public var pretty: String { text(indent: 0) }

    private func text(indent: Int?) -> String {
        switch self {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .number(let text): text
        case .string(let text): JSON.quoted(text)
        case .array(let items): JSON.enclosed("[", items.map { $0.text(indent: indent.map { $0 + 1 }) }, "]", indent)
        case .object(let members):
            JSON.enclosed("{", members.map { $0.text(indent: indent) }, "}", indent)
        }
    }

    private static func enclosed(_ open: String, _ parts: [String], _ close: String, _ indent: Int?) -> String {
        guard !parts.isEmpty else { return open + close }
        guard let indent else { return open + parts.joined(separator: ",") + close }
        let outer = String(repeating: "  ", count: indent)
        return "\(open)\n\(outer)  " + parts.joined(separator: ",\n\(outer)  ") + "\n\(outer)\(close)"
    }

    /// A string as JSON writes it; letters stay as they are.
    public static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

extension JSON.Member {
    fileprivate func text(indent: Int?) -> String {
        guard let indent else { return JSON.quoted(name) + ":" + value.compact }
        return JSON.quoted(name) + ": " + value.nested(indent + 1)
    }
}

extension JSON {
    fileprivate func nested(_ indent: Int) -> String { text(indent: indent) }
}
