// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import Testing

/// Random acts by everybody: whatever is allowed keeps the invariants, and the messages make the same state again.
@Suite struct ApprovalSequenceTests {
    static let bodies = ["minekonom", "tsu", "tpu", "fano", "minfin", "expert", "government"]

    @Test(arguments: 1...40) func theFoldOfTheEventsIsTheStateAndTheInvariantsHold(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var approval: Approval?
        var messages: [(header: MessageHeader, event: ApprovalEvent)] = []
        var seen: Set<ApprovalState> = []
        for step in 0..<160 {
            let (act, actor) = randomAct(on: approval, &random)
            guard
                let decision = try? ApprovalFixture.decide(act, on: approval, by: actor, at: step)
            else { continue }
            let header = MessageHeader(
                caseID: ApprovalFixture.context.caseID, programme: Fixture.programme.code, kind: decision.kind,
                actor: actor, occurredAt: Fixture.hour(step))
            #expect(try ApprovalEvent(json: decision.event.json()) == decision.event)
            messages.append((header, decision.event))
            approval = decision.after
            try check(decision.after)
            seen.insert(decision.after.state)
            if decision.after.state.isTerminal { break }
        }
        #expect(messages.reduce(nil) { Approval.applying($1.event, of: $1.header, to: $0) } == approval)
        #expect(approval?.revision == messages.count)
        let cases = messages.map { (header: $0.header, event: CaseEvent.approval($0.event)) }
        #expect(CaseState.fold(cases)?.approval == approval)
        #expect(seen.contains(.routed))
    }

    private func check(_ approval: Approval) throws {
        let standing = approval.slots.compactMap(\.vote).map { approval.votes[$0 - 1] }
        #expect(standing.allSatisfy { $0.stands && $0.contentHash == approval.document.contentHash })
        #expect(approval.votes.filter(\.stands).count == standing.count)
        var bodies: [String: String] = [:]
        for vote in standing {
            let person = try #require(vote.by.person)
            #expect(bodies.updateValue(vote.organisation, forKey: person) ?? vote.organisation == vote.organisation)
            #expect(!approval.authorPersons.contains(person))
            #expect(vote.by.capacity != .operatorOnBehalf && vote.organisation != approval.author)
        }
        let open = approval.slots.filter { $0.state == .open }
        #expect(open.allSatisfy { $0.stage == approval.stage } && open.isEmpty == (approval.state != .routed))
        if approval.state == .signed { #expect(approval.openRemarks.isEmpty) }
        #expect(try JSONDecoder().decode(Approval.self, from: JSONEncoder().encode(approval)) == approval)
    }

    private func randomAct(on approval: Approval?, _ random: inout SeededGenerator) -> (ApprovalAct, Actor) {
        guard let approval else { return (.create(draft(&random)), ApprovalFixture.actor("minekonom")) }
        if approval.state == .draft { return (.submit, ApprovalFixture.actor("minekonom")) }
        let kind = ApprovalActKind.allCases.randomElement(using: &random) ?? .vote
        // Withdrawing ends everything: seldom.
        let chosen = kind == .withdraw && Int.random(in: 0..<12, using: &random) > 0 ? .vote : kind
        let body = Self.bodies.randomElement(using: &random) ?? "tsu"
        let capacity =
            Int.random(in: 0..<8, using: &random) == 0 ? Capacity.allCases.randomElement(using: &random) : .own
        let person = Int.random(in: 0..<8, using: &random) == 0 ? "of-tsu" : nil
        let actor = ApprovalFixture.actor(body, capacity ?? .own, person: person)
        let replies = approval.openRemarks.map {
            RemarkReply(remark: $0.number, accepted: Bool.random(using: &random), text: "ответ")
        }
        switch chosen {
        case .vote:
            let vote = VoteKind.allCases.randomElement(using: &random) ?? .approved
            let hash = Bool.random(using: &random) ? ApprovalFixture.hash : ApprovalFixture.otherHash
            return (.vote(ApprovalFixture.ballot(vote, hash)), actor)
        case .answer: return (.answer(Array(replies.prefix(1))), actor)
        case .resubmit:
            let again = ApprovalResubmission(
                document: Bool.random(using: &random) ? ApprovalFixture.document : ApprovalFixture.changed,
                note: "снова", scope: Bool.random(using: &random) ? .all : .notAgreed, replies: replies)
            return (.resubmit(again), actor)
        default: return (ApprovalFixture.act(chosen, on: approval), actor)
        }
    }

    private func draft(_ random: inout SeededGenerator) -> ApprovalDraft {
        let bodies = ["tsu", "tpu", "fano"].map { Approver(organisation: $0) }
        let rules: [StageRule] = [.all, .any, .atLeast(2)]
        var first = ApprovalStage(name: "Первый", approvers: bodies, rule: rules.randomElement(using: &random) ?? .all)
        first.veto = Bool.random(using: &random)
        first.remarksReturn = Bool.random(using: &random)
        let advisory = ApprovalStage(name: "Мнение", approvers: [Approver(organisation: "expert")], advisory: true)
        let last = ApprovalStage(name: "Финансы", approvers: [Approver(organisation: "minfin")])
        var draft = ApprovalFixture.draft
        draft.route = Bool.random(using: &random) ? [first, advisory, last] : [advisory, first]
        return draft
    }
}
