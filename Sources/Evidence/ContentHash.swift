// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Crypto

/// The one hash of content in Ino.
public enum ContentHash {
    /// SHA-256 of the bytes.
    public static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: bytes))
    }
}
