// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Evidence

/// The secret of a bearer token: `ino_live_` and 32 random bytes in hexadecimal. Only its hash is ever kept.
struct TokenSecret {
    /// What the bearer gives.
    let text: String

    /// A new one, from the system's own source of randomness.
    init() {
        var source = SystemRandomNumberGenerator()
        text = Self.prefix + Hexadecimal.text((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &source) })
    }

    /// The one a bearer gave, or nil where no secret can look like that.
    init?(_ given: String) {
        guard given.hasPrefix(Self.prefix), given.utf8.count == Self.prefix.utf8.count + 64 else { return nil }
        text = given
    }

    /// What the database knows it by. Nothing is to be learnt from the time a look-up of a hash takes.
    var hash: [UInt8] { ContentHash.sha256(Array(text.utf8)) }

    private static let prefix = "ino_live_"
}
