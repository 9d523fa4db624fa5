// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// I20: the issuer corrects what it gave; the case goes on, or begins anew with the body it is addressed to now.
extension Instruction {
    /// I20: on the revision that was read, with a reason; executors and the day not while a report waits or is accepted.
    func correct(
        _ correction: InstructionCorrection, at instant: Instant, in context: CaseContext
    ) throws(Refusal) -> InstructionEvent {
        let act = InstructionActKind.correct
        try require(correction.reason, "the reason", for: act)
        guard correction.revision == revision else {
            throw Refusal(
                code: "stale-revision", rule: act.rule,
                sentence: "\(title) is at revision \(revision), and the correction was made on \(correction.revision).",
                next: "Read it again, and correct what it says now.")
        }
        let after = correction.applied(to: content, of: issuer)
        let changes = InstructionChange.between(content, after)
        guard !changes.isEmpty else {
            throw refusal("The correction of \(title) changes nothing", act, "Say what it is to say instead.")
        }
        let fixed = changes.map(\.field).filter { ["responsible", "coExecutors", "deadline"].contains($0) }
        guard fixed.isEmpty || !Self.settled.contains(state) else {
            throw refusal(
                "\(title) is reported on: who executes it and by which day cannot be corrected now", act,
                "Return the report first, or leave out: \(fixed.joined(separator: ", ")).")
        }
        try check(after, in: context)
        return .corrected(try outcome(of: correction, after, changes, at: instant, in: context))
    }

    private static let settled: Set<InstructionState> = [.reported, .executed]

    /// The words must be such as could have been issued; what they named before needs no second look.
    private func check(_ after: InstructionDraft, in context: CaseContext) throws(Refusal) {
        var context = context
        context.actions.formUnion([aboutAction].compactMap(\.self))
        context.instruments.formUnion(instruments)
        try after.check(issuer: issuer, rule: "I20", in: context)
    }

    private func outcome(
        of correction: InstructionCorrection, _ after: InstructionDraft, _ changes: [InstructionChange],
        at instant: Instant, in context: CaseContext
    ) throws(Refusal) -> InstructionCorrected {
        var corrected = InstructionCorrected(reason: correction.reason, content: after, changes: changes)
        let programme = context.programme
        let policy = try programme.policy(of: self, rule: "I20")
        if let date = after.deadline, changes.contains(where: { $0.field == "deadline" }) {
            let due = try programme.due(on: date, under: policy, at: instant, rule: "I20")
            let today = programme.date(of: instant)
            let step = ExplanationStep(
                date: today, text: "\(issuer) corrected the day on \(today.written): \(correction.reason)",
                norm: policy.norm("only the issuer may change the date"))
            corrected.due = programme.endOfDay(due.date)
            corrected.explanation = [step] + due.steps
        }
        guard let end = corrected.due ?? deadline.current, !after.coExecutors.isEmpty else { return corrected }
        let start = programme.date(of: issuedAt ?? instant)
        let half = try policy.halfTerm(from: start, to: programme.date(of: end), in: programme.calendar)
        corrected.halfTermDue = programme.endOfDay(half.date)
        return corrected
    }

    mutating func apply(_ corrected: InstructionCorrected, at instant: Instant) {
        let content = corrected.content
        let isHandedOn = content.responsible != responsible
        let isReaddressed = isHandedOn || state == .refused
        text = content.text
        namedDate = content.deadline
        withoutDeadline = content.withoutDeadline
        aboutAction = content.aboutAction
        instruments = content.instruments
        basis = content.basis
        let before = assignments
        assignments = content.parties.map { organisation, role in
            let kept = before.first { $0.organisation == organisation && $0.role == role }
            if let kept, !(isReaddressed && role == .responsible) { return kept }
            var fresh = Assignment(organisation: organisation, role: role)
            if role == .coExecutor { fresh.halfTermDue = corrected.halfTermDue }
            return fresh
        }
        if let due = corrected.due { deadline.move(to: due) }
        deadline.explanation += corrected.explanation
        reason = corrected.reason
        corrections += 1
        guard isReaddressed else { return }
        state = .issued
        refusal = nil
        settleExtension(.withdrawn, at: instant)
        if isHandedOn { settleDispute(.upheld, at: instant, decision: corrected.reason) }
    }
}
