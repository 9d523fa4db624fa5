// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// I7: the responsible says that another body should answer for it; the issuer upholds that or rejects it.
extension Instruction {
    /// I7: names another body, which has agreed.
    func disputeExecutor(
        _ claim: DisputeClaim, at instant: Instant, in context: CaseContext
    ) throws(Refusal) -> InstructionEvent {
        let act = InstructionActKind.disputeExecutor
        guard disputeState != .raised else {
            throw refusal("\(responsible) has disputed \(title) already, and \(issuer) has not decided", act)
        }
        try require(claim.text, "why another body should answer for it", for: act)
        try require(claim.visa, "the document by which that body agreed", for: act)
        try checkNewResponsible(claim.replacement, for: act, in: context)
        let programme = context.programme
        let policy = try programme.policy(of: self, rule: act.rule)
        try check(
            policy.limits.disputeWindow, of: policy, in: programme, for: act, "the executor be disputed", at: instant)
        return .executorDisputed(claim)
    }

    /// I7: another body answers for it from now on; the clock runs on unless the issuer begins the term anew.
    func upholdDispute(
        _ organisation: String?, restartingClock: Bool, _ comment: String?, at instant: Instant, in context: CaseContext
    ) throws(Refusal) -> InstructionEvent {
        let act = InstructionActKind.upholdDispute
        let claim = try undecidedDispute(by: act)
        let organisation = organisation ?? claim.replacement
        try checkNewResponsible(organisation, for: act, in: context)
        guard restartingClock else { return .disputeUpheld(DisputeUpheld(responsible: organisation, comment: comment)) }
        guard namedDate == nil else {
            throw refusal(
                "\(title) was given until a day, \(namedDate?.written ?? ""), which does not begin anew", act,
                "Leave the clock running; \(organisation) can ask for more time.")
        }
        let programme = context.programme
        let policy = try programme.policy(of: self, rule: act.rule)
        var heir = self
        heir.makeResponsible(organisation)
        var fixed = try programme.deadline(of: heir, under: policy, at: instant)
        fixed.original = deadline.original ?? fixed.original
        let today = programme.date(of: instant)
        let text = "\(issuer) gave it to \(organisation) on \(today.written); its term begins anew"
        let step = ExplanationStep(
            date: today, text: text, norm: policy.norm("the responsible is changed by resolution of the issuer"))
        fixed.explanation = deadline.explanation + [step] + fixed.explanation
        return .disputeUpheld(DisputeUpheld(responsible: organisation, comment: comment, deadline: fixed))
    }

    /// I7: it stays where it is.
    func rejectDispute(_ reason: String) throws(Refusal) -> InstructionEvent {
        try require(reason, "why it stays with \(responsible)", for: .rejectDispute)
        _ = try undecidedDispute(by: .rejectDispute)
        return .disputeRejected(reason: reason)
    }

    private func undecidedDispute(by act: InstructionActKind) throws(Refusal) -> DisputeClaim {
        guard let dispute, dispute.state == .raised else {
            throw refusal("Nobody disputes that \(responsible) answers for \(title)", act)
        }
        return dispute.claim
    }

    /// A body that can answer for it: one of the register, and nobody who gives or checks it.
    private func checkNewResponsible(
        _ organisation: String, for act: InstructionActKind, in context: CaseContext
    ) throws(Refusal) {
        guard context.organisations.contains(organisation) else {
            throw Refusal(
                code: "unknown-recipient", rule: act.rule,
                sentence: "There is no organisation \(organisation) in the register.",
                next: "Look it up: inoctl org list.")
        }
        let other = roles(of: organisation).subtracting([.coExecutor, .observer]).map(\.rawValue).sorted().first
        guard let other else { return }
        throw refusal(
            "\(organisation) is \(other) in \(title) and cannot become its responsible executor", act,
            "Name another body.")
    }
}

// What these acts change.
extension Instruction {
    mutating func apply(_ upheld: DisputeUpheld, at instant: Instant) {
        settleDispute(.upheld, at: instant, decision: upheld.comment)
        settleExtension(.withdrawn, at: instant)
        makeResponsible(upheld.responsible)
        state = .issued
        if let fixed = upheld.deadline { deadline = fixed }
    }

    /// Decides the dispute that waits, if one does.
    mutating func settleDispute(_ state: DisputeState, at instant: Instant, decision: String?) {
        guard disputeState == .raised else { return }
        dispute?.state = state
        dispute?.decidedAt = instant
        dispute?.decision = decision
    }

    /// The organisation answers for it in the stead of the one that did, which goes on reading what becomes of it.
    mutating func makeResponsible(_ organisation: String) {
        guard organisation != responsible else { return }
        assignments.removeAll { $0.organisation == organisation && ($0.role == .coExecutor || $0.role == .observer) }
        for index in assignments.indices where assignments[index].role == .responsible {
            assignments[index] = Assignment(organisation: assignments[index].organisation, role: .observer)
        }
        assignments.insert(Assignment(organisation: organisation, role: .responsible), at: 0)
    }
}
