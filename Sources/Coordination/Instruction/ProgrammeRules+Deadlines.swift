// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// A policy speaks of days; a programme's zone and closing hour make moments of them.
extension ProgrammeRules {
    /// The policy under which instructions of that code are issued on a day: of the versions in force the last.
    public func policy(named code: String, on date: CalendarDate, rule: String? = nil) throws(Refusal) -> DeadlinePolicy
    {
        let inForce = policies.filter { !$0.isEnded && ($0.validFrom ?? date) <= date }
        if let policy = inForce.filter({ $0.code == code }).max(by: { $0.version < $1.version }) { return policy }
        let codes = Set(inForce.map(\.code)).sorted().joined(separator: ", ")
        throw Refusal(
            code: "deadline-policy", rule: rule,
            sentence: "The programme \(self.code) has no deadline policy \(code) in force on \(date.written).",
            next: "In force are: \(codes).")
    }

    /// The policy an instruction was issued under: that another version came into force since changes nothing for it.
    func policy(of instruction: Instruction, rule: String) throws(Refusal) -> DeadlinePolicy {
        let code = instruction.policy ?? policy
        if let issuedUnder = policies.first(where: { $0.code == code && $0.version == instruction.policyVersion }) {
            return issuedUnder
        }
        throw Refusal(
            code: "deadline-policy", rule: rule,
            sentence: "\(instruction.title) was issued under version \(instruction.policyVersion ?? 0) of the deadline "
                + "policy \(code), which the programme \(self.code) does not have.",
            next: "Import the row of that version in deadline_policies.csv.")
    }

    /// The deadline of an instruction issued at that moment.
    func deadline(
        of instruction: Instruction, under policy: DeadlinePolicy, at instant: Instant
    ) throws(Refusal) -> InstructionDeadline {
        let signed = date(of: instant)
        if instruction.withoutDeadline {
            guard policy.allowsNoDeadline else {
                throw Refusal(
                    code: "deadline-policy", rule: "I2",
                    sentence: "The policy \(policy.code) does not allow an instruction «без срока».",
                    next: "State a date or a mark, or neither: then it is \(policy.unstated.text).")
            }
            let norm = policy.norm("an instruction may be given «без срока»")
            let step = ExplanationStep(date: signed, text: "issued \(signed.written) without a deadline", norm: norm)
            return InstructionDeadline(explanation: [step])
        }
        if let named = instruction.namedDate {
            return fixed(try due(on: named, under: policy, at: instant, rule: "I2"))
        }
        guard policy.start == .registration else {
            return fixed(try policy.due(instruction.mark, from: signed, in: calendar))
        }
        let term = try policy.term(of: instruction.mark)
        let text = "issued \(signed.written): \(term.text) count from the day \(instruction.responsible) registers it"
        let step = ExplanationStep(date: signed, text: text, norm: policy.norm(of: instruction.mark, term))
        return InstructionDeadline(explanation: [step], pending: true)
    }

    /// The deadline of an instruction that waited for this registration.
    func deadline(
        of instruction: Instruction, under policy: DeadlinePolicy, registeredOn date: CalendarDate
    ) throws(Refusal) -> InstructionDeadline {
        var deadline = fixed(try policy.due(instruction.mark, from: date, in: calendar))
        deadline.explanation = instruction.deadline.explanation + deadline.explanation
        return deadline
    }

    /// The last day an issuer named, when that day is not over yet.
    func due(
        on named: CalendarDate, under policy: DeadlinePolicy, at instant: Instant, rule: String
    ) throws(Refusal) -> DueDate {
        let today = date(of: instant)
        guard endOfDay(named) > instant else {
            throw Refusal(
                code: "deadline-policy", rule: rule,
                sentence: "The deadline \(zone.text(endOfDay(named))) has passed: it is \(zone.text(instant)).",
                next: "Name a later date.")
        }
        return try policy.due(on: named, from: today, in: calendar)
    }

    /// The last moment for co-executors' parts, if there are co-executors and a deadline.
    func halfTerm(
        of instruction: Instruction, under policy: DeadlinePolicy, from start: CalendarDate, to deadline: Instant?
    ) throws(Refusal) -> Instant? {
        guard let deadline, !instruction.coExecutors.isEmpty else { return nil }
        return endOfDay(try policy.halfTerm(from: start, to: date(of: deadline), in: calendar).date)
    }

    /// When a recipient's office must have handled what it received then: urgent and prompt letters within the hour, others
    /// the same day, or by ten on the next working day when they came after hours. Nil where the calendar is not loaded.
    func intakeDue(of mark: Mark?, receivedAt instant: Instant) -> Instant? {
        guard mark == nil else { return instant.adding(seconds: 3600) }
        let day = date(of: instant)
        guard let worked = try? calendar.isWorked(day) else { return nil }
        if worked, instant < endOfDay(day) { return endOfDay(day) }
        return (try? calendar.workedDay(after: day)).map { zone.instant($0, hour: 10, minute: 0) }
    }

    private func fixed(_ due: DueDate) -> InstructionDeadline {
        let end = endOfDay(due.date)
        return InstructionDeadline(original: end, current: end, explanation: due.steps)
    }
}
