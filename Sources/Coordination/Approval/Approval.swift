// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// An approval (согласование) as its messages have made it: the fold of its case.
public struct Approval: Hashable, Sendable, Codable {
    /// The case's identity.
    public var id: Identifier
    /// The programme's code.
    public var programme: String
    /// Its number, once submitted.
    public var number: String?
    /// The organisation that wrote it.
    public var author: String
    /// The persons who acted for the author; none of them votes.
    public var authorPersons: [String]
    /// The document of the present cycle; frozen while it goes round.
    public var document: ApprovalDocument
    /// The note to it.
    public var note: String
    /// The stages.
    public var route: [ApprovalStage]
    /// The organisation that signs.
    public var signer: String
    /// The person who signs, if one is named.
    public var signerPerson: String?
    /// Where it stands.
    public var state: ApprovalState
    /// How often it was sent round; 0 for a draft.
    public var cycle: Int
    /// The place of the stage it is in, from 0; of the last one it was in, when it goes round no more.
    public var stage: Int
    /// The number of messages in its case.
    public var revision: Int
    /// The approvers' parts in the present cycle, in the order of the route.
    public var slots: [ApprovalSlot]
    /// All votes that were ever cast, in their order.
    public var votes: [ApprovalVote]
    /// All remarks, in their order.
    public var remarks: [ApprovalRemark]
    /// When it was first sent round.
    public var submittedAt: Instant?
    /// When the present stage began.
    public var stageOpenedAt: Instant?
    /// When a stage last failed.
    public var returnedAt: Instant?
    /// When the last stage passed.
    public var approvedAt: Instant?
    /// When it came to its end.
    public var closedAt: Instant?
    /// The number of the signed document.
    public var signedNumber: String?
    /// The date of the signed document.
    public var signedDate: CalendarDate?
    /// Why it was withdrawn.
    public var reason: String?
    /// When its last act happened.
    public var lastOccurredAt: Instant
}

extension Approval {
    /// How people refer to it: its number, or that it is a draft.
    public var title: String { number ?? "draft \(id)" }

    /// The stage that is open.
    public var openStage: ApprovalStage? { state == .routed && route.indices.contains(stage) ? route[stage] : nil }

    /// The organisations whose votes the route asks for, each once, in its order.
    public var approvers: [String] {
        var seen: Set<String> = []
        return route.flatMap(\.approvers).map(\.organisation).filter { seen.insert($0).inserted }
    }

    /// Every organisation with a part in it, the author first.
    public var parties: [String] {
        var seen: Set<String> = []
        return ([author] + approvers + [signer]).filter { seen.insert($0).inserted }
    }

    /// The organisations that may know of it; a draft is its author's alone.
    public var readers: [String] { state == .draft ? [author] : parties }

    /// The parts an organisation has, none if it is a stranger to the case.
    public func roles(of organisation: String) -> Set<ApprovalRole> {
        var roles: Set<ApprovalRole> = []
        if organisation == author { roles.insert(.author) }
        if approvers.contains(organisation) { roles.insert(.approver) }
        if organisation == signer { roles.insert(.signer) }
        return roles
    }

    /// The vote of a number.
    func vote(_ number: Int) -> ApprovalVote? { votes.indices.contains(number - 1) ? votes[number - 1] : nil }

    /// The votes that stand in a stage.
    public func standingVotes(in stage: Int) -> [ApprovalVote] {
        slots.filter { $0.stage == stage }.compactMap(\.vote).compactMap(vote)
    }

    /// The count of a stage.
    public func tally(of stage: Int) -> StageTally {
        StageTally(standingVotes(in: stage).map(\.vote), in: route[stage])
    }

    /// The remarks that wait for an answer.
    public var openRemarks: [ApprovalRemark] { remarks.filter { $0.state == .open } }
}
