// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Synchronization

/// Principals looked up in the last seconds, by the hash of their secret: a busy bearer costs one look-up in five seconds.
///
/// A token revoked by another daemon still opens the door for that long.
final class TokenCache: Sendable {
    private struct Entry {
        let principal: Principal
        let tokenID: Identifier
        let until: ContinuousClock.Instant
    }

    private static let lifetime = Duration.seconds(5)
    private static let capacity = 10_000
    private let entries = Mutex<[[UInt8]: Entry]>([:])

    /// The principal, if it was looked up a moment ago.
    func principal(forHash hash: [UInt8], at now: ContinuousClock.Instant) -> Principal? {
        entries.withLock { entries in
            guard let entry = entries[hash], entry.until > now else { return nil }
            return entry.principal
        }
    }

    /// Keeps a principal that was just looked up. Refused secrets are never kept: they would be an attacker's to fill.
    func keep(_ principal: Principal, of token: Identifier, forHash hash: [UInt8], at now: ContinuousClock.Instant) {
        entries.withLock { entries in
            if entries.count >= Self.capacity { entries = entries.filter { $0.value.until > now } }
            guard entries.count < Self.capacity else { return }
            entries[hash] = Entry(principal: principal, tokenID: token, until: now + Self.lifetime)
        }
    }

    /// Forgets a revoked token at once.
    func forget(_ token: Identifier) {
        entries.withLock { entries in entries = entries.filter { $0.value.tokenID != token } }
    }
}
