// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension Instruction {
    /// What an event changes; what it does not name stays as it is.
    mutating func apply(_ event: InstructionEvent, by actor: Actor, at instant: Instant) {
        switch event {
        case .created: break
        case .interimReported: answerReportRequest(of: actor.organisation)
        case .issued(let issue): apply(issue, at: instant)
        case .registered(let registration): apply(registration, by: actor, at: instant)
        case .refused(let reason, let comment):
            let refusal = InstructionRefusal(reason: reason, comment: comment, at: instant)
            let role = updatePart(of: actor) { part, _ in
                part.state = .refused
                part.refusal = refusal
            }
            if role == .responsible {
                state = .refused
                self.refusal = refusal
            }
        case .assigned(let person):
            let role = updatePart(of: actor) { part, _ in
                part.executorPerson = person
                if part.owesPart { part.state = .assigned }
            }
            if role == .responsible, state == .registered { state = .inExecution }
        case .contributed(_, let late):
            updatePart(of: actor) { part, cycle in
                part.state = .given
                part.requestedReport = nil
                part.contributedAt = instant
                part.contributedCycle = cycle
                part.lateContribution = part.lateContribution || late
            }
        case .executorDisputed(let claim):
            dispute = ExecutorDispute(claim, by: actor.organisation, at: instant)
        case .disputeUpheld(let upheld): apply(upheld, at: instant)
        case .disputeRejected(let reason): settleDispute(.rejected, at: instant, decision: reason)
        case .reportRequested(let request):
            if let index = executingPart(of: request.organisation) { assignments[index].requestedReport = request }
        case .extensionRequested(let request): extensions.append(DeadlineExtension(request, at: instant))
        case .extensionWithdrawn(let comment): settleExtension(.withdrawn, at: instant, decision: comment)
        case .extensionGranted(let grant): apply(grant, at: instant)
        case .extensionDenied(let reason): settleExtension(.denied, at: instant, decision: reason)
        case .extensionLapsed: settleExtension(.lapsed, at: instant)
        case .reminded(let notice), .escalated(let notice): apply(notice, at: instant)
        case .reported(_, let evidence, let waived):
            // What is reported needs no more time.
            settleExtension(.withdrawn, at: instant)
            answerReportRequest(of: actor.organisation)
            state = .reported
            reportedAt = instant
            reportedBy = actor
            self.evidence = evidence
            for index in assignments.indices where assignments[index].role == .coExecutor {
                guard let reason = waived[assignments[index].organisation] else { continue }
                assignments[index].state = .waived
                assignments[index].waiver = reason
            }
        case .returned(let reason, let rework, let explanation):
            state = .returned
            beginCycle(for: reason, until: rework, explanation)
        case .accepted:
            state = .executed
            executedAt = instant
        case .closed: end(.closed, at: instant)
        case .closedUnexecuted(let reason, _): end(.closedUnexecuted, at: instant, for: reason)
        case .withdrawn(let reason): end(.withdrawn, at: instant, for: reason)
        case .corrected(let corrected): apply(corrected, at: instant)
        case .superseded(let successor, let reason):
            self.successor = successor
            end(.superseded, at: instant, for: reason)
        case .reopened(let reason, let rework, let explanation):
            state = .inExecution
            executedAt = nil
            closedAt = nil
            if control == .removed { control = .onControl }
            beginCycle(for: reason, until: rework, explanation)
        }
    }

    /// The report goes back, and what it was stays known.
    private mutating func beginCycle(for reason: String, until rework: Instant?, _ explanation: [ExplanationStep]) {
        cycle += 1
        returnedReports += [reportedAt].compactMap(\.self)
        reportedAt = nil
        reportedBy = nil
        evidence = []
        deadline.rework = rework
        deadline.explanation += explanation
        self.reason = reason
    }

    private mutating func apply(_ issue: InstructionIssue, at instant: Instant) {
        number = issue.number
        policy = issue.policy
        policyVersion = issue.policyVersion
        deadline = issue.deadline
        control = issue.control
        state = .issued
        issuedAt = instant
        setHalfTerm(issue.halfTermDue)
    }

    private mutating func apply(_ registration: InstructionRegistration, by actor: Actor, at instant: Instant) {
        let role = updatePart(of: actor) { part, _ in
            part.recipientNumber = registration.recipientNumber
            part.recipientDate = registration.recipientDate
            part.registeredAt = instant
            if part.state == .open { part.state = .registered }
        }
        if role == .responsible, state == .issued { state = .registered }
        guard let fixed = registration.deadline else { return }
        // A term that began anew for another body leaves the deadline that was first fixed.
        let first = deadline.original
        deadline = fixed
        deadline.original = first ?? fixed.original
        setHalfTerm(registration.halfTermDue)
    }

    private mutating func setHalfTerm(_ due: Instant?) {
        for index in assignments.indices where assignments[index].role == .coExecutor {
            assignments[index].halfTermDue = due
        }
    }

    private mutating func end(_ state: InstructionState, at instant: Instant, for reason: String? = nil) {
        self.state = state
        closedAt = instant
        settleExtension(.withdrawn, at: instant)
        if control == .onControl { control = .removed }
        if let reason { self.reason = reason }
    }

    /// Changes the executing part of the actor's organisation, and says which it is.
    @discardableResult
    private mutating func updatePart(of actor: Actor, _ change: (inout Assignment, Int) -> Void) -> PartyRole? {
        guard let index = executingPart(of: actor.organisation) else { return nil }
        change(&assignments[index], cycle)
        return assignments[index].role
    }

    /// Where the part is that an organisation executes.
    func executingPart(of organisation: String) -> Int? {
        assignments.firstIndex {
            $0.organisation == organisation && ($0.role == .responsible || $0.role == .coExecutor)
        }
    }
}
