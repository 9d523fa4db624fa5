// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// I1 create, I2 issue.
extension InstructionDraft {
    /// Refuses a draft that could never be issued.
    func check(issuer: String, rule: String, in context: CaseContext) throws(Refusal) {
        func refuse(_ sentence: String, _ next: String, code: String = "rule-refused") -> Refusal {
            Refusal(code: code, rule: rule, sentence: sentence, next: next)
        }
        guard !text.isBlank else {
            throw refuse("An instruction must say what is to be done; its text is empty.", "Add the text.")
        }
        guard !responsible.isBlank else {
            throw refuse(
                "An instruction has exactly one responsible executor; none is named.",
                "Name the organisation that answers for it.")
        }
        var parts: [String: PartyRole] = [issuer: .issuer]
        for (organisation, role) in parties {
            if role == .controller, organisation == issuer { continue }
            if let other = parts.updateValue(role, forKey: organisation) {
                let sentence = "\(organisation) is named as \(other.rawValue) and as \(role.rawValue)"
                throw refuse(
                    "\(sentence); one body has one part, so that nobody checks its own work.", "Leave one out.")
            }
        }
        guard withoutDeadline == false || mark == nil && deadline == nil else {
            let stated = deadline?.written ?? mark?.rawValue ?? ""
            throw refuse("The draft says «без срока» and \(stated) at once.", "Leave one of them out.")
        }
        guard ![basis, aboutAction].allSatisfy({ $0?.isBlank ?? true }) || !instruments.isEmpty else {
            throw refuse(
                "An instruction rests on a document; the draft names no basis, no roadmap action and no instrument.",
                "Name at least one of them.")
        }
        if let name = policy, !context.programme.policies.contains(where: { $0.code == name }) {
            let known = Set(context.programme.policies.map(\.code)).sorted().joined(separator: ", ")
            throw refuse("There is no deadline policy \(name).", "Name one of: \(known).", code: "deadline-policy")
        }
        try checkKnown(rule: rule, in: context)
    }

    /// Refuses names nobody has.
    private func checkKnown(rule: String, in context: CaseContext) throws(Refusal) {
        let named: [(String, [String], Set<String>, String)] = [
            ("organisation", parties.map(\.organisation), context.organisations, "org"),
            ("roadmap action", [aboutAction].compactMap(\.self), context.actions, "roadmap"),
            ("instrument", instruments, context.instruments, "instrument"),
        ]
        for (what, codes, known, noun) in named {
            let unknown = codes.filter { !known.contains($0) }
            guard let first = unknown.first else { continue }
            let sentence =
                unknown.count == 1
                ? "There is no \(what) \(first) in the register."
                : "There are no such \(what)s in the register: \(unknown.joined(separator: ", "))."
            throw Refusal(
                code: what == "organisation" ? "unknown-recipient" : "unknown-reference", rule: rule,
                sentence: sentence,
                next: "Look it up: inoctl \(noun) list.")
        }
    }
}

extension Instruction {
    /// The draft's words, as its recipients will read them.
    var content: InstructionDraft {
        InstructionDraft(
            responsible: responsible, coExecutors: coExecutors, controller: controller, observers: observers,
            text: text,
            mark: mark, deadline: namedDate, withoutDeadline: withoutDeadline, aboutAction: aboutAction,
            instruments: instruments, basis: basis, policy: policy)
    }

    /// I2: numbers it and fixes its deadline, or says from when it will be counted.
    func issue(by actor: Actor, at instant: Instant, in context: CaseContext) throws(Refusal) -> InstructionEvent {
        if let person = actor.person, actor.capacity != .operatorOnBehalf, let held = context.positions[person],
            !held.contains(actor.organisation)
        {
            throw Refusal(
                code: "not-authorised", rule: "I2",
                sentence: "\(person) holds no position in \(actor.organisation) on that day and cannot sign for it.",
                next: "Let somebody sign who does, or enter the signed paper as an operator with its basis.")
        }
        guard let number = context.nextNumber else {
            throw Refusal(
                code: "rule-refused", rule: "I2", sentence: "No number was drawn for \(title).",
                next: "Try again; the broker draws numbers from the programme's series.")
        }
        let start = context.programme.date(of: instant)
        let policy = try context.programme.policy(named: policy ?? context.programme.policy, on: start, rule: "I2")
        let deadline = try context.programme.deadline(of: self, under: policy, at: instant)
        return .issued(
            InstructionIssue(
                number: number, content: content, policy: policy.code, policyVersion: policy.version,
                deadline: deadline,
                halfTermDue: try context.programme.halfTerm(of: self, under: policy, from: start, to: deadline.current),
                control: withoutDeadline && controller == nil ? .none : .onControl))
    }
}
