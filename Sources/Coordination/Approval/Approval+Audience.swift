// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension Approval {
    /// Who gets the message of an act; never the sender.
    ///
    /// A vote goes to the author, and the one that ends a stage also to those it ends for: the stage's approvers, and
    /// those whose turn begins: the next stage's approvers, or the signer. What opens a stage goes to its approvers,
    /// what ends the whole to everybody it had reached.
    func audience(of event: ApprovalEvent, from actor: Actor, leadingTo after: Approval) -> [Recipient] {
        var addressees: [(organisation: String, role: ApprovalRole)] = []
        switch event {
        case .created: break
        case .submitted, .resubmitted:
            addressees = after.asked(in: after.stage) + [(signer, .signer)]
        case .voted(_, let stage, let outcome):
            addressees = [(author, .author)]
            if outcome != .open { addressees += asked(in: stage) }
            if after.state == .routed, after.stage != stage { addressees += after.asked(in: after.stage) }
            if after.state == .approved { addressees.append((signer, .signer)) }
        case .answered(let replies):
            let numbers = Set(replies.map(\.remark))
            addressees = remarks.filter { numbers.contains($0.number) }.map { ($0.organisation, .approver) }
            if state == .approved { addressees.append((signer, .signer)) }
        case .signed, .withdrawn:
            addressees = [(author, .author)] + reached.map { ($0, .approver) } + [(signer, .signer)]
        }
        var roles: [String: ApprovalRole] = [:]
        for (organisation, role) in addressees where organisation != actor.organisation && roles[organisation] == nil {
            roles[organisation] = role
        }
        return roles.map { Recipient(organisation: $0.key, role: $0.value.rawValue) }.sorted()
    }

    private func asked(in stage: Int) -> [(organisation: String, role: ApprovalRole)] {
        route.indices.contains(stage) ? route[stage].approvers.map { ($0.organisation, .approver) } : []
    }

    /// The approvers it has come to, in any cycle.
    var reached: [String] {
        var seen: Set<String> = []
        let opened = slots.filter { $0.openedAt != nil }.map(\.organisation)
        return (votes.map(\.organisation) + opened).filter { seen.insert($0).inserted }
    }

    /// The organisations that may know of a vote and of its remarks: the author and the voter, and once its stage has
    /// ended all whom the document has reached; the approval sheet goes with it.
    public func readers(of vote: ApprovalVote) -> [String] {
        let ended = vote.cycle < cycle || vote.stage < stage || state != .routed
        var seen: Set<String> = []
        return ([author, vote.organisation] + (ended ? reached : []) + (state == .routed ? [] : [signer]))
            .filter { seen.insert($0).inserted }
    }

    /// The approval as an organisation may see it: without votes and remarks that are not for it yet.
    public func seen(by organisation: String) -> Approval {
        var seen = self
        let hidden = Set(votes.filter { !readers(of: $0).contains(organisation) }.map(\.number))
        guard !hidden.isEmpty else { return self }
        seen.votes.removeAll { hidden.contains($0.number) }
        seen.remarks.removeAll { hidden.contains($0.vote) }
        for place in seen.slots.indices where seen.slots[place].vote.map(hidden.contains) == true {
            seen.slots[place].vote = nil
        }
        return seen
    }
}
