// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// I15 return, I16 accept, I17 and I18 remove from control, I19 withdraw, I22 reopen: what the controller and the issuer do.
extension Instruction {
    /// I15: back for rework, perhaps with a date of its own beside the deadline that stands.
    func returnForRework(
        _ reason: String, _ date: CalendarDate?, at instant: Instant, in context: CaseContext
    ) throws(Refusal) -> InstructionEvent {
        try require(reason, "what is missing", for: .return)
        let due = try reworkDue(date, by: .return, at: instant, in: context)
        return .returned(reason: reason, rework: due?.end, explanation: due?.steps ?? [])
    }

    /// I22: back on control within the policy's term, perhaps with a date of its own; what was counted when it was closed
    /// stays counted for those days.
    func reopen(
        _ reason: String, _ date: CalendarDate?, at instant: Instant, in context: CaseContext
    ) throws(Refusal) -> InstructionEvent {
        try require(reason, "why it is put back on control", for: .reopen)
        let programme = context.programme
        let policy = try programme.policy(of: self, rule: "I22")
        if let term = policy.limits.reopening, let closedAt {
            let last = try policy.lastDay(of: term, from: programme.date(of: closedAt), in: programme.calendar)
            guard instant <= programme.endOfDay(last) else {
                throw Refusal(
                    code: "deadline-policy", rule: "I22",
                    sentence: "\(title) was taken off control on \(programme.date(of: closedAt).written); the policy "
                        + "\(policy.code) lets it be reopened within \(term.text), until \(last.written).",
                    next: "Issue a new instruction that names this one as its basis.")
            }
        }
        let due = try reworkDue(date, by: .reopen, at: instant, in: context)
        return .reopened(reason: reason, rework: due?.end, explanation: due?.steps ?? [])
    }

    private func reworkDue(
        _ date: CalendarDate?, by act: InstructionActKind, at instant: Instant, in context: CaseContext
    ) throws(Refusal) -> (end: Instant, steps: [ExplanationStep])? {
        guard let date else { return nil }
        let programme = context.programme
        let policy = try programme.policy(of: self, rule: act.rule)
        let due = try programme.due(on: date, under: policy, at: instant, rule: act.rule)
        return (programme.endOfDay(due.date), due.steps)
    }

    /// I16: nobody accepts their own report. An operator enters others' papers and is not the second pair of eyes, nor
    /// counted against them, as long as the report came by the operator too.
    func accept(_ comment: String?, by actor: Actor) throws(Refusal) -> InstructionEvent {
        if let person = actor.person {
            let executor = assignments.first { $0.role == .responsible }?.executorPerson
            let bothEntered = actor.capacity == .operatorOnBehalf && reportedBy?.capacity == .operatorOnBehalf
            guard person != executor, person != reportedBy?.person || bothEntered else {
                throw refusal(
                    "\(person) worked on \(title) for \(responsible) and cannot accept the report on it", .accept,
                    "Let somebody else of \(accepter) accept it.")
            }
        }
        return .accepted(comment: comment)
    }

    /// I17: off control after the answer was sent, on documentary proof.
    func removeFromControl(_ answer: String, in context: CaseContext) throws(Refusal) -> InstructionEvent {
        try require(answer, "the answer that was sent to the party", for: .close)
        let policy = try context.programme.policy(of: self, rule: "I17")
        guard !evidence.isEmpty || control != .onControl || !policy.requiresEvidence else {
            throw refusal(
                "The report on \(title) names no documentary proof, so it stays on control", .close,
                "\(issuer) can take it off unexecuted, with a reason and a basis (close-unexecuted).")
        }
        return .closed(answer: answer)
    }

    /// I18: off control because it lost its sense.
    func removeUnexecuted(_ reason: String, _ basis: String) throws(Refusal) -> InstructionEvent {
        try require(reason, "the reason", for: .closeUnexecuted)
        try require(basis, "the document it rests on", for: .closeUnexecuted)
        return .closedUnexecuted(reason: reason, basis: basis)
    }

    /// I19: taken back.
    func withdraw(_ reason: String) throws(Refusal) -> InstructionEvent {
        try require(reason, "the reason", for: .withdraw)
        return .withdrawn(reason: reason)
    }
}
