// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What somebody wants to do in an instruction's case.
public enum InstructionAct: Hashable, Sendable {
    /// I1: write a draft.
    case create(InstructionDraft)
    /// I2: sign it and give it out.
    case issue
    /// I4: enter it in the recipient's books.
    case register(recipientNumber: String, recipientDate: CalendarDate?)
    /// I5: refuse to register it, for a reason of the list.
    case refuse(reason: String, comment: String)
    /// I6: name the person who works on it.
    case assign(person: String)
    /// I9: give a co-executor's part.
    case contribute(text: String)
    /// I10: say how it goes; no ground to close it.
    case interimReport(text: String)
    /// I14: report it done, with proof, and with reasons for parts that never came.
    case report(text: String, evidence: [String], waived: [String: String])
    /// I15: return the report for rework.
    case `return`(reason: String, newDate: CalendarDate?)
    /// I16: accept it as executed.
    case accept(comment: String?)
    /// I17: take it off control, executed.
    case removeFromControl(answer: String)
    /// I18: take it off control without execution.
    case removeUnexecuted(reason: String, basis: String)
    /// I19: take it back.
    case withdraw(reason: String)

    /// The act without its words.
    public var kind: InstructionActKind {
        switch self {
        case .create: .create
        case .issue: .issue
        case .register: .register
        case .refuse: .refuse
        case .assign: .assign
        case .contribute: .contribute
        case .interimReport: .interimReport
        case .report: .report
        case .return: .return
        case .accept: .accept
        case .removeFromControl: .close
        case .removeUnexecuted: .closeUnexecuted
        case .withdraw: .withdraw
        }
    }

    /// Its name in URLs, on the command line and in kinds of messages, e.g. `interim-report`.
    public var name: String { kind.rawValue }
}

/// The acts by their names.
public enum InstructionActKind: String, Codable, Hashable, Sendable, CaseIterable {
    /// I1
    case create
    /// I2
    case issue
    /// I4
    case register
    /// I5
    case refuse
    /// I6
    case assign
    /// I9
    case contribute
    /// I10
    case interimReport = "interim-report"
    /// I14
    case report
    /// I15
    case `return`
    /// I16
    case accept
    /// I17
    case close
    /// I18
    case closeUnexecuted = "close-unexecuted"
    /// I19
    case withdraw

    /// The number of its rule, e.g. `I14`.
    public var rule: String {
        switch self {
        case .create: "I1"
        case .issue: "I2"
        case .register: "I4"
        case .refuse: "I5"
        case .assign: "I6"
        case .contribute: "I9"
        case .interimReport: "I10"
        case .report: "I14"
        case .return: "I15"
        case .accept: "I16"
        case .close: "I17"
        case .closeUnexecuted: "I18"
        case .withdraw: "I19"
        }
    }

    /// The kind of message the act becomes, e.g. `instruction.issue`.
    public var messageKind: String { "instruction." + rawValue }
}
