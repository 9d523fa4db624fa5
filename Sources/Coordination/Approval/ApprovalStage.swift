// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// How many consents a stage needs.
public enum StageRule: Hashable, Sendable {
    /// Of every approver within whose competence it is, and of one at least.
    case all
    /// Of one.
    case any
    /// Of so many; NOT_COMPETENT votes do not lower the number, they only leave fewer who can reach it.
    case atLeast(Int)
}

/// Somebody whose vote a stage asks for.
public struct Approver: Hashable, Sendable, Codable {
    /// The organisation's code.
    public var organisation: String
    /// The person who votes for it; anybody of the organisation when nobody is named.
    public var person: String?

    /// An approver, by code.
    public init(organisation: String, person: String? = nil) {
        self.organisation = organisation
        self.person = person
    }
}

/// One step of a route: its approvers are asked at the same time, and the next stage begins when it has passed.
public struct ApprovalStage: Hashable, Sendable {
    /// What people call it.
    public var name: String
    /// Whose votes it asks for, at the same time.
    public var approvers: [Approver]
    /// How many consents it needs.
    public var rule: StageRule
    /// Whether one refusal fails it whatever the others say. It then waits for everybody: a veto that a quick majority
    /// could overtake would be none.
    public var veto: Bool
    /// Whether it only asks for opinions: it passes when all have answered and never fails.
    public var advisory: Bool
    /// Whether a vote with remarks sends the document back; otherwise it is a consent whose remarks are answered before
    /// the signature.
    public var remarksReturn: Bool
    /// The term in working days. Kept and shown; nothing is deemed when it is over.
    public var termWorkingDays: Int?

    /// A stage; the consent of all, with remarks as consents, when nothing else is said.
    public init(
        name: String, approvers: [Approver], rule: StageRule = .all, veto: Bool = false, advisory: Bool = false,
        remarksReturn: Bool = false, termWorkingDays: Int? = nil
    ) {
        self.name = name
        self.approvers = approvers
        self.rule = rule
        self.veto = veto
        self.advisory = advisory
        self.remarksReturn = remarksReturn
        self.termWorkingDays = termWorkingDays
    }
}

extension ApprovalStage: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case name, approvers, rule, quorum, veto, advisory, remarksReturn, termWorkingDays
    }

    /// The names of the rules in JSON; `quorum` stands beside the last.
    public enum RuleName: String, Codable, Hashable, Sendable, CaseIterable {
        /// Everybody.
        case all = "ALL"
        /// Anybody.
        case any = "ANY"
        /// `quorum` of them.
        case atLeast = "M_OF_N"
    }

    /// The rule's name.
    public var ruleName: RuleName {
        switch rule {
        case .all: .all
        case .any: .any
        case .atLeast: .atLeast
        }
    }

    /// How many consents M_OF_N asks for; nil for the other rules.
    public var quorum: Int? { if case .atLeast(let quorum) = rule { quorum } else { nil } }

    /// Reads a stage; all but its name and approvers may be absent.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        name = try members.decode(String.self, forKey: .name)
        approvers = try members.decode([Approver].self, forKey: .approvers)
        let quorum = try members.decodeIfPresent(Int.self, forKey: .quorum)
        switch (try members.decodeIfPresent(RuleName.self, forKey: .rule), quorum) {
        case (nil, nil), (.all, nil): rule = .all
        case (.any, nil): rule = .any
        case (.atLeast, let quorum?), (nil, let quorum?): rule = .atLeast(quorum)
        default:
            throw DecodingError.dataCorruptedError(
                forKey: .quorum, in: members, debugDescription: "'quorum' belongs to the rule M_OF_N, and to no other")
        }
        veto = try members.decodeIfPresent(Bool.self, forKey: .veto) ?? false
        advisory = try members.decodeIfPresent(Bool.self, forKey: .advisory) ?? false
        remarksReturn = try members.decodeIfPresent(Bool.self, forKey: .remarksReturn) ?? false
        termWorkingDays = try members.decodeIfPresent(Int.self, forKey: .termWorkingDays)
    }

    /// Writes what is there.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(name, forKey: .name)
        try members.encode(approvers, forKey: .approvers)
        try members.encode(ruleName, forKey: .rule)
        try members.encodeIfPresent(quorum, forKey: .quorum)
        try members.encode(veto, forKey: .veto)
        try members.encode(advisory, forKey: .advisory)
        try members.encode(remarksReturn, forKey: .remarksReturn)
        try members.encodeIfPresent(termWorkingDays, forKey: .termWorkingDays)
    }
}
