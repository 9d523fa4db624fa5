// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// I4 register, I5 refuse, I6 assign, I9 contribute, I10 interim report, I14 report: what executors do.
extension Instruction {
    /// I4: into the recipient's books; the responsible's registration starts a term that counts from there.
    func register(
        _ number: String, _ date: CalendarDate?, by actor: Actor, at instant: Instant, in context: CaseContext
    ) throws(Refusal) -> InstructionEvent {
        try require(number, "the recipient's own number", for: .register)
        let own = try part(of: actor, for: .register)
        if own.registeredAt != nil {
            throw refusal("\(actor.organisation) has registered \(title) under \(own.recipientNumber ?? "")", .register)
        }
        let programme = context.programme
        let today = programme.date(of: instant)
        let date = date ?? today
        guard date <= today, issuedAt.map({ date >= programme.date(of: $0) }) ?? true else {
            let issued = issuedAt.map { programme.date(of: $0).written } ?? ""
            throw Refusal(
                code: "rule-refused", rule: "I4",
                sentence: "\(title) was issued on \(issued) and it is \(today.written): it cannot stand under "
                    + "\(date.written) in the books of \(actor.organisation).",
                next: "Give the day on which it was registered.")
        }
        var registration = InstructionRegistration(recipientNumber: number, recipientDate: date)
        if deadline.pending, own.role == .responsible {
            let policy = try programme.policy(of: self, rule: "I4")
            let deadline = try programme.deadline(of: self, under: policy, registeredOn: date)
            registration.deadline = deadline
            registration.halfTermDue = try programme.halfTerm(of: self, under: policy, from: date, to: deadline.current)
        }
        return .registered(registration)
    }

    /// I5: the responsible's refusal sends it back to the issuer; a co-executor's is that body's alone.
    func refuse(_ reason: String, _ comment: String, by actor: Actor) throws(Refusal) -> InstructionEvent {
        guard let reason = RefusalReason(named: reason) else {
            throw Refusal(
                code: "rule-refused", rule: "I5", sentence: "'\(reason)' is no reason to refuse registration.",
                next: "Give one of: \(RefusalReason.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        try require(comment, "a comment that the issuer can act on", for: .refuse)
        let own = try part(of: actor, for: .refuse)
        guard own.state == .open else {
            let done = own.contributedAt != nil ? "given its part to" : "registered"
            throw refusal("\(actor.organisation) has \(done) \(title) already and cannot refuse it any more", .refuse)
        }
        return .refused(reason: reason, comment: comment)
    }

    /// I6: a person of the recipient's own.
    func assign(_ person: String, by actor: Actor, in context: CaseContext) throws(Refusal) -> InstructionEvent {
        try require(person, "the person who works on it", for: .assign)
        let own = try part(of: actor, for: .assign)
        guard own.registeredAt != nil else {
            throw refusal("\(actor.organisation) has not registered \(title) yet", .assign, "Register it first.")
        }
        guard let held = context.positions[person], held.contains(actor.organisation) else {
            throw refusal(
                "\(person) holds no position in \(actor.organisation)", .assign,
                "Name one of its people: inoctl person list.")
        }
        return .assigned(person: person)
    }

    /// I9: a co-executor's part, marked when it comes after the first half of the term.
    func contribute(
        _ text: String, by actor: Actor, at instant: Instant, in context: CaseContext
    ) throws(Refusal) -> InstructionEvent {
        try require(text, "what the contribution is", for: .contribute)
        let own = try part(of: actor, for: .contribute)
        if let given = own.contributedAt, own.contributedCycle == cycle {
            throw refusal(
                "\(actor.organisation) gave its part to \(title) on \(context.programme.zone.text(given))", .contribute,
                "Send what is to be added to \(responsible) as a letter.")
        }
        let first = own.contributedAt == nil && cycle == 1
        return .contributed(text: text, late: first && own.halfTermDue.map { instant > $0 } ?? false)
    }

    /// I10: how it goes; never a ground to close it. A co-executor tells the responsible by its part, and reports itself
    /// only when it was asked.
    func interimReport(_ text: String, by actor: Actor) throws(Refusal) -> InstructionEvent {
        try require(text, "how it goes", for: .interimReport)
        let own = try part(of: actor, for: .interimReport)
        guard own.role == .responsible || own.requestedReport != nil else {
            throw refusal(
                "Nobody asked \(actor.organisation) for a report on \(title)", .interimReport,
                "Give its part to \(responsible) (contribute).")
        }
        return .interimReported(text: text)
    }

    /// I14: done, with proof where the policy asks for it, and every co-executor's part given or waived with a reason.
    func report(
        _ text: String, _ evidence: [String], _ waived: [String: String], in context: CaseContext
    ) throws(Refusal) -> InstructionEvent {
        try require(text, "what was done", for: .report)
        let evidence = evidence.filter { !$0.isBlank }
        let policy = try context.programme.policy(of: self, rule: "I14")
        guard !evidence.isEmpty || control != .onControl || !policy.requiresEvidence else {
            throw refusal(
                "\(title) is on control: a report without documentary proof cannot take it off", .report,
                "Name the proof with the report: a file's hash, or a document's number and date.")
        }
        let owing = assignments.filter { $0.role == .coExecutor && $0.owesPart }.map(\.organisation)
        for (organisation, reason) in waived.sorted(by: { $0.key < $1.key }) {
            guard owing.contains(organisation) else {
                throw refusal("\(organisation) owes no part to \(title)", .report, "Leave its waiver out.")
            }
            try require(reason, "why \(organisation)'s part is waived", for: .report)
        }
        let missing = owing.filter { waived[$0] == nil }
        guard missing.isEmpty else {
            let names = missing.joined(separator: ", ")
            throw refusal(
                "\(title) waits for the part of \(names)", .report,
                "Wait for the contribution, or say in the report why \(missing[0])'s part is waived.")
        }
        return .reported(text: text, evidence: evidence, waived: waived)
    }

    /// The executing part of the actor's organisation, unless it refused it.
    private func part(of actor: Actor, for act: InstructionActKind) throws(Refusal) -> Assignment {
        guard let index = executingPart(of: actor.organisation) else { throw refusal(of: act, to: actor) }
        let part = assignments[index]
        guard part.state == .refused else { return part }
        let reason = part.refusal?.reason.russian ?? ""
        throw refusal(
            "\(actor.organisation) refused to register \(title) (\(reason))", act,
            "If that was a mistake, ask \(issuer) by a letter to issue it anew.")
    }

    func refusal(_ sentence: String, _ act: InstructionActKind, _ next: String? = nil) -> Refusal {
        Refusal(code: "rule-refused", rule: act.rule, sentence: sentence + ".", next: next ?? waitsFor)
    }
}

extension Assignment {
    /// Whether the responsible still waits for this part.
    var owesPart: Bool {
        switch state {
        case .open, .registered, .assigned: true
        case .given, .waived, .refused: false
        }
    }
}
