// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What a case is about. A kind is added by one case here and in `CaseAct`, `CaseEvent` and `CaseState`, and by its own
/// folder of rules and its own projection; the compiler then names every place that must know of it.
public enum CaseKind: String, Hashable, Sendable, CaseIterable {
    /// Поручение: somebody is asked to do something by a day.
    case instruction
    /// Мера поддержки: an organisation's use of a federal instrument, from the need to the grant.
    case instrumentUse = "instrument-use"
    /// Согласование: a document goes round a route of approvers and is signed.
    case approval

    /// The kind of a message's case, told by what stands before the dot: `instruction.issue`; nil for what is no act.
    public init?(messageKind: String) {
        guard let dot = messageKind.firstIndex(of: ".") else { return nil }
        self.init(rawValue: String(messageKind[..<dot]))
    }

    /// The series its registration numbers come from; nil for a kind that is not numbered.
    public var series: String? {
        switch self {
        case .instruction: RegistrationNumber.instructions
        case .instrumentUse: RegistrationNumber.instrumentUses
        case .approval: RegistrationNumber.approvals
        }
    }
}
