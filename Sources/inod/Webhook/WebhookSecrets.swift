// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Crypto
import Foundation
import Store

/// Makes, seals and uses the secrets that sign webhooks.
///
/// A secret must be known again to sign with it, so it cannot be hashed as a token is. It stands in the database sealed
/// (ChaCha20-Poly1305) by the daemons' master key, which never does, and bound to its endpoint's id: a copy of the
/// database alone signs nothing, and a row moved to another endpoint opens nothing.
struct WebhookSecrets: Sendable {
    /// nil: there is no master key, so no endpoint can be made.
    private let key: SymmetricKey?
    /// The key before it, by which some secrets may be sealed still.
    private let previous: SymmetricKey?

    /// Secrets sealed by the key that is made of this text; those sealed by the previous one open too.
    init(masterKey: String?, previous: String? = nil) {
        func key(_ text: String) -> SymmetricKey {
            SymmetricKey(data: SHA256.hash(data: Data("ino-webhook-1\n\(text)".utf8)))
        }
        self.key = masterKey.map(key)
        self.previous = previous.map(key)
    }

    /// Which key opens a sealed secret.
    enum Seal: String { case current, previous, none }

    /// A new secret, from the system's own source of randomness, and how it is stored for an endpoint.
    func make(for webhook: Identifier) throws -> (secret: WebhookSecret, sealed: [UInt8]) {
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        guard let secret = WebhookSecret(bytes: bytes) else { throw Self.unreadable }
        return (secret, try seal(secret, of: webhook))
    }

    private func seal(_ secret: WebhookSecret, of webhook: Identifier) throws -> [UInt8] {
        Array(
            try ChaChaPoly.seal(secret.bytes, using: try open(), authenticating: Self.context(webhook)).combined)
    }

    /// Which key opens a sealed secret of an endpoint.
    func seal(of sealed: [UInt8], of webhook: Identifier) throws -> Seal {
        if Self.opened(sealed, of: webhook, by: try open()) != nil { return .current }
        return Self.opened(sealed, of: webhook, by: previous) == nil ? .none : .previous
    }

    /// The same secret under the present key; nil when it is under it already. Throws when neither key opens it.
    func resealed(_ sealed: [UInt8], of webhook: Identifier) throws -> [UInt8]? {
        guard try seal(of: sealed, of: webhook) != .current else { return nil }
        guard let secret = Self.opened(sealed, of: webhook, by: previous) else { throw Unreadable() }
        return try seal(secret, of: webhook)
    }

    /// The signatures of bytes by the secrets of an endpoint that are good now.
    func signatures(of bytes: [UInt8], webhook: Identifier, in store: Store) async throws -> [[UInt8]] {
        try await store.sealedWebhookSecrets(webhook).map { sealed in
            let secret = try unseal(sealed, of: webhook)
            return Self.signature(of: bytes, by: secret)
        }
    }

    /// HMAC-SHA256 of the bytes.
    static func signature(of bytes: [UInt8], by secret: WebhookSecret) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: secret.bytes)))
    }

    func unseal(_ sealed: [UInt8], of webhook: Identifier) throws -> WebhookSecret {
        let key = try open()
        guard
            let secret = Self.opened(sealed, of: webhook, by: key) ?? Self.opened(sealed, of: webhook, by: previous)
        else { throw Self.unreadable }
        return secret
    }

    private static func opened(_ sealed: [UInt8], of webhook: Identifier, by key: SymmetricKey?) -> WebhookSecret? {
        guard let key, let box = try? ChaChaPoly.SealedBox(combined: sealed),
            let bytes = try? ChaChaPoly.open(box, using: key, authenticating: context(webhook))
        else { return nil }
        return WebhookSecret(bytes: Array(bytes))
    }

    private func open() throws -> SymmetricKey {
        guard let key else {
            throw Refusal(
                code: "rule-refused", sentence: "This daemon has no master key, so it cannot keep a webhook's secret.",
                next: "Its operator sets 'webhook.master-key' in inod.toml to a credential or a file, the same for "
                    + "every daemon.")
        }
        return key
    }

    private static func context(_ webhook: Identifier) -> [UInt8] { Array("webhook \(webhook)".utf8) }

    /// Neither key opens a secret.
    struct Unreadable: Error {}

    private static let unreadable = StoreError(
        .internalFault, "A webhook's secret cannot be opened: was the master key changed? Rotate the secret.")
}
