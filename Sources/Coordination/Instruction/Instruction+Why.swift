// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension Instruction {
    /// Who must do what by when, and which norm says so; organisations by their names where `names` has them.
    public func why(at instant: Instant, in programme: ProgrammeRules, names: [String: String] = [:]) -> Why {
        let duties = duties(at: instant, in: programme).map { duty in
            Why.Duty(
                organisation: duty.organisation, name: names[duty.organisation] ?? duty.organisation, role: duty.role,
                act: duty.act.rawValue, task: duty.task, due: duty.due, dueText: duty.due.map(programme.zone.text),
                overdue: duty.due.map { instant > $0 } ?? false, norm: duty.norm)
        }
        return Why(
            title: title, state: state, sentence: "\(title): \(situation)\(extensionNote(at: instant)).",
            duties: duties,
            deadline: deadline.explanation, fired: fired)
    }

    private struct Owed {
        var organisation: String
        var role: PartyRole
        var act: InstructionActKind
        var task: String
        var due: Instant?
        var norm: String
    }

    private func duties(at instant: Instant, in programme: ProgrammeRules) -> [Owed] {
        let accepting: PartyRole = controller == nil ? .issuer : .controller
        switch state {
        case .draft:
            return [owed(issuer, .issuer, .issue, "issue it", "I2: an instruction counts from its issue")]
        case .issued:
            let due = issuedAt.flatMap { programme.intakeDue(of: mark, receivedAt: $0) }
            let norm =
                "I4, intake: the same day before closing, later by 10:00 of the next working day; marked within an hour"
            return [owed(responsible, .responsible, .register, "register or refuse it", norm, due)] + parts
        case .registered:
            let norm = "I6: a person answers for the work from its registration"
            return [owed(responsible, .responsible, .assign, "name the person who works on it", norm, deadline.due)]
                + parts + decisions(at: instant)
        case .inExecution, .returned:
            let norms = "I11: the issuer's side asked for it, by a day of its own"
            let asked = assignments.compactMap { part in
                part.requestedReport.map {
                    owed(part.organisation, part.role, .interimReport, "report how it goes: \($0.text)", norms, $0.due)
                }
            }
            let rework = state == .returned ? "rework it and report" : "report it done, with documentary proof"
            return parts + asked + [owed(responsible, .responsible, .report, rework, termNorm, deadline.due)]
                + decisions(at: instant)
        case .reported:
            let norm = "I15, I16: the controller decides, the issuer where there is none"
            return [owed(accepter, accepting, .accept, "accept the report or return it for rework", norm)]
        case .executed:
            let norm = "I17: off control only after execution, documentary proof and the answer to the party"
            return [owed(accepter, accepting, .close, "send the answer and take it off control", norm)]
        case .refused:
            let norm = "I5: what the registrar refused goes back to the issuer"
            return [owed(issuer, .issuer, .correct, "correct it (to the right body), supersede or withdraw it", norm)]
        case .closed, .withdrawn, .superseded, .closedUnexecuted:
            return []
        }
    }

    /// The co-executors' parts that have not come.
    private var parts: [Owed] {
        assignments.filter { $0.role == .coExecutor && $0.owesPart }.map { part in
            owed(
                part.organisation, .coExecutor, .contribute, "give its part to \(responsible)",
                "I9: co-executors give their parts in the first half of the term", part.halfTermDue)
        }
    }

    /// What the issuer must decide before the deadline.
    private func decisions(at instant: Instant) -> [Owed] {
        var owing: [Owed] = []
        if disputeState == .raised, let claim = dispute?.claim {
            let task = "give it to \(claim.replacement) as \(responsible) proposes, or leave it where it is"
            let norm = "I7: the responsible is changed by resolution of the issuer"
            owing.append(owed(issuer, .issuer, .upholdDispute, task, norm))
        }
        guard extensionState(at: instant) == .requested, let asked = extensions.last?.request else { return owing }
        let norm = "I13: only who gave it may change its date; undecided at the deadline, the request lapses"
        let task = "grant or deny \(responsible) more time, until \(asked.date.written)"
        return owing + [owed(issuer, .issuer, .grantExtension, task, norm, deadline.due)]
    }

    /// What a request for more time means for the deadline, as the end of a sentence.
    private func extensionNote(at instant: Instant) -> String {
        guard InstructionRule.registered.contains(state), let asked = extensions.last?.request else { return "" }
        let wish = "\(responsible) asked for time until \(asked.date.written)"
        switch extensionState(at: instant) {
        case .requested: return "; \(wish) and \(issuer) has not decided"
        case .lapsed: return "; \(wish), nobody decided by the deadline, and the deadline stands"
        case .none, .granted, .denied, .withdrawn: return ""
        }
    }

    private var termNorm: String {
        if deadline.rework != nil { return "I15: the date set with the return; the deadline itself stands beside it" }
        return deadline.explanation.last?.norm ?? "I14"
    }

    private func owed(
        _ organisation: String, _ role: PartyRole, _ act: InstructionActKind, _ task: String, _ norm: String,
        _ due: Instant? = nil
    ) -> Owed {
        Owed(organisation: organisation, role: role, act: act, task: task, due: due, norm: norm)
    }
}
