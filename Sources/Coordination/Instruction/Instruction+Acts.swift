// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension Instruction {
    /// Decides an act: what its message says, who gets it and what the instruction is then; or why not, and what instead.
    ///
    /// Total: every act in every state, and in a case without messages, is decided or refused.
    public static func decide(
        _ act: InstructionAct, on instruction: Instruction?, by actor: Actor, at instant: Instant,
        in context: CaseContext
    ) throws(Refusal) -> Decision<InstructionEvent, Instruction> {
        let header = MessageHeader(
            caseID: context.caseID, programme: context.programme.code, kind: act.kind.messageKind, actor: actor,
            occurredAt: instant)
        guard let instruction else {
            guard case .create(let draft) = act else {
                throw Refusal(
                    code: "not-found", rule: act.kind.rule,
                    sentence: "There is no such instruction to \(act.kind.verb).",
                    next: "Write it first: inoctl instruction issue.")
            }
            try Authority.check(.create, as: [.issuer], by: actor, on: nil)
            try draft.check(issuer: actor.organisation, rule: "I1", in: context)
            let event = InstructionEvent.created(draft)
            let after = Instruction(draft, header: header)
            return Decision(kind: act.kind.messageKind, event: event, audience: [], after: after)
        }
        try Authority.check(act.kind, as: instruction.roles(of: actor.organisation), by: actor, on: instruction)
        try instruction.checkState(for: act.kind, by: actor, in: context)
        try instruction.checkTime(of: act.kind, by: actor, at: instant, in: context)
        let event = try instruction.event(for: act, by: actor, at: instant, in: context)
        let after = instruction.applying(event, of: header)
        return Decision(
            kind: act.kind.messageKind, event: event,
            audience: instruction.audience(of: event, leadingTo: after, from: actor, in: context.programme),
            after: after)
    }

    /// What an act fixes, once its author, the state and the time have been found right.
    private func event(
        for act: InstructionAct, by actor: Actor, at instant: Instant, in context: CaseContext
    ) throws(Refusal) -> InstructionEvent {
        switch act {
        case .create: throw refusal(of: .create, to: actor)
        case .issue: try issue(by: actor, at: instant, in: context)
        case .register(let number, let date): try register(number, date, by: actor, at: instant, in: context)
        case .refuse(let reason, let comment): try refuse(reason, comment, by: actor)
        case .assign(let person): try assign(person, by: actor, in: context)
        case .contribute(let text): try contribute(text, by: actor, at: instant, in: context)
        case .interimReport(let text): try interimReport(text, by: actor)
        case .disputeExecutor(let replacement, let visa, let text):
            try disputeExecutor(
                DisputeClaim(replacement: replacement, visa: visa, text: text), at: instant, in: context)
        case .upholdDispute(let organisation, let restart, let comment):
            try upholdDispute(organisation, restartingClock: restart, comment, at: instant, in: context)
        case .rejectDispute(let reason): try rejectDispute(reason)
        case .requestReport(let organisation, let date, let text):
            try requestReport(from: organisation, by: date, text, at: instant, in: context)
        case .requestExtension(let date, let reason, let text):
            try requestExtension(to: date, reason, text, at: instant, in: context)
        case .withdrawExtension(let comment): try withdrawExtension(comment, at: instant, in: context)
        case .grantExtension(let date, let comment):
            try grantExtension(to: date, comment, by: actor, at: instant, in: context)
        case .denyExtension(let reason): try denyExtension(reason, at: instant, in: context)
        case .lapseExtension: try lapseExtension(at: instant, in: context)
        case .remind: try remind(at: instant, in: context)
        case .escalate: try escalate(at: instant, in: context)
        case .report(let text, let evidence, let waived): try report(text, evidence, waived, in: context)
        case .return(let reason, let date): try returnForRework(reason, date, at: instant, in: context)
        case .accept(let comment): try accept(comment, by: actor)
        case .removeFromControl(let answer): try removeFromControl(answer, in: context)
        case .removeUnexecuted(let reason, let basis): try removeUnexecuted(reason, basis)
        case .withdraw(let reason): try withdraw(reason)
        case .correct(let correction): try correct(correction, at: instant, in: context)
        case .supersede(let reference, let reason): try supersede(by: reference, reason, in: context)
        case .reopen(let reason, let date): try reopen(reason, date, at: instant, in: context)
        }
    }
}

extension Authority {
    /// Refuses an act that none of the actor's parts in the case may do.
    static func check(
        _ act: InstructionActKind, as roles: Set<PartyRole>, by actor: Actor, on instruction: Instruction?
    ) throws(Refusal) {
        let hasController = instruction?.controller != nil
        guard !allows(act, as: roles, capacity: actor.capacity, hasController: hasController) else { return }
        let organisation = actor.organisation
        let sentence =
            if actor.capacity == .system {
                "The broker's own clock may not \(act.verb) an instruction."
            } else if let role = roles.map(\.rawValue).sorted().first {
                "\(organisation) is \(role) in \(instruction?.title ?? "this case"); to \(act.verb) it is for "
                    + "\(holders(of: act, hasController: hasController))."
            } else {
                "\(organisation) has no part in this instruction."
            }
        let open = instruction?.openActs(to: roles).map(\.rawValue) ?? []
        let next =
            if open.isEmpty {
                roles.isEmpty
                    ? "Ask the issuer to name \(organisation), or act for an organisation that is named."
                    : "\(organisation) can send a letter to those whose act it is."
            } else {
                "\(organisation) can: \(open.joined(separator: ", "))."
            }
        throw Refusal(code: "not-authorised", rule: act.rule, sentence: sentence, next: next)
    }

    private static func holders(of act: InstructionActKind, hasController: Bool) -> String {
        guard !act.isOfClock else { return "the broker's own clock" }
        let roles = PartyRole.allCases.filter {
            allows(act, as: [$0], capacity: .own, hasController: hasController)
        }
        return "the " + roles.map(\.rawValue).joined(separator: " or the ")
    }
}
