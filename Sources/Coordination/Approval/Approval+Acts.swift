// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension Approval {
    /// Decides an act: what its message says, who gets it and what the approval is then; or why not, and what instead.
    ///
    /// Total: every act in every state, and in a case without messages, is decided or refused.
    public static func decide(
        _ act: ApprovalAct, on approval: Approval?, by actor: Actor, at instant: Instant, in context: CaseContext
    ) throws(Refusal) -> Decision<ApprovalEvent, Approval> {
        let header = MessageHeader(
            caseID: context.caseID, programme: context.programme.code, kind: act.kind.messageKind, actor: actor,
            occurredAt: instant)
        guard let approval else {
            guard case .create(let draft) = act else {
                throw Refusal(
                    code: "not-found", rule: act.kind.rule,
                    sentence: "There is no such approval to \(act.kind.verb).",
                    next: "Write it first: inoctl approval create.")
            }
            try Authority.check(.create, as: [.author], by: actor, on: nil)
            try draft.check(author: actor.organisation, in: context)
            return Decision(
                kind: act.kind.messageKind, event: .created(draft), audience: [], after: Approval(draft, header: header)
            )
        }
        try Authority.check(act.kind, as: approval.roles(of: actor.organisation), by: actor, on: approval)
        try approval.checkState(for: act.kind, by: actor)
        try approval.checkTime(of: act.kind, at: instant, in: context)
        let event = try approval.event(for: act, by: actor, at: instant, in: context)
        let after = approval.applying(event, of: header)
        return Decision(
            kind: act.kind.messageKind, event: event,
            audience: approval.audience(of: event, from: actor, leadingTo: after), after: after)
    }

    /// What an act fixes, once its author, the state and the time have been found right.
    private func event(
        for act: ApprovalAct, by actor: Actor, at instant: Instant, in context: CaseContext
    ) throws(Refusal) -> ApprovalEvent {
        switch act {
        case .create: throw refusal(of: .create, to: actor)
        case .submit: try submit(in: context)
        case .vote(let ballot): try vote(ballot, by: actor, in: context)
        case .answer(let replies): try answer(replies, by: actor)
        case .resubmit(let resubmission): try resubmit(resubmission, by: actor, in: context)
        case .sign(let number, let date, let contentHash):
            try sign(number, date, contentHash, by: actor, at: instant, in: context)
        case .withdraw(let reason): try withdraw(reason)
        }
    }
}
