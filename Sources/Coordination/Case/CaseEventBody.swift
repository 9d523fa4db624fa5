// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What an act on a case of one kind fixed, as the bytes of its message.
public protocol CaseEventBody: Codable, Sendable {}

extension CaseEventBody {
    /// The event as bytes of a message's body: members sorted, so that equal events give equal bytes.
    public func json() throws -> [UInt8] { try json(naming: []) }

    /// The same with the attachments that the message names, as one member more; none, none.
    public func json(naming attachments: [NamedAttachment]) throws -> [UInt8] {
        guard !attachments.isEmpty else { return try SortedJSON.bytes(self) }
        return try SortedJSON.bytes(Naming(event: self, attachments: attachments))
    }

    /// Reads the bytes of a message's body.
    public init(json: [UInt8]) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(json))
    }
}

/// An event with the attachments of its message, in one object.
private struct Naming<Event: CaseEventBody>: Encodable {
    let event: Event
    let attachments: [NamedAttachment]

    private enum CodingKeys: String, CodingKey { case attachments }

    func encode(to encoder: any Encoder) throws {
        try event.encode(to: encoder)
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(attachments, forKey: .attachments)
    }
}
