// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Crypto

/// The one hash of content, counted while the content comes: as `ContentHash`, but never whole in memory.
public struct ContentHasher: Sendable {
    private var hash = SHA256()

    /// A hash over nothing yet.
    public init() {}

    /// Takes in the next bytes.
    public mutating func add(_ bytes: [UInt8]) { hash.update(data: bytes) }

    /// SHA-256 of all that was taken in; more may follow.
    public var sha256: [UInt8] { Array(hash.finalize()) }
}
