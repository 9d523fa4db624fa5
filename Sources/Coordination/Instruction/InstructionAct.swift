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
    /// I7: say that another body, which has agreed, should answer for it.
    case disputeExecutor(replacement: String, visa: String, text: String)
    /// I7: give it to that body, or to another, and perhaps begin the term anew.
    case upholdDispute(responsible: String?, restartClock: Bool, comment: String?)
    /// I7: leave it where it is.
    case rejectDispute(reason: String)
    /// I11: ask an executor, the responsible when none is named, how it goes, by a day of its own.
    case requestReport(organisation: String?, date: CalendarDate, text: String)
    /// I12: ask for more time, until a later working day, for a reason of a class.
    case requestExtension(newDate: CalendarDate, reason: String, text: String)
    /// I12: take the request for more time back.
    case withdrawExtension(comment: String?)
    /// I13: give more time, until the day asked for or another.
    case grantExtension(newDate: CalendarDate?, comment: String?)
    /// I13: say no to more time.
    case denyExtension(reason: String)
    /// I13: nobody decided by the deadline, which stands; the broker's clock does it.
    case lapseExtension
    /// I24: say that the deadline is near, or has passed; the broker's clock does it.
    case remind
    /// I25: tell somebody higher of the lateness; the broker's clock does it.
    case escalate
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
    /// I20: change what it says, or to whom, on the revision that was read.
    case correct(InstructionCorrection)
    /// I21: another instruction, named by its number or id, comes in its place.
    case supersede(by: String, reason: String)
    /// I22: put it back on control.
    case reopen(reason: String, newDate: CalendarDate?)

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
        case .disputeExecutor: .disputeExecutor
        case .upholdDispute: .upholdDispute
        case .rejectDispute: .rejectDispute
        case .requestReport: .requestReport
        case .requestExtension: .requestExtension
        case .withdrawExtension: .withdrawExtension
        case .grantExtension: .grantExtension
        case .denyExtension: .denyExtension
        case .lapseExtension: .lapseExtension
        case .remind: .remind
        case .escalate: .escalate
        case .report: .report
        case .return: .return
        case .accept: .accept
        case .removeFromControl: .close
        case .removeUnexecuted: .closeUnexecuted
        case .withdraw: .withdraw
        case .correct: .correct
        case .supersede: .supersede
        case .reopen: .reopen
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
    /// I7
    case disputeExecutor = "dispute-executor"
    /// I7
    case upholdDispute = "uphold-dispute"
    /// I7
    case rejectDispute = "reject-dispute"
    /// I11
    case requestReport = "request-report"
    /// I12
    case requestExtension = "request-extension"
    /// I12
    case withdrawExtension = "withdraw-extension"
    /// I13
    case grantExtension = "grant-extension"
    /// I13
    case denyExtension = "deny-extension"
    /// I13, by the broker's clock
    case lapseExtension = "lapse-extension"
    /// I24, by the broker's clock
    case remind
    /// I25, by the broker's clock
    case escalate
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
    /// I20
    case correct
    /// I21
    case supersede
    /// I22
    case reopen

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
        case .disputeExecutor, .upholdDispute, .rejectDispute: "I7"
        case .requestReport: "I11"
        case .requestExtension, .withdrawExtension: "I12"
        case .grantExtension, .denyExtension, .lapseExtension: "I13"
        case .remind: "I24"
        case .escalate: "I25"
        case .report: "I14"
        case .return: "I15"
        case .accept: "I16"
        case .close: "I17"
        case .closeUnexecuted: "I18"
        case .withdraw: "I19"
        case .correct: "I20"
        case .supersede: "I21"
        case .reopen: "I22"
        }
    }

    /// Whether it is the broker's own clock that does it, and nobody else.
    public var isOfClock: Bool { InstructionRule.ofClock[self] != nil }

    /// The acts that can be asked for in a case that is there: all but its creation and those of the clock.
    public static let onCases = allCases.filter { $0 != .create && !$0.isOfClock }

    /// The kind of message the act becomes, e.g. `instruction.issue`.
    public var messageKind: String { "instruction." + rawValue }
}
