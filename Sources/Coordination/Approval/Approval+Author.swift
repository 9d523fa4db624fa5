// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// A8 answer and resubmit, A13 sign, A15 withdraw: what the author and the signer do.
extension Approval {
    /// Answers remarks: taken into account, or not and why.
    func answer(_ replies: [RemarkReply], by actor: Actor) throws(Refusal) -> ApprovalEvent {
        try checkAuthor(actor, for: .answer)
        guard !replies.isEmpty else {
            throw Refusal(
                code: "rule-refused", rule: "A8", sentence: "No remark is answered.",
                next: "Name the remark and the answer; see them with inoctl approval remarks.")
        }
        try check(replies)
        return .answered(replies)
    }

    /// Refuses a person whose vote stands: nobody judges what they write.
    private func checkAuthor(_ actor: Actor, for act: ApprovalActKind) throws(Refusal) {
        guard actor.capacity != .operatorOnBehalf, let person = actor.person,
            let vote = votes.first(where: { $0.stands && $0.by.person == person })
        else { return }
        throw Refusal(
            code: "not-authorised", rule: act.rule,
            sentence: "\(person) has voted on \(title) for \(vote.organisation) and cannot act for its author.",
            next: "Let somebody else of \(author) do it.")
    }

    private func check(_ replies: [RemarkReply]) throws(Refusal) {
        func refuse(_ sentence: String, _ next: String) -> Refusal {
            Refusal(code: "rule-refused", rule: "A8", sentence: sentence, next: next)
        }
        var seen: Set<Int> = []
        for reply in replies {
            guard remarks.indices.contains(reply.remark - 1) else {
                throw refuse("\(title) has no remark \(reply.remark).", "See them: inoctl approval remarks.")
            }
            let state = remarks[reply.remark - 1].state
            guard state == .open, seen.insert(reply.remark).inserted else {
                throw refuse(
                    state == .superseded
                        ? "Remark \(reply.remark) was withdrawn by its author's new vote."
                        : "Remark \(reply.remark) has an answer.", "Leave it out.")
            }
            guard reply.accepted || !reply.text.isBlank else {
                throw refuse("Remark \(reply.remark) is declined without a ground.", "Say why.")
            }
        }
    }

    /// A8: round again, once every remark has its answer.
    ///
    /// ALL asks everybody from the first stage. NOT_AGREED goes on with the stage that failed, keeps what the stages
    /// before it decided and, in it, the consents; it is for the unchanged document only, since nobody's consent covers
    /// another content.
    func resubmit(
        _ again: ApprovalResubmission, by actor: Actor, in context: CaseContext
    ) throws(Refusal) -> ApprovalEvent {
        func refuse(_ sentence: String, _ next: String) -> Refusal {
            Refusal(code: "rule-refused", rule: "A8", sentence: sentence, next: next)
        }
        try checkAuthor(actor, for: .resubmit)
        try again.document.check(rule: "A8")
        try require(again.note, "what has changed", for: .resubmit)
        try check(again.replies)
        let unanswered = openRemarks.map(\.number).filter { number in !again.replies.contains { $0.remark == number } }
        guard unanswered.isEmpty else {
            let numbers = unanswered.map(String.init).joined(separator: ", ")
            throw refuse(
                "\(title) has remarks without an answer: \(numbers).",
                "Answer each: taken into account, or not and why.")
        }
        guard again.scope == .notAgreed else {
            try again.route?.check(author: author, rule: "A8", in: context)
            return .resubmitted(again, kept: [], stage: 0)
        }
        guard again.document.contentHash == document.contentHash else {
            throw refuse(
                "The document has changed, so nobody's consent covers it.", "Resubmit it with the scope ALL.")
        }
        guard again.route == nil else {
            throw refuse("A new route asks everybody anew.", "Resubmit it with the scope ALL.")
        }
        let kept = slots.filter { slot in
            guard let vote = slot.vote.flatMap(vote) else { return false }
            return slot.stage < stage || slot.stage == stage && route[stage].isConsent(vote.vote)
        }
        return .resubmitted(again, kept: kept.compactMap(\.vote).sorted(), stage: stage)
    }

    /// A13: the named signer signs what was approved, and nothing else.
    func sign(
        _ number: String, _ date: CalendarDate?, _ contentHash: String, by actor: Actor, at instant: Instant,
        in context: CaseContext
    ) throws(Refusal) -> ApprovalEvent {
        try require(number, "the number of the signed document", for: .sign)
        try checkHash(contentHash, for: .sign)
        try checkPosition(of: actor, for: .sign, in: context)
        if let signerPerson, actor.capacity == .own, actor.person != signerPerson {
            throw Refusal(
                code: "not-authorised", rule: "A13",
                sentence: "\(title) is signed by \(signerPerson) for \(signer), not by \(actor.person ?? "a system").",
                next: "Let \(signerPerson) sign it.")
        }
        guard openRemarks.isEmpty else {
            let numbers = openRemarks.map { String($0.number) }.joined(separator: ", ")
            throw Refusal(
                code: "rule-refused", rule: "A13",
                sentence: "\(title) was approved with remarks that have no answer: \(numbers).",
                next: "\(author) answers them: inoctl approval answer.")
        }
        let today = context.programme.date(of: instant)
        guard (date ?? today) <= today else {
            throw Refusal(
                code: "rule-refused", rule: "A13", sentence: "\(title) cannot be signed on a day to come.",
                next: "Give the day it was signed on, or leave it out to mean today.")
        }
        return .signed(number: number, date: date ?? today, contentHash: document.contentHash)
    }

    /// A15: taken back.
    func withdraw(_ reason: String) throws(Refusal) -> ApprovalEvent {
        try require(reason, "the reason", for: .withdraw)
        return .withdrawn(reason: reason)
    }
}

extension ApprovalStage {
    /// Whether the vote counts for the document here.
    func isConsent(_ vote: VoteKind) -> Bool { vote == .approved || vote == .withRemarks && !remarksReturn }
}
