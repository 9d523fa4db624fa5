// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension Approval {
    /// Every act of the core path with whether this principal may do it now, and if not, why and what instead.
    ///
    /// Words, numbers and dates that an act needs are taken to be right; the act itself may still be refused for them.
    public func allowedActs(for principal: Principal, at instant: Instant, in context: CaseContext) -> [AllowedAct] {
        ApprovalActKind.allCases.filter { $0 != .create }.map { act in
            let unanswered = act == .resubmit ? openRemarks.map { String($0.number) }.joined(separator: ", ") : ""
            let condition = unanswered.isEmpty ? nil : "with an answer to the remarks \(unanswered)"
            return weigh(act, for: principal, condition: condition) { actor throws(Refusal) in
                _ = try Approval.decide(specimen(of: act), on: self, by: actor, at: instant, in: context.numbered)
            }
        }
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
