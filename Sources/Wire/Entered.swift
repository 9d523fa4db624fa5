// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// A request to act, and when that happened: in JSON one object, the act's members and `occurredAt`.
public struct Entered<Act: Sendable>: Sendable {
    /// What is done.
    public var act: Act
    /// When it happened, if earlier than it is entered; an operator states it for what came on paper.
    public var occurredAt: Instant?

    /// An act that happens now, or happened then.
    public init(_ act: Act, occurredAt: Instant? = nil) {
        self.act = act
        self.occurredAt = occurredAt
    }

    /// Any member, so that those of the act are not taken for unknown while the time is read.
    private struct Member: CodingKey {
        static var occurredAt: Member { Member("occurredAt") }
        let stringValue: String
        var intValue: Int? { nil }
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }

    /// Reads the time, and the act by the closure.
    init(from decoder: any Decoder, _ act: (any Decoder) throws -> Act) throws {
        occurredAt = try decoder.container(keyedBy: Member.self).decodeIfPresent(Instant.self, forKey: .occurredAt)
        self.act = try act(decoder)
    }
}

extension Entered: Equatable where Act: Equatable {}

extension Entered: Decodable where Act: Decodable {
    /// Reads the act's members and `occurredAt` from one object.
    public init(from decoder: any Decoder) throws { try self.init(from: decoder) { try Act(from: $0) } }
}

extension Entered: Encodable where Act: Encodable {
    /// Writes the act's members, and `occurredAt` when it is stated.
    public func encode(to encoder: any Encoder) throws {
        try act.encode(to: encoder)
        guard let occurredAt else { return }
        var members = encoder.container(keyedBy: Member.self)
        try members.encode(occurredAt, forKey: .occurredAt)
    }
}
