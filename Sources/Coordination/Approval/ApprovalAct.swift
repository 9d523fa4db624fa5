// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What somebody wants to do in an approval's case.
public enum ApprovalAct: Hashable, Sendable {
    /// Write a draft.
    case create(ApprovalDraft)
    /// A1: send it round.
    case submit
    /// A2, and A3 when there is a vote already.
    case vote(Ballot)
    /// Answer remarks.
    case answer([RemarkReply])
    /// A8: send it round again.
    case resubmit(ApprovalResubmission)
    /// A13: sign it, under a number and a date.
    case sign(number: String, date: CalendarDate?, contentHash: String)
    /// A15: take it back.
    case withdraw(reason: String)

    /// The act without its words.
    public var kind: ApprovalActKind {
        switch self {
        case .create: .create
        case .submit: .submit
        case .vote: .vote
        case .answer: .answer
        case .resubmit: .resubmit
        case .sign: .sign
        case .withdraw: .withdraw
        }
    }

    /// Its name in URLs, on the command line and in kinds of messages.
    public var name: String { kind.rawValue }
}

/// The acts by their names.
public enum ApprovalActKind: String, Codable, Hashable, Sendable, CaseIterable {
    /// Before A1
    case create
    /// A1
    case submit
    /// A2, A3
    case vote
    /// Before A8 and A13
    case answer
    /// A8
    case resubmit
    /// A13
    case sign
    /// A15
    case withdraw

    /// The number of its rule, e.g. `A2`.
    public var rule: String {
        switch self {
        case .create, .submit: "A1"
        case .vote: "A2"
        case .answer, .resubmit: "A8"
        case .sign: "A13"
        case .withdraw: "A15"
        }
    }

    /// The kind of message the act becomes, e.g. `approval.vote`.
    public var messageKind: String { "approval." + rawValue }

    /// `to vote on`: the act as a verb with its object left out.
    var verb: String {
        switch self {
        case .create: "create"
        case .submit: "submit"
        case .vote: "vote on"
        case .answer: "answer remarks on"
        case .resubmit: "resubmit"
        case .sign: "sign"
        case .withdraw: "withdraw"
        }
    }

    /// What happens to the approval by it.
    var participle: String {
        switch self {
        case .create: "created again"
        case .submit: "submitted"
        case .vote: "voted on"
        case .answer: "answered on its remarks"
        case .resubmit: "resubmitted"
        case .sign: "signed"
        case .withdraw: "withdrawn"
        }
    }
}
