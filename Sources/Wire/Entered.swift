// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// A request to act, when that happened and what its message names: in JSON one object, the act's members, `occurredAt`
/// and `attachments`.
public struct Entered<Act: Sendable>: Sendable {
    /// What is done.
    public var act: Act
    /// When it happened, if earlier than it is entered; an operator states it for what came on paper.
    public var occurredAt: Instant?

    /// The attachments that its message names.
    public var attachments: [NamedAttachment]

    /// An act that happens now, or happened then.
    public init(_ act: Act, occurredAt: Instant? = nil, attachments: [NamedAttachment] = []) {
        self.act = act
        self.occurredAt = occurredAt
        self.attachments = attachments
    }

    /// Any member, so that those of the act are not taken for unknown while the time is read.
    private struct Member: CodingKey {
        static var occurredAt: Member { Member("occurredAt") }
        static var attachments: Member { Member("attachments") }
        let stringValue: String
        var intValue: Int? { nil }
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }

    /// Reads the time and the attachments, and the act by the closure.
    init(from decoder: any Decoder, _ act: (any Decoder) throws -> Act) throws {
        let members = try decoder.container(keyedBy: Member.self)
        occurredAt = try members.decodeIfPresent(Instant.self, forKey: .occurredAt)
        attachments = try members.decodeIfPresent([NamedAttachment].self, forKey: .attachments) ?? []
        self.act = try act(decoder)
    }
}

extension Entered: Equatable where Act: Equatable {}

extension Entered: Decodable where Act: Decodable {
    /// Reads the act's members, `occurredAt` and `attachments` from one object.
    public init(from decoder: any Decoder) throws { try self.init(from: decoder) { try Act(from: $0) } }
}

extension Entered: Encodable where Act: Encodable {
    /// Writes the act's members, `occurredAt` when it is stated, and `attachments` when there are any.
    public func encode(to encoder: any Encoder) throws {
        try act.encode(to: encoder)
        guard occurredAt != nil || !attachments.isEmpty else { return }
        var members = encoder.container(keyedBy: Member.self)
        try members.encodeIfPresent(occurredAt, forKey: .occurredAt)
        if !attachments.isEmpty { try members.encode(attachments, forKey: .attachments) }
    }
}
