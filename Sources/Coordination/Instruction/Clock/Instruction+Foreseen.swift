// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// An act that the broker's clock will do, if nobody acts before.
public struct ForeseenAct: Hashable, Sendable, Codable {
    /// When; the time of the look, for what is due already.
    public var at: Instant
    /// The act's name, e.g. `escalate`.
    public var act: String
    /// Its rule, e.g. `I25`.
    public var rule: String
    /// The step of the ladder; none for a request that lapses.
    public var step: LadderStep?
    /// Steps that are passed over for this one.
    public var skipped: [LadderStep]
    /// Who will be told.
    public var recipients: [Recipient]
    /// What they will read.
    public var text: String
    /// The norm that asks for it.
    public var norm: String
}

extension Instruction {
    /// What the clock will do from now until the end, both included, by the very rules by which it will do it; nothing is
    /// done.
    public func foreseen(from now: Instant, until end: Instant, in context: CaseContext) -> [ForeseenAct] {
        var instruction = self
        var at = now
        var acts: [ForeseenAct] = []
        while at <= end {
            let look = instruction.clockLook(at: at, in: context.programme)
            for act in look.acts {
                guard let (foreseen, after) = instruction.foreseen(act, at: at, in: context) else { return acts }
                acts.append(foreseen)
                instruction = after
            }
            guard let next = look.acts.isEmpty ? look.next : at, next > at || !look.acts.isEmpty else { break }
            at = next
        }
        return acts
    }

    /// As whom the clock acts: it borrows the name of the programme's office, or of the issuer where there is none.
    public func clockActor(in programme: ProgrammeRules) -> Actor {
        Actor(organisation: programme.office ?? issuer, capacity: .system)
    }

    private func foreseen(
        _ act: InstructionAct, at instant: Instant, in context: CaseContext
    ) -> (ForeseenAct, Instruction)? {
        let actor = clockActor(in: context.programme)
        guard let decision = try? Instruction.decide(act, on: self, by: actor, at: instant, in: context) else {
            return nil
        }
        let notice = decision.event.notice
        let lapsed = "The request for more time on \(title) lapses with the deadline, which stands."
        let foreseen = ForeseenAct(
            at: instant, act: act.name, rule: act.kind.rule, step: notice?.step, skipped: notice?.skipped ?? [],
            recipients: decision.audience, text: notice?.text ?? lapsed,
            norm: notice?.norm ?? "I13: undecided at the deadline, a request lapses")
        return (foreseen, decision.after)
    }
}
