// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The one way in which values are written as JSON that is kept, hashed or compared.
public enum SortedJSON {
    /// A value as UTF-8 JSON on one line: members sorted, slashes as they are, so that the same value gives the same bytes.
    ///
    /// - Throws: What the value's own encoding throws; a number that is not finite has no JSON.
    public static func bytes(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }
}
