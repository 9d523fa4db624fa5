// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// A2 vote, A3 change of the vote; A6 and A7 follow from it.
extension Approval {
    /// A2, A3: a person's vote on the content that goes round, and what it does to the stage.
    func vote(_ ballot: Ballot, by actor: Actor, in context: CaseContext) throws(Refusal) -> ApprovalEvent {
        guard let place = votableSlot(of: actor.organisation), let stage = openStage else {
            throw refusal(of: .vote, to: actor)
        }
        try checkVoter(actor, in: slots[place], context)
        try checkHash(ballot.contentHash, for: .vote)
        try check(ballot, in: stage)
        var votes = slots.filter { $0.stage == self.stage && $0.organisation != actor.organisation }
            .compactMap(\.vote).compactMap(vote).map(\.vote)
        votes.append(ballot.vote)
        return .voted(ballot, stage: self.stage, outcome: StageTally(votes, in: stage).outcome(of: stage))
    }

    /// Refuses a voter who would count for nobody, for the author, or for two.
    private func checkVoter(_ actor: Actor, in slot: ApprovalSlot, _ context: CaseContext) throws(Refusal) {
        func refuse(_ sentence: String, _ next: String) -> Refusal {
            Refusal(code: "not-authorised", rule: "A2", sentence: sentence, next: next)
        }
        guard let person = actor.person else {
            throw refuse(
                "A vote is a person's; this token belongs to a system of \(actor.organisation).",
                "Vote with a person's token.")
        }
        try checkPosition(of: actor, for: .vote, in: context)
        guard !authorPersons.contains(person) else {
            throw refuse(
                "\(person) acted for the author of \(title) and cannot vote on it.",
                "Let somebody else of \(actor.organisation) vote.")
        }
        let standsIn = actor.capacity == .substitute || actor.capacity == .delegate
        if let named = slot.person, named != person, !standsIn {
            throw refuse(
                "The route of \(title) names \(named) to vote for \(actor.organisation), not \(person).",
                "Let \(named) vote, or somebody who stands in for them.")
        }
        if let before = slot.vote.flatMap(vote), let voter = before.by.person, voter != person, !standsIn {
            throw refuse(
                "\(voter) has voted for \(actor.organisation); \(person) cannot vote over it.",
                "Let \(voter) vote again, or somebody who stands in for them.")
        }
        let others = slots.compactMap(\.vote).compactMap(vote).filter { $0.organisation != actor.organisation }
        if let other = others.first(where: { $0.by.person == person }) {
            throw refuse(
                "\(person) has voted on \(title) for \(other.organisation); one person counts for one approver.",
                "Let somebody else of \(actor.organisation) vote.")
        }
    }

    /// Refuses a vote the stage does not take, or without the words it needs.
    private func check(_ ballot: Ballot, in stage: ApprovalStage) throws(Refusal) {
        func refuse(_ sentence: String, _ next: String) -> Refusal {
            Refusal(code: "rule-refused", rule: "A2", sentence: sentence, next: next)
        }
        if stage.advisory {
            guard ballot.vote == .opinion || ballot.vote == .notCompetent else {
                throw refuse(
                    "The stage «\(stage.name)» is advisory and takes opinions, not \(ballot.vote.rawValue).",
                    "Give an opinion.")
            }
        } else if ballot.vote == .opinion {
            throw refuse("The stage «\(stage.name)» decides; an opinion decides nothing.", "Approve or refuse it.")
        }
        if ballot.vote == .opinion, ballot.comment?.isBlank ?? true {
            throw refuse("The opinion says nothing.", "Give its text.")
        }
        if ballot.vote.needsRemarks {
            guard !ballot.remarks.isEmpty else {
                throw refuse(
                    "\(ballot.vote.rawValue) needs at least one remark, so that the author can answer it.",
                    "Add the remarks.")
            }
            guard !ballot.remarks.contains(where: \.text.isBlank) else {
                throw refuse("A remark is empty.", "Say what is remarked, or leave it out.")
            }
        } else if !ballot.remarks.isEmpty {
            throw refuse(
                "\(ballot.vote.rawValue) has no remarks; a vote that has is WITH_REMARKS or REFUSED.",
                "Choose one of them, or put the words into the comment.")
        }
    }
}
