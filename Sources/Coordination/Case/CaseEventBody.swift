// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What an act on a case of one kind fixed, as the bytes of its message.
public protocol CaseEventBody: Codable, Sendable {}

extension CaseEventBody {
    /// The event as bytes of a message's body: members sorted, so that equal events give equal bytes.
    public func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }

    /// Reads the bytes of a message's body.
    public init(json: [UInt8]) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(json))
    }
}
