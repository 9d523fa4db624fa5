// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Configuration
import TOMLKit

/// A value that has passed the check of its key, whether it came from a file or from the environment.
enum SettingValue: Equatable, Sendable {
    case text(String)
    case integer(Int)
    case boolean(Bool)
    case secret(SecretSource)

    struct Mismatch: Error {
        let sentence: String
    }

    /// Takes a TOML value, refusing one of another kind.
    init(_ value: any TOMLValueConvertible, of key: SettingKey) throws(Mismatch) {
        switch (key.kind, value.type) {
        case (.integer(let range), .int):
            guard let number = value.int, range.contains(number) else { throw Self.mismatch(key) }
            self = .integer(number)
        case (.boolean, .bool):
            self = .boolean(value.bool ?? false)
        case (.secret, .table):
            guard let table = value.table else { throw Self.mismatch(key) }
            self = .secret(try SecretSource(table, of: key))
        case (.text, .string), (.choice, .string), (.duration, .string), (.bytes, .string):
            try self.init(value.string ?? "", of: key)
        case (.duration, .int), (.bytes, .int):
            throw Mismatch(sentence: "'\(key.name)' needs a unit: it must be \(key.kindDescription).")
        default:
            throw Self.mismatch(key)
        }
    }

    /// Takes the text of an environment variable, or of a quoted TOML value.
    init(_ text: String, of key: SettingKey) throws(Mismatch) {
        switch key.kind {
        case .text: self = .text(text)
        case .choice(let values) where values.contains(text): self = .text(text)
        case .duration where TimeSpan(configString: text) != nil: self = .text(text)
        case .bytes where ByteCount(configString: text) != nil: self = .text(text)
        case .boolean where text == "true" || text == "false": self = .boolean(text == "true")
        case .integer(let range):
            guard let number = Int(text), range.contains(number) else { throw Self.mismatch(key) }
            self = .integer(number)
        default: throw Self.mismatch(key)
        }
    }

    static func mismatch(_ key: SettingKey) -> Mismatch {
        Mismatch(sentence: "'\(key.name)' must be \(key.kindDescription).")
    }

    /// As the configuration reader takes it; secrets go by where they are, never by what they are.
    var configValue: ConfigValue {
        switch self {
        case .text(let text): ConfigValue(.string(text), isSecret: false)
        case .integer(let number): ConfigValue(.int(number), isSecret: false)
        case .boolean(let flag): ConfigValue(.bool(flag), isSecret: false)
        case .secret(let source): ConfigValue(.string(source.configString), isSecret: true)
        }
    }

    /// The same without the passwords that a conninfo may carry, to be shown to whoever looks over the shoulder.
    var masked: SettingValue {
        guard case .text(let text) = self else { return self }
        return .text(
            text.replacing(#/(password\s*=\s*)('(?:[^'\\]|\\.)*'|[^\s'&]+)/#) { "\($0.output.1)***" }
                .replacing(#/(://[^\s:@/]*):[^\s@/]*@/#) { "\($0.output.1):***@" })
    }

    /// As it would be written in the file.
    var toml: String {
        switch self {
        case .text(let text):
            "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        case .integer(let number): "\(number)"
        case .boolean(let flag): "\(flag)"
        case .secret(.credential(let name)): "{ credential = \"\(name)\" }"
        case .secret(.file(let path)): "{ file = \"\(path)\" }"
        }
    }
}
