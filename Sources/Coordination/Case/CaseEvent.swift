// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What an act of any kind of case fixed: the body of its message.
public enum CaseEvent: Hashable, Sendable {
    /// In an instruction's case.
    case instruction(InstructionEvent)
    /// In the case of an instrument's use.
    case instrumentUse(InstrumentUseEvent)
    /// In an approval's case.
    case approval(ApprovalEvent)

    /// The media type of the bytes of every kind.
    public static let contentType = "application/json"

    /// Reads the body of a message of a case of this kind.
    public init(_ kind: CaseKind, json: [UInt8]) throws {
        switch kind {
        case .instruction: self = .instruction(try InstructionEvent(json: json))
        case .instrumentUse: self = .instrumentUse(try InstrumentUseEvent(json: json))
        case .approval: self = .approval(try ApprovalEvent(json: json))
        }
    }

    /// The event as the bytes of a message's body, which names these attachments.
    public func json(naming attachments: [NamedAttachment] = []) throws -> [UInt8] {
        switch self {
        case .instruction(let event): try event.json(naming: attachments)
        case .instrumentUse(let event): try event.json(naming: attachments)
        case .approval(let event): try event.json(naming: attachments)
        }
    }
}
