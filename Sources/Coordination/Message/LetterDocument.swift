// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The body of a letter that names attachments: what it says and what it names, in one JSON object.
///
/// A body is what the message's hash covers, so the names stand in it; a letter that names none is its text alone.
/// Whoever makes the object itself sends it under this media type on any way in, as an event's data too.
public struct LetterDocument: Hashable, Sendable, Codable {
    /// The media type of such a body.
    public static let contentType = "application/vnd.ino.letter+json"

    /// The attachments, in the order of their sender.
    public var attachments: [NamedAttachment]
    /// The media type of what it says; absent when it says nothing.
    public var contentType: String?
    /// What it says, as text.
    public var text: String?
    /// What it says, as Base64.
    public var base64: String?

    /// A letter with attachments; it may say nothing besides.
    public init(
        attachments: [NamedAttachment], contentType: String? = nil, text: String? = nil, base64: String? = nil
    ) {
        self.attachments = attachments
        self.contentType = contentType
        self.text = text
        self.base64 = base64
    }

    enum CodingKeys: String, CodingKey { case attachments, contentType, text, base64 }

    /// Whether a body of this media type is such a document.
    public static func isWritten(as contentType: String) -> Bool {
        contentType.prefix { $0 != ";" && $0 != " " }.lowercased() == Self.contentType
    }

    /// The document as the bytes of a body: members sorted, so that equal documents give equal bytes.
    public func json() throws -> [UInt8] { try SortedJSON.bytes(self) }

    /// Reads a body.
    public init(json: [UInt8]) throws(Refusal) {
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(json))
        } catch {
            throw Refusal(
                code: "invalid-attachment",
                sentence:
                    "A body of the type \(Self.contentType) is a JSON object with 'attachments', each a hash and a name.",
                next: "Give the attachments beside the text, and the broker writes the body.")
        }
    }
}

extension Message {
    /// The attachments that the body names.
    public var attachments: [NamedAttachment] {
        if caseID == nil {
            guard LetterDocument.isWritten(as: contentType) else { return [] }
            return (try? LetterDocument(json: body))?.attachments ?? []
        }
        // The broker wrote the body of an act. Few name any: those that do not are not parsed.
        guard contentType == CaseEvent.contentType, body.holds(Array("\"attachments\":[".utf8)) else { return [] }
        return (try? JSONDecoder().decode(Naming.self, from: Data(body)))?.attachments ?? []
    }

    private struct Naming: Decodable {
        var attachments: [NamedAttachment]?
    }
}

extension [UInt8] {
    /// Whether the bytes stand in it one after the other.
    fileprivate func holds(_ wanted: [UInt8]) -> Bool {
        guard let first = wanted.first else { return true }
        var from = startIndex
        while let place = self[from...].firstIndex(of: first) {
            if self[place...].starts(with: wanted) { return true }
            from = place + 1
        }
        return false
    }
}
