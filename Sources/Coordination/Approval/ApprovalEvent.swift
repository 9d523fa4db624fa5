// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What an act fixed: the body of its message, from which alone the state can be made again.
public enum ApprovalEvent: Hashable, Sendable {
    /// A draft was written.
    case created(ApprovalDraft)
    /// A1: it was sent round, whole, under its number.
    case submitted(number: String, content: ApprovalDraft)
    /// A2, A3: a vote was cast, and what it did to its stage (A6, A7).
    case voted(Ballot, stage: Int, outcome: StageOutcome)
    /// Remarks were answered.
    case answered([RemarkReply])
    /// A8: it was sent round again, up to a stage that has to vote; these votes were kept.
    case resubmitted(ApprovalResubmission, kept: [Int], stage: Int)
    /// A13: it was signed.
    case signed(number: String, date: CalendarDate, contentHash: String)
    /// A15: it was taken back.
    case withdrawn(reason: String)

    /// The act it came from.
    public var kind: ApprovalActKind {
        switch self {
        case .created: .create
        case .submitted: .submit
        case .voted: .vote
        case .answered: .answer
        case .resubmitted: .resubmit
        case .signed: .sign
        case .withdrawn: .withdraw
        }
    }
}

// The body of every message of an approval. Members and `type` are fixed for as long as the messages are kept: add
// members, never rename or drop one.
extension ApprovalEvent: CaseEventBody {
    private enum CodingKeys: String, CodingKey {
        case type, draft, number, ballot, stage, outcome, replies, resubmission, kept, date, contentHash, reason
    }

    /// Reads an event by its `type`, the act's name.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) throws -> String { try members.decode(String.self, forKey: key) }
        switch try members.decode(ApprovalActKind.self, forKey: .type) {
        case .create: self = .created(try members.decode(ApprovalDraft.self, forKey: .draft))
        case .submit:
            let draft = try members.decode(ApprovalDraft.self, forKey: .draft)
            self = .submitted(number: try text(.number), content: draft)
        case .vote:
            self = .voted(
                try members.decode(Ballot.self, forKey: .ballot), stage: try members.decode(Int.self, forKey: .stage),
                outcome: try members.decode(StageOutcome.self, forKey: .outcome))
        case .answer: self = .answered(try members.decode([RemarkReply].self, forKey: .replies))
        case .resubmit:
            self = .resubmitted(
                try members.decode(ApprovalResubmission.self, forKey: .resubmission),
                kept: try members.decode([Int].self, forKey: .kept),
                stage: try members.decode(Int.self, forKey: .stage))
        case .sign:
            self = .signed(
                number: try text(.number), date: try members.decode(CalendarDate.self, forKey: .date),
                contentHash: try text(.contentHash))
        case .withdraw: self = .withdrawn(reason: try text(.reason))
        }
    }

    /// Writes the members and `type`.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(kind, forKey: .type)
        switch self {
        case .created(let draft): try members.encode(draft, forKey: .draft)
        case .submitted(let number, let content):
            try members.encode(number, forKey: .number)
            try members.encode(content, forKey: .draft)
        case .voted(let ballot, let stage, let outcome):
            try members.encode(ballot, forKey: .ballot)
            try members.encode(stage, forKey: .stage)
            try members.encode(outcome, forKey: .outcome)
        case .answered(let replies): try members.encode(replies, forKey: .replies)
        case .resubmitted(let resubmission, let kept, let stage):
            try members.encode(resubmission, forKey: .resubmission)
            try members.encode(kept, forKey: .kept)
            try members.encode(stage, forKey: .stage)
        case .signed(let number, let date, let contentHash):
            try members.encode(number, forKey: .number)
            try members.encode(date, forKey: .date)
            try members.encode(contentHash, forKey: .contentHash)
        case .withdrawn(let reason): try members.encode(reason, forKey: .reason)
        }
    }
}
