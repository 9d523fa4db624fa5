// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What an approver can say.
public enum VoteKind: String, Codable, Hashable, Sendable, CaseIterable {
    /// Согласовано.
    case approved = "APPROVED"
    /// Согласовано с замечаниями: a consent, unless the stage says that remarks return.
    case withRemarks = "WITH_REMARKS"
    /// Не согласовано; remarks say why.
    case refused = "REFUSED"
    /// Вне компетенции: counts for nobody.
    case notCompetent = "NOT_COMPETENT"
    /// Заключение: an advisory stage's answer.
    case opinion = "OPINION"

    /// Whether the vote must name remarks; no other may.
    public var needsRemarks: Bool { self == .withRemarks || self == .refused }
}

/// A point that an approver raises.
public struct RemarkText: Hashable, Sendable, Codable {
    /// The point of the document it is about.
    public var point: String?
    /// The remark.
    public var text: String

    /// A remark, on a point or on the whole.
    public init(point: String? = nil, text: String) {
        self.point = point
        self.text = text
    }

    enum CodingKeys: String, CodingKey { case point, text }
}

/// A vote as it is cast.
public struct Ballot: Hashable, Sendable, Codable {
    /// What is said.
    public var vote: VoteKind
    /// The hash of the document that was read.
    public var contentHash: String
    /// In the approver's words; an opinion's text.
    public var comment: String?
    /// The remarks, where the vote has any.
    public var remarks: [RemarkText]

    /// A ballot of all its parts.
    public init(_ vote: VoteKind, contentHash: String, comment: String? = nil, remarks: [RemarkText] = []) {
        self.vote = vote
        self.contentHash = contentHash
        self.comment = comment
        self.remarks = remarks
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case vote, contentHash, comment, remarks }

    /// Reads a ballot; comment and remarks may be absent.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        vote = try members.decode(VoteKind.self, forKey: .vote)
        contentHash = try members.decode(String.self, forKey: .contentHash)
        comment = try members.decodeIfPresent(String.self, forKey: .comment)
        remarks = try members.decodeIfPresent([RemarkText].self, forKey: .remarks) ?? []
    }
}

/// A vote that was cast; kept when its approver votes again.
public struct ApprovalVote: Hashable, Sendable, Codable {
    /// Its number in the case, from 1.
    public var number: Int
    /// The cycle it was cast in.
    public var cycle: Int
    /// The place of its stage in the route, from 0.
    public var stage: Int
    /// The organisation it is cast for.
    public var organisation: String
    /// What is said.
    public var vote: VoteKind
    /// The hash of the document it is about.
    public var contentHash: String
    /// In the approver's words.
    public var comment: String?
    /// Who cast it, in which capacity.
    public var by: Actor
    /// When.
    public var at: Instant
    /// Whether it still stands: not after the approver voted again, nor after a new cycle asked anew.
    public var stands: Bool
}

/// What became of a remark.
public enum RemarkState: String, Codable, Hashable, Sendable, CaseIterable {
    /// It waits for the author's answer.
    case open = "OPEN"
    /// Учтено.
    case accepted = "ACCEPTED"
    /// Отклонено, with the ground.
    case rejected = "REJECTED"
    /// The approver voted again without it.
    case superseded = "SUPERSEDED"
}

/// A remark in the case.
public struct ApprovalRemark: Hashable, Sendable, Codable {
    /// Its number in the case, from 1.
    public var number: Int
    /// The number of the vote that raised it.
    public var vote: Int
    /// Who raised it.
    public var organisation: String
    /// The point of the document it is about.
    public var point: String?
    /// The remark.
    public var text: String
    /// What became of it.
    public var state: RemarkState
    /// The author's answer, in words.
    public var reply: String?
    /// When it was answered.
    public var repliedAt: Instant?
}

/// The author's answer to a remark.
public struct RemarkReply: Hashable, Sendable, Codable {
    /// The remark's number.
    public var remark: Int
    /// Whether it is taken into account (учтено) or not (отклонено).
    public var accepted: Bool
    /// How it was taken into account, or on what ground it was not.
    public var text: String

    /// An answer to one remark.
    public init(remark: Int, accepted: Bool, text: String) {
        self.remark = remark
        self.accepted = accepted
        self.text = text
    }

    enum CodingKeys: String, CodingKey { case remark, accepted, text }
}
