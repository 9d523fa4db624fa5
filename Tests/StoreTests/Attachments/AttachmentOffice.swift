// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Evidence
import Foundation
import Postgres
import Store
import Testing

/// What the tests of attachments do at an office.
extension Office {
    struct BrokenOff: Error {}

    static func content(_ size: Int, _ seed: UInt8 = 0) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) ^ seed }
    }

    func given(
        by organisation: String, room: Int = 10_000_000, most: Int64 = 1_000_000_000, expected: [UInt8]? = nil
    ) -> AttachmentGiven {
        AttachmentGiven(
            actor: clerk(of: organisation), principal: "token:1", mediaType: "application/pdf", room: Int64(room),
            most: most, expected: expected)
    }

    /// Uploads in parts of an odd size, and answers the hash in hexadecimal.
    @discardableResult
    func upload(
        _ content: [UInt8], by organisation: String, partSize: Int = 100_003, dryRun: Bool = false
    ) async throws -> String {
        let stored = try await store.keepAttachment(given(by: organisation), dryRun: dryRun) { writer in
            for start in stride(from: 0, to: content.count, by: partSize) {
                try await writer.add(Array(content[start..<min(start + partSize, content.count)]))
            }
        }
        return Hexadecimal.text(stored.hash)
    }

    /// What an organisation reads of it; nil when it may not.
    func download(_ hash: String, by organisation: String?) async throws -> [UInt8]? {
        let found = try await store.attachment(Hexadecimal.bytes(hash) ?? [], readableBy: organisation)
        guard let found else { return nil }
        var bytes: [UInt8] = []
        while bytes.count < found.stored.size { bytes += try await store.bytes(of: found, from: Int64(bytes.count)) }
        return bytes
    }

    /// Sends a letter that names attachments.
    @discardableResult
    func letter(
        naming hashes: [String], from sender: String = "minekonom", to recipients: [String] = ["tsu"], key: String
    ) async throws -> Identifier {
        let named = hashes.enumerated().map { NamedAttachment(hash: $0.element, name: "file-\($0.offset).pdf") }
        var submission = letter(from: sender, to: recipients, key: key)
        submission.work = .letter(
            Letter(
                audience: recipients.map { Recipient(organisation: $0) }, contentType: LetterDocument.contentType,
                body: try LetterDocument(attachments: named, contentType: "text/plain", text: "x").json()))
        submission.attachments = named
        let answer = try await commit(submission)
        return try #require(Identifier(String(answer.text.prefix(13))))
    }

    /// How many rows a table has, as the superuser sees it.
    func count(of table: String) async throws -> Int {
        Int(try await value(Statement(unescaped: "select count(*) from core.\(table)")) ?? "") ?? -1
    }
}
