// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension InstructionActKind {
    /// The receipt that the act is for the issue it answers: to register is to say so, and to refuse, to contribute and to
    /// report are the outcome.
    public var receipt: ReceiptLevel? {
        switch self {
        case .register: .registered
        case .refuse, .contribute, .report: .outcome
        case .create, .issue, .assign, .interimReport, .return, .accept, .close, .closeUnexecuted, .withdraw: nil
        case .disputeExecutor, .upholdDispute, .rejectDispute, .requestReport, .correct, .supersede, .reopen: nil
        case .requestExtension, .withdrawExtension, .grantExtension, .denyExtension, .lapseExtension, .remind,
            .escalate:
            nil
        }
    }
}

extension ReceiptLevel {
    /// The receipt that a message of this kind is for what it answers; nil for one that is none. A vote is the outcome of
    /// the message that opened its stage to the approver.
    public static func given(by messageKind: String) -> ReceiptLevel? { receipts[messageKind] }

    private static let receipts = Dictionary(
        uniqueKeysWithValues: InstructionActKind.allCases.compactMap { act in
            act.receipt.map { (act.messageKind, $0) }
        } + [(ApprovalActKind.vote.messageKind, .outcome)])
}
