// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension Instruction {
    /// Every act of the core path with whether this principal may do it now, and if not, why and what instead.
    ///
    /// Words, persons and dates that an act needs are taken to be right; the act itself may still be refused for them.
    public func allowedActs(for principal: Principal, at instant: Instant, in context: CaseContext) -> [AllowedAct] {
        InstructionActKind.allCases.filter { $0 != .create }.map { act in
            let candidates = candidates(for: principal, act)
            var first: Refusal?
            for candidate in candidates {
                do throws(Refusal) {
                    try check(act, by: candidate, at: instant, in: context)
                    return AllowedAct(
                        act: act.rawValue, rule: act.rule, allowed: true, why: condition(of: act, as: candidate))
                } catch {
                    first = first ?? error
                }
            }
            let why = first.map { [$0.sentence, $0.next].compactMap(\.self).joined(separator: " ") }
            return AllowedAct(
                act: act.rawValue, rule: act.rule, allowed: false,
                why: why ?? "\(principal.name) may not act for any organisation; ask for a token with the scope act.")
        }
    }

    /// Those as whom the principal could act: its own organisation first, then, for an operator, the others.
    private func candidates(for principal: Principal, _ act: InstructionActKind) -> [Actor] {
        var actors: [Actor] = []
        if let own = principal.organisation, principal.scopes.contains(.act) {
            actors.append(
                Actor(person: principal.person, position: principal.position, organisation: own, capacity: .own))
        }
        if principal.scopes.contains(.operate) {
            let others = parties.filter { $0 != principal.organisation }
            actors += others.map { Actor(person: principal.person, organisation: $0, capacity: .operatorOnBehalf) }
        }
        return actors
    }

    /// What an allowed act still asks for.
    private func condition(of act: InstructionActKind, as actor: Actor) -> String? {
        let waivers = act == .report ? assignments.filter { $0.role == .coExecutor && $0.owesPart } : []
        let conditions = [
            actor.capacity == .operatorOnBehalf ? "for \(actor.organisation), on the document it came on" : nil,
            waivers.isEmpty
                ? nil : "with a reason to waive the part of \(waivers.map(\.organisation).joined(separator: ", "))",
        ].compactMap(\.self)
        return conditions.isEmpty ? nil : conditions.joined(separator: "; ")
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
        let owing = assignments.filter { $0.role == .coExecutor && $0.owesPart }.map { ($0.organisation, "?") }
        let act: InstructionAct =
            switch act {
            case .create, .issue: .issue
            case .register: .register(recipientNumber: "?", recipientDate: nil)
            case .refuse: .refuse(reason: RefusalReason.wrongAddressee.rawValue, comment: "?")
            case .assign: .assign(person: person)
            case .contribute: .contribute(text: "?")
            case .interimReport: .interimReport(text: "?")
            case .report: .report(text: "?", evidence: ["?"], waived: Dictionary(owing) { first, _ in first })
            case .return: .return(reason: "?", newDate: nil)
            case .accept: .accept(comment: nil)
            case .close: .removeFromControl(answer: "?")
            case .closeUnexecuted: .removeUnexecuted(reason: "?", basis: "?")
            case .withdraw: .withdraw(reason: "?")
            }
        _ = try Instruction.decide(act, on: self, by: actor, at: instant, in: context)
    }
}
