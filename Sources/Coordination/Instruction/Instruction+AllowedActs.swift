// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension Instruction {
    /// Every act a person can ask for with whether this principal may do it now, and if not, why and what instead.
    ///
    /// Words, persons and dates that an act needs are taken to be right; the act itself may still be refused for them.
    public func allowedActs(for principal: Principal, at instant: Instant, in context: CaseContext) -> [AllowedAct] {
        InstructionActKind.onCases.map { act in
            let waived = act == .report ? assignments.filter { $0.role == .coExecutor && $0.owesPart } : []
            let bodies = waived.map(\.organisation).joined(separator: ", ")
            let condition = bodies.isEmpty ? nil : "with a reason to waive the part of \(bodies)"
            return weigh(act, for: principal, condition: condition) { actor throws(Refusal) in
                try check(act, by: actor, at: instant, in: context)
            }
        }
    }

    /// The guards that do not depend on the words of an act.
    private func check(
        _ act: InstructionActKind, by actor: Actor, at instant: Instant, in context: CaseContext
    ) throws(Refusal) {
        try Authority.check(act, as: roles(of: actor.organisation), by: actor, on: self)
        try checkState(for: act, by: actor, in: context)
        try checkTime(of: act, by: actor, at: instant, in: context)
        var context = context
        context.nextNumber = context.nextNumber ?? "?"
        if let person = actor.person { context.positions[person] = nil }
        let person = "?"
        context.positions[person] = [actor.organisation]
        context.organisations.insert("?")
        context.instructions["?"] = InstructionFact(
            id: Identifier(rawValue: 0), programme: programme, number: "?", issuer: issuer, state: .issued)
        var trial = InstructionCorrection(revision: revision, reason: "?")
        trial.basis = (basis ?? "") + "?"
        let unasked = executors.first { $0.requestedReport == nil }?.organisation
        let owing = assignments.filter { $0.role == .coExecutor && $0.owesPart }.map { ($0.organisation, "?") }
        let act: InstructionAct =
            switch act {
            case .create, .issue: .issue
            case .register: .register(recipientNumber: "?", recipientDate: nil)
            case .refuse: .refuse(reason: RefusalReason.wrongAddressee.rawValue, comment: "?")
            case .assign: .assign(person: person)
            case .contribute: .contribute(text: "?")
            case .interimReport: .interimReport(text: "?")
            case .disputeExecutor: .disputeExecutor(replacement: "?", visa: "?", text: "?")
            case .upholdDispute: .upholdDispute(responsible: nil, restartClock: false, comment: nil)
            case .rejectDispute: .rejectDispute(reason: "?")
            case .requestReport:
                .requestReport(organisation: unasked, date: laterDay(at: instant, in: context.programme), text: "?")
            case .requestExtension:
                .requestExtension(
                    newDate: laterDay(at: instant, in: context.programme), reason: ExtensionReason.other.rawValue,
                    text: "?")
            case .withdrawExtension: .withdrawExtension(comment: nil)
            case .grantExtension: .grantExtension(newDate: nil, comment: nil)
            case .denyExtension: .denyExtension(reason: "?")
            case .lapseExtension: .lapseExtension
            case .remind: .remind
            case .escalate: .escalate
            case .report: .report(text: "?", evidence: ["?"], waived: Dictionary(owing) { first, _ in first })
            case .return: .return(reason: "?", newDate: nil)
            case .accept: .accept(comment: nil)
            case .close: .removeFromControl(answer: "?")
            case .closeUnexecuted: .removeUnexecuted(reason: "?", basis: "?")
            case .withdraw: .withdraw(reason: "?")
            case .correct: .correct(trial)
            case .supersede: .supersede(by: "?", reason: "?")
            case .reopen: .reopen(reason: "?", newDate: nil)
            }
        _ = try Instruction.decide(act, on: self, by: actor, at: instant, in: context)
    }

    /// The first day after now and after the deadline, which an extension or a request for a report could name.
    private func laterDay(at instant: Instant, in programme: ProgrammeRules) -> CalendarDate {
        let due = programme.date(of: max(deadline.due ?? instant, instant))
        return (try? programme.calendar.workedDay(after: due)) ?? due.adding(days: 1)
    }
}
