// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension Approval {
    /// Every act of the core path with whether this principal may do it now, and if not, why and what instead.
    ///
    /// Words, numbers and dates that an act needs are taken to be right; the act itself may still be refused for them.
    public func allowedActs(for principal: Principal, at instant: Instant, in context: CaseContext) -> [AllowedAct] {
        ApprovalActKind.allCases.filter { $0 != .create }.map { act in
            var first: Refusal?
            for candidate in candidates(for: principal) {
                do throws(Refusal) {
                    _ = try Approval.decide(
                        specimen(of: act), on: self, by: candidate, at: instant, in: context.numbered)
                    return AllowedAct(
                        act: act.rawValue, rule: act.rule, allowed: true, why: condition(of: act, as: candidate))
                } catch {
                    first = first ?? error
                }
            }
            let why = first.map { [$0.sentence, $0.next].compactMap(\.self).joined(separator: " ") }
            return AllowedAct(
                act: act.rawValue, rule: act.rule, allowed: false,
                why: why ?? "\(principal.name) may not act for any organisation; ask for a token with the scope act.")
        }
    }

    /// Those as whom the principal could act: its own organisation first, then, for an operator, the others.
    private func candidates(for principal: Principal) -> [Actor] {
        var actors: [Actor] = []
        if let own = principal.organisation, principal.scopes.contains(.act) {
            actors.append(
                Actor(person: principal.person, position: principal.position, organisation: own, capacity: .own))
        }
        if principal.scopes.contains(.operate) {
            let others = parties.filter { $0 != principal.organisation }
            actors += others.map { Actor(person: principal.person, organisation: $0, capacity: .operatorOnBehalf) }
        }
        return actors
    }

    /// What an allowed act still asks for.
    private func condition(of act: ApprovalActKind, as actor: Actor) -> String? {
        let unanswered = act == .resubmit ? openRemarks.map { String($0.number) }.joined(separator: ", ") : ""
        let conditions = [
            actor.capacity == .operatorOnBehalf ? "for \(actor.organisation), on the document it came on" : nil,
            unanswered.isEmpty ? nil : "with an answer to the remarks \(unanswered)",
        ].compactMap(\.self)
        return conditions.isEmpty ? nil : conditions.joined(separator: "; ")
    }

    /// An act whose words are right.
    private func specimen(of act: ApprovalActKind) -> ApprovalAct {
        let replies = openRemarks.map { RemarkReply(remark: $0.number, accepted: true, text: "?") }
        switch act {
        case .create, .submit: return .submit
        case .vote:
            let vote: VoteKind = openStage?.advisory == true ? .opinion : .approved
            return .vote(Ballot(vote, contentHash: document.contentHash, comment: "?"))
        case .answer: return .answer(replies)
        case .resubmit:
            return .resubmit(ApprovalResubmission(document: document, note: "?", scope: .all, replies: replies))
        case .sign: return .sign(number: "?", date: nil, contentHash: document.contentHash)
        case .withdraw: return .withdraw(reason: "?")
        }
    }
}

extension CaseContext {
    /// With a number to give, since asking draws none.
    fileprivate var numbered: CaseContext {
        var context = self
        context.nextNumber = nextNumber ?? "?"
        return context
    }
}
