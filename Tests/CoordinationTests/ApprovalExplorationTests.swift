// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

/// One stage of up to five approvers under every rule: all orders of votes and of changed votes, by exploring every
/// reachable state once. The votes of a changed mind lead to states that are reachable anyway, so the space is finite.
@Suite struct ApprovalExplorationTests {
    struct Rules: Sendable, CustomTestStringConvertible {
        let count: Int
        let rule: StageRule
        let veto: Bool
        let remarksReturn: Bool

        var testDescription: String { "\(count) \(rule) veto:\(veto) remarksReturn:\(remarksReturn)" }

        var stage: ApprovalStage {
            ApprovalStage(
                name: "Этап", approvers: (1...count).map { Approver(organisation: "body\($0)") }, rule: rule,
                veto: veto,
                remarksReturn: remarksReturn)
        }

        static let all: [Rules] = (1...5).flatMap { count in
            let rules: [StageRule] = [.all, .any] + (1...count).map(StageRule.atLeast)
            return rules.flatMap { rule in
                [false, true].flatMap { veto in
                    // With five, remarks that return are the same as refusals: four bodies show it.
                    (count < 5 ? [false, true] : [false]).map {
                        Rules(count: count, rule: rule, veto: veto, remarksReturn: $0)
                    }
                }
            }
        }
    }

    static let kinds: [VoteKind] = [.approved, .withRemarks, .refused, .notCompetent]

    @Test func nothingHangsAndNothingCountsThatMayNot() throws {
        var (states, decisions) = (0, 0)
        for rules in Rules.all {
            let (found, made) = try explore(rules)
            states += found
            decisions += made
        }
        print("approval stages: \(Rules.all.count) rules, \(states) states explored, \(decisions) votes decided")
        #expect(states > 10_000)
    }

    private func explore(_ rules: Rules) throws -> (states: Int, decisions: Int) {
        let start = try ApprovalFixture.submitted(ApprovalFixture.draft(rules.stage))
        var seen: Set<[VoteKind?]> = [votes(of: start)]
        var frontier = [start]
        var decisions = 0
        while let approval = frontier.popLast() {
            try checkState(approval, rules)
            guard approval.state == .routed else { continue }
            try checkRefusals(on: approval, rules)
            for place in 0..<rules.count {
                for kind in Self.kinds where votes(of: approval)[place] != kind {
                    let actor = ApprovalFixture.actor("body\(place + 1)")
                    let act = ApprovalAct.vote(ApprovalFixture.ballot(kind))
                    var next = try ApprovalFixture.decide(act, on: approval, by: actor).after
                    decisions += 1
                    // What was said before does not change what is decided next: keep one history for each state.
                    let reached = votes(of: next) + [next.state == .routed ? nil : kind]
                    guard seen.insert(reached).inserted else { continue }
                    next.remarks = []
                    frontier.append(next)
                }
            }
        }
        return (seen.count, decisions)
    }

    private func votes(of approval: Approval) -> [VoteKind?] {
        approval.slots.map { slot in slot.vote.map { approval.votes[$0 - 1].vote } }
    }

    private func checkState(_ approval: Approval, _ rules: Rules) throws {
        let standing = approval.standingVotes(in: 0)
        let cast = Set(standing.map(\.vote))
        // All have decided: it has moved.
        if approval.slots.allSatisfy({ $0.vote != nil }) { #expect(approval.state != .routed) }
        // Moved: nobody is waited for, and the rule is met or cannot be.
        if approval.state != .routed { #expect(!approval.slots.contains { $0.state == .open }) }
        #expect(standing.allSatisfy { $0.contentHash == approval.document.contentHash && $0.stands })
        let persons = standing.compactMap(\.by.person)
        #expect(Set(persons).count == persons.count)
        #expect(approval.votes.filter(\.stands).count == standing.count)
        let (best, worst) = (ending(approval, with: .approved, rules), ending(approval, with: .refused, rules))
        switch approval.state {
        case .approved:
            #expect(!cast.isDisjoint(with: rules.remarksReturn ? [.approved] : [.approved, .withRemarks]))
            if rules.veto { #expect(!cast.contains(.refused)) }
            if rules.rule == .all || rules.veto { #expect(standing.count == rules.count) }
        case .returned:
            // Early failure is sound: not even everybody's consent could save it.
            #expect(best == .failed)
        case .routed:
            // And complete: what goes on can still pass and can still fail.
            #expect(best == .passed && worst == .failed, "\(rules.testDescription) \(votes(of: approval))")
        default: Issue.record("a vote led to \(approval.state)")
        }
    }

    /// How the stage ends when all who have not voted say the same.
    private func ending(_ approval: Approval, with kind: VoteKind, _ rules: Rules) -> StageOutcome {
        StageTally(votes(of: approval).map { $0 ?? kind }, in: rules.stage).outcome(of: rules.stage)
    }

    private func checkRefusals(on approval: Approval, _ rules: Rules) throws {
        let other = ApprovalAct.vote(ApprovalFixture.ballot(.approved, ApprovalFixture.otherHash))
        let vote = ApprovalAct.vote(ApprovalFixture.ballot(.approved))
        for place in 1...rules.count {
            let body = "body\(place)"
            #expect(throws: Refusal.self) {
                try ApprovalFixture.decide(other, on: approval, by: ApprovalFixture.actor(body))
            }
            // Whoever has voted for one body does not vote for another, in whatever capacity.
            if let voter = approval.standingVotes(in: 0).first(where: { $0.organisation != body }) {
                #expect(throws: Refusal.self) {
                    let twice = ApprovalFixture.actor(body, .delegate, person: voter.by.person)
                    return try ApprovalFixture.decide(vote, on: approval, by: twice)
                }
            }
        }
    }

    @Test(arguments: Rules.all) func aConsentInPlaceOfARefusalNeverMakesItWorse(_ rules: Rules) {
        let order: [StageOutcome] = [.failed, .open, .passed]
        func rank(_ votes: [VoteKind?]) -> Int? {
            order.firstIndex(of: StageTally(votes.compactMap(\.self), in: rules.stage).outcome(of: rules.stage))
        }
        let options: [VoteKind?] = Self.kinds + [nil]
        var combinations: [[VoteKind?]] = [[]]
        for _ in 0..<rules.count { combinations = combinations.flatMap { head in options.map { head + [$0] } } }
        for votes in combinations {
            for place in votes.indices where votes[place] == .refused {
                var better = votes
                better[place] = .approved
                #expect(rank(better) ?? -1 >= rank(votes) ?? 3)
            }
        }
    }
}
