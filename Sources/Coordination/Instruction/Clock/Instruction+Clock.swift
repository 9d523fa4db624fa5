// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What the broker's clock has to do in a case at a moment, and when it has to look again.
public struct ClockLook: Hashable, Sendable {
    /// The acts that are due, in their order; each is decided after the one before.
    public var acts: [InstructionAct]
    /// When the next one will be due, if nobody acts before: now, while one is; nil when none ever will.
    public var next: Instant?

    /// A look of its parts.
    public init(acts: [InstructionAct], next: Instant?) {
        self.acts = acts
        self.next = next
    }
}

// I13 lapse, I24 remind, I25 escalate: what the clock does is a function of the case, the rules and the moment alone. So
// it does not matter which clock looks, how often, or how late: a step that was told for a deadline stands in the case,
// and neither it nor any before it is told for that deadline again.
extension Instruction {
    /// What is due at that moment, and when to look next. Total over every instruction, and nothing for one that nobody
    /// works on: a draft, one that was refused, is reported, or has come to its end.
    ///
    /// Days of a year whose calendar is not loaded cannot be counted: their steps are due once it is.
    public func clockLook(at instant: Instant, in programme: ProgrammeRules) -> ClockLook {
        let ladder = ladder(in: programme)
        let lapse = lapseDue
        var acts: [InstructionAct] = []
        if let lapse, lapse <= instant { acts.append(.lapseExtension) }
        if ladder.dueReminder(at: instant) != nil { acts.append(.remind) }
        if ladder.dueEscalation(at: instant) != nil { acts.append(.escalate) }
        guard acts.isEmpty else { return ClockLook(acts: acts, next: instant) }
        let ahead = (ladder.pending.map(\.at) + [lapse].compactMap(\.self)).filter { $0 > instant }
        return ClockLook(acts: [], next: ahead.min())
    }

    /// I24: the deadline is near, or has passed.
    func remind(at instant: Instant, in context: CaseContext) throws(Refusal) -> InstructionEvent {
        let programme = context.programme
        guard let due = deadline.due, let (step, skipped) = ladder(in: programme).dueReminder(at: instant) else {
            throw refusal("Nothing is to be said of the deadline of \(title) now", .remind)
        }
        let moment = programme.zone.text(due)
        return .reminded(
            notice(
                step, of: due, skipping: skipped,
                step.kind == .overdue ? "\(title) was due \(moment)" : "\(title) is due \(moment)",
                step.kind == .overdue
                    ? "I24: that the deadline has passed is said at once"
                    : "I24: a reminder \(programme.days(step.days)) before the deadline",
                in: programme))
    }

    /// I25: lateness goes up a level.
    func escalate(at instant: Instant, in context: CaseContext) throws(Refusal) -> InstructionEvent {
        let programme = context.programme
        let ladder = ladder(in: programme)
        // In a look the reminder comes first: nobody hears of lateness by its escalation.
        guard let due = deadline.due, ladder.dueReminder(at: instant) == nil,
            let (step, skipped) = ladder.dueEscalation(at: instant),
            let level = step.level.flatMap(EscalationLevel.init(rawValue:))
        else { throw refusal("The lateness of \(title) goes to nobody higher now", .escalate) }
        return .escalated(
            notice(
                step, of: due, skipping: skipped,
                "\(title) was due \(programme.zone.text(due)) and is \(programme.days(step.days)) late or more",
                "I25: level \(level.rawValue), \(level.addressee), after \(programme.days(step.days)) of lateness",
                in: programme))
    }

    private func notice(
        _ step: LadderStep, of due: Instant, skipping skipped: [LadderStep], _ text: String, _ clause: String,
        in programme: ProgrammeRules
    ) -> LadderNotice {
        LadderNotice(
            step: step, due: due, skipped: skipped, text: "\(text). \(waitsFor)",
            norm: (try? programme.policy(of: self, rule: "I24"))?.norm(clause) ?? clause)
    }

    /// Who is told of a step: who executes, and of lateness who accepts; of an escalation those of its level.
    func audience(of step: LadderStep, in programme: ProgrammeRules) -> [Recipient] {
        let working =
            [(responsible, PartyRole.responsible.rawValue)]
            + assignments.filter { $0.role == .coExecutor && $0.owesPart }.map { ($0.organisation, $0.role.rawValue) }
        let told: [(organisation: String, role: String)] =
            switch (step.kind, step.level.flatMap(EscalationLevel.init(rawValue:))) {
            case (.dueSoon, _): working
            case (.overdue, _):
                working + [(accepter, (controller == nil ? PartyRole.issuer : .controller).rawValue)]
            case (.escalation, .issuer):
                [(issuer, PartyRole.issuer.rawValue)]
                    + [controller].compactMap(\.self).map { ($0, PartyRole.controller.rawValue) }
            case (.escalation, .office): [programme.office].compactMap(\.self).map { ($0, "office") }
            case (.escalation, _): [(responsible, PartyRole.responsible.rawValue)]
            }
        let roles = Dictionary(told.map { ($0.organisation, $0.role) }, uniquingKeysWith: { first, _ in first })
        return roles.map { Recipient(organisation: $0.key, role: $0.value) }.sorted()
    }

    /// The moment after the deadline, at which a request that waits for a decision lapses; nil when none does.
    public var lapseDue: Instant? {
        guard extensionState == .requested, InstructionRule.registered.contains(state) else { return nil }
        return deadline.due?.next
    }

    private func ladder(in programme: ProgrammeRules) -> DeadlineLadder {
        guard InstructionRule.followedByClock.contains(state), let due = deadline.due,
            let policy = try? programme.policy(of: self, rule: "I24")
        else { return DeadlineLadder(pending: []) }
        let done = fired.filter { $0.due == due }.map(\.step.place).max()
        let pending = policy.ladder.steps.compactMap { step -> DeadlineLadder.Pending? in
            if let done, step.place <= done { return nil }
            if step.level == EscalationLevel.office.rawValue, !hasOfficeAbove(in: programme) { return nil }
            guard let at = programme.moment(of: step, at: due) else { return nil }
            // What would have been said before there was this deadline is no reminder of it.
            if step.kind == .dueSoon, let dueSince, at <= dueSince { return nil }
            return DeadlineLadder.Pending(step: step, at: at)
        }
        return DeadlineLadder(pending: pending, due: due)
    }

    /// Whether the programme's office is somebody else than those who were told at the levels below.
    private func hasOfficeAbove(in programme: ProgrammeRules) -> Bool {
        programme.office.map { ![issuer, responsible, controller].contains($0) } ?? false
    }
}

extension InstructionRule {
    /// The states in which the responsible owes the report, so that the clock follows the deadline.
    public static let followedByClock: Set<InstructionState> = registered.union([.issued])
}
