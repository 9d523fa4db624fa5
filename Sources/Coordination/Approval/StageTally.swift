// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// The votes of one stage counted, and what they come to.
public struct StageTally: Hashable, Sendable, Codable {
    /// Who was asked.
    public var asked: Int
    /// APPROVED, and WITH_REMARKS where remarks are consents.
    public var consents: Int
    /// REFUSED, and WITH_REMARKS where remarks return.
    public var refusals: Int
    /// NOT_COMPETENT: those who have taken themselves out.
    public var notCompetent: Int
    /// OPINION.
    public var opinions: Int

    /// The count of a stage's standing votes.
    public init(_ votes: [VoteKind], in stage: ApprovalStage) {
        func count(_ kinds: VoteKind...) -> Int { votes.count { kinds.contains($0) } }
        asked = stage.approvers.count
        consents = stage.remarksReturn ? count(.approved) : count(.approved, .withRemarks)
        refusals = stage.remarksReturn ? count(.refused, .withRemarks) : count(.refused)
        notCompetent = count(.notCompetent)
        opinions = count(.opinion)
    }

    /// Who has not voted.
    public var waiting: Int { asked - consents - refusals - notCompetent - opinions }

    /// How many consents the rule asks for, as the electorate stands; never less than one.
    public func needed(by rule: StageRule) -> Int {
        switch rule {
        case .all: max(1, asked - notCompetent)
        case .any: 1
        case .atLeast(let quorum): quorum
        }
    }

    /// What the votes come to; decided as soon as it cannot be otherwise.
    ///
    /// A stage in which everybody is outside their competence has nobody's consent and fails, whatever its rule: the
    /// author then names others. With a veto it passes only once everybody was heard.
    public func outcome(of stage: ApprovalStage) -> StageOutcome {
        if stage.advisory { return waiting == 0 ? .passed : .open }
        if stage.veto && refusals > 0 { return .failed }
        let needed = needed(by: stage.rule)
        // Under ALL a waiting approver may still turn out not competent, which lowers what is needed with the electorate:
        // only a refusal, or nobody left to consent, makes it impossible.
        let impossible =
            switch stage.rule {
            case .all: refusals > 0 || consents + waiting == 0
            case .any, .atLeast: consents + waiting < needed
            }
        if impossible { return .failed }
        return consents >= needed && (waiting == 0 || !stage.veto) ? .passed : .open
    }
}
