// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// An act as the body of `POST /v1/instructions/{ref}/{act}`: its members alone, since the path names it.
public enum ActRequest {
    /// Reads the members of an act whose name the path gave; no body at all is read as no members.
    public static func decode(
        _ kind: InstructionActKind, from bytes: some Sequence<UInt8>
    ) throws(Problem) -> InstructionAct {
        let body = Array(bytes)
        return try StrictJSON.decode(from: body.isEmpty ? Array("{}".utf8) : body, refusingUnknown: true) { decoder in
            _ = try decoder.container(keyedBy: ActMember.self)
            return try InstructionAct(kind, from: decoder)
        }
    }

    /// The members of an act.
    public static func body(of act: InstructionAct) throws -> JSON {
        guard case .object(let members) = try StrictJSON.parse(StrictJSON.encode(act)) else { return .object([]) }
        return .object(members.filter { $0.name != "type" })
    }

    /// Any member: asking for the container proves that the body is an object.
    private struct ActMember: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

/// A new instruction: issued at once, or kept as a draft.
public struct InstructionRequest: Hashable, Sendable, Codable {
    /// What is asked of whom.
    public var draft: InstructionDraft
    /// Whether it stays a draft.
    public var draftOnly: Bool

    /// A draft to be issued, or to be kept.
    public init(draft: InstructionDraft, draftOnly: Bool = false) {
        self.draft = draft
        self.draftOnly = draftOnly
    }

    private enum CodingKeys: String, CodingKey { case draftOnly }

    /// Reads the draft's members and `draftOnly` from one object.
    public init(from decoder: any Decoder) throws {
        draftOnly =
            try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(Bool.self, forKey: .draftOnly) ?? false
        draft = try InstructionDraft(from: decoder)
    }

    /// Writes the draft's members, and `draftOnly` when it is one.
    public func encode(to encoder: any Encoder) throws {
        try draft.encode(to: encoder)
        guard draftOnly else { return }
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(true, forKey: .draftOnly)
    }
}
