// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What an act fixed: the body of its message, from which alone the state can be made again.
public enum InstructionEvent: Hashable, Sendable {
    /// I1: a draft was written.
    case created(InstructionDraft)
    /// I2: it was given out, whole, with its number and deadline.
    case issued(InstructionIssue)
    /// I4: an organisation entered it in its books; fixes a deadline that was counted from there.
    case registered(InstructionRegistration)
    /// I5: an organisation's registrar refused it.
    case refused(reason: RefusalReason, comment: String)
    /// I6: a person was named.
    case assigned(person: String)
    /// I9: a co-executor gave its part, in time or after its half of the term.
    case contributed(text: String, late: Bool)
    /// I10: the responsible said how it goes.
    case interimReported(text: String)
    /// I7: the responsible named another body in its stead.
    case executorDisputed(DisputeClaim)
    /// I7: that body, or another, answers for it.
    case disputeUpheld(DisputeUpheld)
    /// I7: it stays where it is.
    case disputeRejected(reason: String)
    /// I11: an executor was asked how it goes.
    case reportRequested(ReportRequest)
    /// I12: the responsible asked for more time.
    case extensionRequested(ExtensionRequest)
    /// I12: it took the request back.
    case extensionWithdrawn(comment: String?)
    /// I13: the issuer moved the deadline.
    case extensionGranted(ExtensionGrant)
    /// I13: the issuer left it where it was.
    case extensionDenied(reason: String)
    /// I13: nobody decided by the deadline.
    case extensionLapsed
    /// I24: the clock said that the deadline is near, or has passed.
    case reminded(LadderNotice)
    /// I25: the clock told somebody higher of the lateness.
    case escalated(LadderNotice)
    /// I14: the responsible reported it done.
    case reported(text: String, evidence: [String], waived: [String: String])
    /// I15: the report was returned, perhaps with a date for the rework.
    case returned(reason: String, rework: Instant?, explanation: [ExplanationStep])
    /// I16: it was accepted as executed.
    case accepted(comment: String?)
    /// I17: it was taken off control.
    case closed(answer: String)
    /// I18: it was taken off control without execution.
    case closedUnexecuted(reason: String, basis: String)
    /// I19: it was taken back.
    case withdrawn(reason: String)
    /// I20: it says something else, or to another body.
    case corrected(InstructionCorrected)
    /// I21: another instruction came in its place.
    case superseded(by: Successor, reason: String)
    /// I22: it was put back on control, perhaps with a date.
    case reopened(reason: String, rework: Instant?, explanation: [ExplanationStep])

    /// The act it came from.
    public var kind: InstructionActKind {
        switch self {
        case .created: .create
        case .issued: .issue
        case .registered: .register
        case .refused: .refuse
        case .assigned: .assign
        case .contributed: .contribute
        case .interimReported: .interimReport
        case .executorDisputed: .disputeExecutor
        case .disputeUpheld: .upholdDispute
        case .disputeRejected: .rejectDispute
        case .reportRequested: .requestReport
        case .extensionRequested: .requestExtension
        case .extensionWithdrawn: .withdrawExtension
        case .extensionGranted: .grantExtension
        case .extensionDenied: .denyExtension
        case .extensionLapsed: .lapseExtension
        case .reminded: .remind
        case .escalated: .escalate
        case .reported: .report
        case .returned: .return
        case .accepted: .accept
        case .closed: .close
        case .closedUnexecuted: .closeUnexecuted
        case .withdrawn: .withdraw
        case .corrected: .correct
        case .superseded: .supersede
        case .reopened: .reopen
        }
    }
}

/// What issuing fixed.
public struct InstructionIssue: Hashable, Sendable, Codable {
    /// The number it was given.
    public var number: String
    /// The instruction as its recipients read it.
    public var content: InstructionDraft
    /// The policy that made the deadline, e.g. `federal`.
    public var policy: String
    /// The policy's version.
    public var policyVersion: Int
    /// The deadline, or that it waits for the registration.
    public var deadline: InstructionDeadline
    /// The last moment for co-executors' parts, once the deadline is fixed.
    public var halfTermDue: Instant?
    /// Whether it is kept on control.
    public var control: ControlState

    /// What an issue fixed, of all its parts.
    public init(
        number: String, content: InstructionDraft, policy: String, policyVersion: Int, deadline: InstructionDeadline,
        halfTermDue: Instant? = nil, control: ControlState
    ) {
        self.number = number
        self.content = content
        self.policy = policy
        self.policyVersion = policyVersion
        self.deadline = deadline
        self.halfTermDue = halfTermDue
        self.control = control
    }

    enum CodingKeys: String, CodingKey {
        case number, content, policy, policyVersion, deadline, halfTermDue, control
    }
}

/// What registering fixed.
public struct InstructionRegistration: Hashable, Sendable, Codable {
    /// The recipient's own number.
    public var recipientNumber: String
    /// The day it stands under there.
    public var recipientDate: CalendarDate
    /// The deadline, when it is counted from this registration.
    public var deadline: InstructionDeadline?
    /// The last moment for co-executors' parts, fixed with the deadline.
    public var halfTermDue: Instant?

    /// What a registration fixed, of all its parts.
    public init(
        recipientNumber: String, recipientDate: CalendarDate, deadline: InstructionDeadline? = nil,
        halfTermDue: Instant? = nil
    ) {
        self.recipientNumber = recipientNumber
        self.recipientDate = recipientDate
        self.deadline = deadline
        self.halfTermDue = halfTermDue
    }

    enum CodingKeys: String, CodingKey {
        case recipientNumber, recipientDate, deadline, halfTermDue
    }
}
