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

    /// Secrets sealed by the key that is made of this text.
    init(masterKey: String?) {
        key = masterKey.map { SymmetricKey(data: SHA256.hash(data: Data("ino-webhook-1\n\($0)".utf8))) }
    }

    /// A new secret, from the system's own source of randomness, and how it is stored for an endpoint.
    func make(for webhook: Identifier) throws -> (secret: WebhookSecret, sealed: [UInt8]) {
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        guard let secret = WebhookSecret(bytes: bytes) else { throw Self.unreadable }
        let sealed = try ChaChaPoly.seal(bytes, using: try open(), authenticating: Self.context(webhook))
        return (secret, Array(sealed.combined))
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
        let box = try? ChaChaPoly.SealedBox(combined: sealed)
        let key = try open()
        guard let box, let bytes = try? ChaChaPoly.open(box, using: key, authenticating: Self.context(webhook)),
            let secret = WebhookSecret(bytes: Array(bytes))
        else { throw Self.unreadable }
        return secret
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

    private static let unreadable = StoreError(
        .internalFault, "A webhook's secret cannot be opened: was the master key changed? Rotate the secret.")
}
