// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// An act in JSON is its members and `type`, the act's name; where the name stands elsewhere (a URL), `type` is left out.
extension ApprovalAct: Codable {
    enum CodingKeys: String, CodingKey { case type, replies, number, date, contentHash, reason }

    /// Reads an act that names itself by `type`.
    public init(from decoder: any Decoder) throws {
        let kind = try decoder.container(keyedBy: CodingKeys.self).decode(ApprovalActKind.self, forKey: .type)
        try self.init(kind, from: decoder)
    }

    /// Reads the members of an act whose name is already known.
    public init(_ kind: ApprovalActKind, from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        switch kind {
        case .create: self = .create(try ApprovalDraft(from: decoder))
        case .submit: self = .submit
        case .vote: self = .vote(try Ballot(from: decoder))
        case .answer: self = .answer(try members.decode([RemarkReply].self, forKey: .replies))
        case .resubmit: self = .resubmit(try ApprovalResubmission(from: decoder))
        case .sign:
            self = .sign(
                number: try members.decode(String.self, forKey: .number),
                date: try members.decodeIfPresent(CalendarDate.self, forKey: .date),
                contentHash: try members.decode(String.self, forKey: .contentHash))
        case .withdraw: self = .withdraw(reason: try members.decode(String.self, forKey: .reason))
        }
    }

    /// Writes the members and `type`.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(kind, forKey: .type)
        switch self {
        case .create(let draft): try draft.encode(to: encoder)
        case .submit: break
        case .vote(let ballot): try ballot.encode(to: encoder)
        case .answer(let replies): try members.encode(replies, forKey: .replies)
        case .resubmit(let resubmission): try resubmission.encode(to: encoder)
        case .sign(let number, let date, let contentHash):
            try members.encode(number, forKey: .number)
            try members.encodeIfPresent(date, forKey: .date)
            try members.encode(contentHash, forKey: .contentHash)
        case .withdraw(let reason): try members.encode(reason, forKey: .reason)
        }
    }
}

extension ApprovalActKind {
    /// The members an act of this kind may have in JSON besides `type`; any other is a mistake of the sender.
    public var members: [String] {
        switch self {
        case .create: ApprovalDraft.CodingKeys.allCases.map(\.rawValue)
        case .submit: []
        case .vote: Ballot.CodingKeys.allCases.map(\.rawValue)
        case .answer: ["replies"]
        case .resubmit: ApprovalResubmission.CodingKeys.allCases.map(\.rawValue)
        case .sign: ["number", "date", "contentHash"]
        case .withdraw: ["reason"]
        }
    }
}
