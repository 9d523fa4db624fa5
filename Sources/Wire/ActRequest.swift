// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// An act as the body of `POST /v1/instructions/{ref}/{act}` or of `/v1/approvals/{ref}/{act}`: its members alone, since
/// the path names it.
public enum ActRequest {
    /// Reads the members of an act whose name the path gave, and when it happened; no body at all is read as no members.
    public static func decode(
        _ kind: InstructionActKind, from bytes: some Sequence<UInt8>
    ) throws(Problem) -> Entered<InstructionAct> {
        try members(of: bytes) { try InstructionAct(kind, from: $0) }
    }

    /// Reads the members of an act on an approval, and when it happened.
    public static func decode(
        _ kind: ApprovalActKind, from bytes: some Sequence<UInt8>
    ) throws(Problem) -> Entered<ApprovalAct> {
        try members(of: bytes) { try ApprovalAct(kind, from: $0) }
    }

    private static func members<Act>(
        of bytes: some Sequence<UInt8>, _ read: (any Decoder) throws -> Act
    ) throws(Problem) -> Entered<Act> {
        let body = Array(bytes)
        return try StrictJSON.decode(from: body.isEmpty ? Array("{}".utf8) : body, refusingUnknown: true) { decoder in
            try Entered(from: decoder, read)
        }
    }

    /// The members of an act, an `InstructionAct` or an `ApprovalAct`, when it happened if that is stated, and what its
    /// message names.
    public static func body(
        of act: some Encodable & Sendable, occurredAt: Instant? = nil, attachments: [NamedAttachment] = []
    ) throws -> JSON {
        let entered = Entered(act, occurredAt: occurredAt, attachments: attachments)
        guard case .object(let members) = try StrictJSON.parse(StrictJSON.encode(entered)) else { return .object([]) }
        return .object(members.filter { $0.name != "type" })
    }
}
