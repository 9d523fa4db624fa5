// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What the sender of a webhook signs, and how the signature is written: the Standard Webhooks specification, symmetric
/// signatures of version 1 (HMAC-SHA256).
public enum WebhookSignature {
    /// The bytes that are signed: id, full stop, seconds since 1970, full stop, body.
    public static func signedBytes(id: String, timestamp: Instant, body: [UInt8]) -> [UInt8] {
        Array("\(id).\(timestamp.secondsSince1970).".utf8) + body
    }

    /// The header `webhook-timestamp`.
    public static func timestamp(_ moment: Instant) -> String { "\(moment.secondsSince1970)" }

    /// The header `webhook-signature`: one for each secret that is good now, the newest first, so that a receiver may
    /// know either while a secret is being exchanged.
    public static func header(_ signatures: [[UInt8]]) -> String {
        signatures.map { "v1,\(Data($0).base64EncodedString())" }.joined(separator: " ")
    }
}

/// The secret that an endpoint and the daemon share.
public struct WebhookSecret: Hashable, Sendable {
    /// The key's bytes: 24 to 64, as the specification wants.
    public let bytes: [UInt8]

    /// A secret of given bytes; nil for too few or too many.
    public init?(bytes: [UInt8]) {
        guard (24...64).contains(bytes.count) else { return nil }
        self.bytes = bytes
    }

    /// As its owner keeps it: `whsec_` and the bytes in Base64.
    public var text: String { "whsec_\(Data(bytes).base64EncodedString())" }

    /// For how many days after a rotation the old secret signs beside the new one.
    public static let overlapDays = 7
}
