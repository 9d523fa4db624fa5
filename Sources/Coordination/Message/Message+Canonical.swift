// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

extension Message {
    /// The bytes whose hash is the message's content hash, version 1; fixed for ever, a later version gets another tag.
    ///
    /// Texts enter in NFC, absent values as empty fields, the audience sorted bytewise. `bodyDigest` is the SHA-256 of `body`.
    public func canonicalBytes(bodyDigest: [UInt8]) -> [UInt8] {
        var bytes = CanonicalBytes()
        bytes.text(programme)
        bytes.text(sender)
        bytes.text(senderKey)
        bytes.text(caseID?.description)
        bytes.text(kind)
        bytes.group { inner in
            inner.text(actor.person)
            inner.text(actor.position)
            inner.text(actor.organisation)
            inner.text(actor.capacity.rawValue)
            inner.text(actor.basis)
        }
        bytes.field(withUnsafeBytes(of: occurredAt.microsecondsSince1970.bigEndian, Array.init))
        bytes.text(cause?.description)
        bytes.group { inner in
            let names = audience.map { CanonicalBytes.normalised("\($0.organisation):\($0.role ?? "")") }
            for name in names.sorted(by: { $0.lexicographicallyPrecedes($1) }) { inner.field(name) }
        }
        bytes.text(contentType)
        bytes.field(bodyDigest)
        return Array("ino-msg-1\n".utf8) + bytes.bytes
    }
}

/// Fields of canonical bytes: a 32-bit big-endian length, then that many bytes.
struct CanonicalBytes {
    private(set) var bytes: [UInt8] = []

    static func normalised(_ text: String) -> [UInt8] {
        // ASCII is its own NFC, and most of what stands here is ASCII.
        let bytes = Array(text.utf8)
        guard bytes.contains(where: { $0 >= 0x80 }) else { return bytes }
        return Array(text.precomposedStringWithCanonicalMapping.utf8)
    }

    mutating func text(_ text: String?) {
        field(Self.normalised(text ?? ""))
    }

    mutating func field(_ content: [UInt8]) {
        withUnsafeBytes(of: UInt32(content.count).bigEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: content)
    }

    mutating func group(_ fill: (inout CanonicalBytes) -> Void) {
        var inner = CanonicalBytes()
        fill(&inner)
        field(inner.bytes)
    }
}
