// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// Guards every act passes before its own: is it possible in this state, and can it have happened then.
extension Instruction: CaseFile {
    typealias ActKind = InstructionActKind

    /// Refuses an act that the state does not allow to any part the actor's organisation has.
    func checkState(for act: InstructionActKind, by actor: Actor, in context: CaseContext) throws(Refusal) {
        let isPossible =
            actor.capacity == .system
            ? InstructionRule.ofClock[act]?.contains(state) ?? false
            : roles(of: actor.organisation).contains { InstructionRule.allows(act, as: $0, in: state) }
        guard !isPossible else { return }
        throw refusal(of: act, to: actor)
    }

    /// The refusal of an act in the state the instruction is in: where it stands, and what can be done instead.
    func refusal(of act: InstructionActKind, to actor: Actor) -> Refusal {
        let open = openActs(to: roles(of: actor.organisation)).map(\.rawValue)
        let next =
            open.isEmpty
            ? waitsFor : "\(actor.organisation) can: \(open.joined(separator: ", ")). \(waitsFor)"
        return Refusal(
            code: "rule-refused", rule: act.rule,
            sentence: "\(title) cannot be \(act.participle) now: \(situation).", next: next)
    }

    /// Where it stands, as half a sentence.
    var situation: String {
        switch state {
        case .draft: "it is a draft that \(issuer) has not issued"
        case .issued: "it is issued and \(responsible) has not registered it"
        case .registered: "\(responsible) has registered it and named nobody who works on it"
        case .inExecution: "\(responsible) works on it"
        case .reported: "\(responsible) has reported and \(accepter) has not decided on the report"
        case .executed: "\(accepter) has accepted it as executed"
        case .closed: "it was executed and taken off control"
        case .refused: "\(responsible) refused to register it (\(refusal?.reason.russian ?? ""))"
        case .returned: "it was returned to \(responsible) for rework"
        case .withdrawn: "\(issuer) withdrew it"
        case .superseded: "\(successor?.number ?? "another instruction") came in its place"
        case .closedUnexecuted: "\(issuer) took it off control unexecuted"
        }
    }

    /// Whose turn it is, as a sentence.
    var waitsFor: String {
        switch state {
        case .draft: "\(issuer) can issue it."
        case .issued: "It waits for \(responsible) to register or refuse it."
        case .registered: "It waits for \(responsible) to assign a person."
        case .inExecution, .returned: "It waits for \(responsible) to report."
        case .reported: "It waits for \(accepter) to accept or return the report."
        case .executed: "It waits for \(accepter) to take it off control (close)."
        case .refused: "It waits for \(issuer) to correct it (to the right body), supersede or withdraw it."
        case .closed: "\(issuer) can put it back on control (reopen)."
        case .withdrawn, .superseded, .closedUnexecuted:
            "Nothing can follow; a new instruction can name this one as its basis."
        }
    }

    /// Refuses an act that would have happened before what it follows.
    ///
    /// Only before that: papers of several bodies cross in the post, and acts at the same moment wait for one another.
    func checkTime(
        of act: InstructionActKind, by actor: Actor, at instant: Instant, in context: CaseContext
    ) throws(Refusal) {
        let own = assignments.first { $0.organisation == actor.organisation }
        let earliest: (instant: Instant?, what: String) =
            switch act {
            case .create, .issue: (nil, "")
            case .register, .refuse, .contribute, .closeUnexecuted, .withdraw: (issuedAt, "was issued")
            case .requestReport, .correct, .supersede: (issuedAt, "was issued")
            case .upholdDispute, .rejectDispute: (dispute?.raisedAt, "had its executor disputed")
            case .reopen: (closedAt, "was taken off control")
            case .assign, .interimReport, .disputeExecutor:
                (own?.registeredAt ?? issuedAt, "was registered by \(actor.organisation)")
            case .requestExtension: (own?.registeredAt, "was registered by \(actor.organisation)")
            case .withdrawExtension, .grantExtension, .denyExtension, .lapseExtension:
                (extensions.last?.requestedAt, "had more time asked for")
            case .remind, .escalate: (dueSince, "was given the deadline that stands")
            case .report:
                returnedReports.last.map { ($0, "was reported and returned") }
                    ?? (own?.registeredAt, "was registered by \(actor.organisation)")
            case .return, .accept: (reportedAt, "was reported")
            case .close: (executedAt, "was accepted")
            }
        try check(act, at: instant, isNotBefore: earliest.instant, earliest.what, in: context.programme.zone)
    }
}

extension InstructionActKind: CaseActKind {
    /// `to report`: the act as a verb with its object left out.
    var verb: String {
        switch self {
        case .create: "create"
        case .issue: "issue"
        case .register: "register"
        case .refuse: "refuse"
        case .assign: "assign a person to"
        case .contribute: "contribute to"
        case .interimReport: "report progress on"
        case .disputeExecutor: "dispute the executor of"
        case .upholdDispute: "uphold the dispute of the executor of"
        case .rejectDispute: "reject the dispute of the executor of"
        case .requestReport: "ask for a report on"
        case .correct: "correct"
        case .supersede: "supersede"
        case .reopen: "reopen"
        case .requestExtension: "ask for more time on"
        case .withdrawExtension: "take back the request for more time on"
        case .grantExtension: "grant more time on"
        case .denyExtension: "deny more time on"
        case .lapseExtension: "let the request for more time lapse on"
        case .remind: "remind of"
        case .escalate: "escalate"
        case .report: "report on"
        case .return: "return"
        case .accept: "accept"
        case .close: "take off control"
        case .closeUnexecuted: "close unexecuted"
        case .withdraw: "withdraw"
        }
    }

    /// What happens to the instruction by it.
    var participle: String {
        switch self {
        case .create: "created again"
        case .issue: "issued"
        case .register: "registered"
        case .refuse: "refused"
        case .assign: "assigned to a person"
        case .contribute: "contributed to"
        case .interimReport: "reported on"
        case .disputeExecutor: "disputed by its executor"
        case .upholdDispute: "given to another executor"
        case .rejectDispute: "left with its executor"
        case .requestReport: "asked for a report on"
        case .correct: "corrected"
        case .supersede: "superseded"
        case .reopen: "reopened"
        case .requestExtension: "given a request for more time"
        case .withdrawExtension: "relieved of a request for more time"
        case .grantExtension: "given more time"
        case .denyExtension: "denied more time"
        case .lapseExtension: "left without an answer on more time"
        case .remind: "reminded of"
        case .escalate: "escalated"
        case .report: "reported as done"
        case .return: "returned for rework"
        case .accept: "accepted as executed"
        case .close: "taken off control"
        case .closeUnexecuted: "closed unexecuted"
        case .withdraw: "withdrawn"
        }
    }
}
