// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// I15 return, I16 accept, I17 and I18 remove from control, I19 withdraw: what the controller and the issuer do.
extension Instruction {
    /// I15: back for rework, perhaps with a date of its own beside the deadline that stands.
    func returnForRework(
        _ reason: String, _ date: CalendarDate?, at instant: Instant, in context: CaseContext
    ) throws(Refusal) -> InstructionEvent {
        try require(reason, "what is missing", for: .return)
        guard let date else { return .returned(reason: reason, rework: nil, explanation: []) }
        let programme = context.programme
        let policy = try programme.policy(of: self, rule: "I15")
        let due = try programme.due(on: date, under: policy, at: instant, rule: "I15")
        return .returned(reason: reason, rework: programme.endOfDay(due.date), explanation: due.steps)
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
