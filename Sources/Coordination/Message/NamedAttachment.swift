// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// An attachment as a message names it: its content's hash and the file name that it has there.
///
/// The names stand in the message's body, so the message's hash covers them, and through them the content.
public struct NamedAttachment: Hashable, Sendable, Codable {
    /// SHA-256 of the content, 64 lower-case hexadecimal digits.
    public var hash: String
    /// The file's name, without a folder.
    public var name: String

    /// An attachment under a name.
    public init(hash: String, name: String) {
        self.hash = hash
        self.name = name
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case hash, name }

    /// How many one message may name.
    public static let most = 100

    /// Refuses names that are no file names, hashes that are none, and two of one name.
    public static func check(_ named: [NamedAttachment]) throws(Refusal) {
        guard named.count <= most else {
            throw refusal("A message names \(most) attachments at most; these are \(named.count)")
        }
        for attachment in named {
            let hash = attachment.hash.utf8
            guard hash.count == 64, hash.allSatisfy({ "0123456789abcdef".utf8.contains($0) }) else {
                throw refusal(
                    "'\(attachment.hash)' is no hash of an attachment: it is SHA-256 in 64 lower-case hexadecimal digits",
                    "Give the hash that the upload was answered with.")
            }
            guard isFileName(attachment.name) else {
                throw refusal(
                    "'\(attachment.name)' is no file name: it has 1 to 255 bytes, no slash and no control character")
            }
        }
        let names = named.map(\.name)
        if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
            throw refusal("Two attachments have the name '\(twice)'", "Give each its own.")
        }
    }

    private static func isFileName(_ name: String) -> Bool {
        (1...255).contains(name.utf8.count) && name != "." && name != ".."
            && name.unicodeScalars.allSatisfy { scalar in
                switch scalar.value {
                // Marks that turn the direction of writing make one ending look like another.
                case 0..<0x20, 0x7f...0x9f, 0x202a...0x202e, 0x2066...0x2069: false
                default: scalar != "/" && scalar != "\\"
                }
            }
    }

    private static func refusal(_ sentence: String, _ next: String? = nil) -> Refusal {
        Refusal(code: "invalid-attachment", sentence: sentence + ".", next: next)
    }
}

extension CaseAct {
    /// The act as it is decided when its message names these attachments: what a report names is proof of it (I14).
    public func naming(_ attachments: [NamedAttachment]) -> CaseAct {
        guard case .instruction(.report(let text, let evidence, let waived)) = self else { return self }
        let proofs = attachments.map { "\($0.name) (sha256:\($0.hash))" }
        return .instruction(.report(text: text, evidence: evidence + proofs, waived: waived))
    }
}
