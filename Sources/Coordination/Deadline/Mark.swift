// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// The urgency an issuer writes on an instruction.
public enum Mark: String, Hashable, Sendable, CaseIterable {
    /// «срочно»
    case urgent = "срочно"
    /// «оперативно»
    case prompt = "оперативно"

    /// Reads the Russian mark or its English name, in any case.
    public init?(named text: String) {
        switch text.lowercased() {
        case "срочно", "urgent": self = .urgent
        case "оперативно", "prompt": self = .prompt
        default: return nil
        }
    }
}

extension Mark: Codable {
    /// Reads the Russian mark or its English name.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let mark = Mark(named: text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text)' is not a mark: срочно (urgent) or оперативно (prompt)")
        }
        self = mark
    }

    /// Writes the Russian mark.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
