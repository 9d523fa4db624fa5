// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// I12 request more time or take the request back, I13 grant or deny it, and its lapse. A request never stops the clock.
extension Instruction {
    /// I12: the responsible asks for a later working day, while the deadline is still ahead.
    func requestExtension(
        to date: CalendarDate, _ reason: String, _ text: String, at instant: Instant, in context: CaseContext
    ) throws(Refusal) -> InstructionEvent {
        let act = InstructionActKind.requestExtension
        guard let reason = ExtensionReason(named: reason) else {
            throw Refusal(
                code: "rule-refused", rule: act.rule,
                sentence: "'\(reason)' is no class of reasons to ask for more time.",
                next: "Give one of: \(ExtensionReason.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        try require(text, "why the time is not enough", for: act)
        guard extensionState(at: instant) != .requested else {
            throw refusal(
                "\(responsible) has asked for more time on \(title), until "
                    + "\(extensions.last?.request.date.written ?? ""), and \(issuer) has not decided", act,
                "Take the request back first (withdraw-extension), or wait for the decision.")
        }
        let due = try dueToMove(by: act, at: instant, in: context)
        try checkLimits(of: act, at: instant, in: context)
        try check(date, isAfter: due, for: act, in: context)
        return .extensionRequested(ExtensionRequest(date: date, reason: reason, text: text, due: due))
    }

    /// I12: the responsible takes its request back.
    func withdrawExtension(_ comment: String?, at instant: Instant, in context: CaseContext) throws(Refusal)
        -> InstructionEvent
    {
        _ = try undecided(by: .withdrawExtension, at: instant, in: context)
        return .extensionWithdrawn(comment: comment)
    }

    /// I13: only who gave the instruction may change its date: to the day asked for, or another.
    func grantExtension(
        to date: CalendarDate?, _ comment: String?, by actor: Actor, at instant: Instant, in context: CaseContext
    ) throws(Refusal) -> InstructionEvent {
        let asked = try undecided(by: .grantExtension, at: instant, in: context).request
        let due = try dueToMove(by: .grantExtension, at: instant, in: context)
        let date = date ?? asked.date
        try check(date, isAfter: due, for: .grantExtension, in: context)
        let programme = context.programme
        let policy = try programme.policy(of: self, rule: "I13")
        let who = ([issuer, actor.person].compactMap(\.self)).joined(separator: ", ")
        let step = ExplanationStep(
            date: date,
            text: "\(who) moved it on \(programme.date(of: instant).written) from "
                + "\(programme.date(of: due).written) to \(date.written) at the request of \(responsible): \(asked.text)",
            norm: policy.norm("only the issuer may change the date, at a request made before the deadline"))
        return .extensionGranted(
            ExtensionGrant(
                due: programme.endOfDay(date), days: date.daysSince1970 - programme.date(of: due).daysSince1970,
                comment: comment, explanation: [step]))
    }

    /// I13: the deadline stands, and the issuer says why.
    func denyExtension(_ reason: String, at instant: Instant, in context: CaseContext) throws(Refusal)
        -> InstructionEvent
    {
        try require(reason, "why more time is denied", for: .denyExtension)
        _ = try undecided(by: .denyExtension, at: instant, in: context)
        return .extensionDenied(reason: reason)
    }

    /// I13: nobody decided by the deadline; the broker's clock says so, and the deadline stands.
    func lapseExtension(at instant: Instant, in context: CaseContext) throws(Refusal) -> InstructionEvent {
        guard extensionState == .requested else {
            throw refusal("No request for more time on \(title) waits for a decision", .lapseExtension)
        }
        guard let due = deadline.due, instant > due else {
            let until = deadline.due.map { ", which is \(context.programme.zone.text($0))" } ?? ""
            throw refusal(
                "The request for more time on \(title) can be decided until the deadline\(until)", .lapseExtension)
        }
        return .extensionLapsed
    }

    /// The request that waits for a decision, unless the deadline has ended it.
    private func undecided(
        by act: InstructionActKind, at instant: Instant, in context: CaseContext
    ) throws(Refusal) -> DeadlineExtension {
        // A decision made in time and entered after the lapse, as what came on paper is, takes its place.
        let undecided: Set<ExtensionState> = act == .withdrawExtension ? [.requested] : [.requested, .lapsed]
        guard let last = extensions.last, undecided.contains(last.state),
            last.state == .requested || last.request.due == deadline.due
        else {
            throw refusal("No request for more time on \(title) waits for a decision", act)
        }
        if let end = deadline.due, instant > end {
            let due = context.programme.zone.text(end)
            throw refusal(
                "The request for more time on \(title) lapsed with the deadline, \(due), which stands", act,
                "It waits for \(responsible) to report; what was decided earlier on paper can be entered with its day.")
        }
        return last
    }

    /// The deadline an extension would move: that of the rework under way, or the instruction's own.
    private func dueToMove(
        by act: InstructionActKind, at instant: Instant, in context: CaseContext
    ) throws(Refusal) -> Instant {
        guard let due = deadline.due else {
            throw refusal("\(title) has no deadline that could be moved", act)
        }
        guard instant <= due else {
            throw refusal(
                "The deadline of \(title), \(context.programme.zone.text(due)), has passed: more time is asked for before it",
                act, "Report, and say in the report why it is late.")
        }
        return due
    }

    /// The policy's window and count, where it has them.
    private func checkLimits(of act: InstructionActKind, at instant: Instant, in context: CaseContext) throws(Refusal) {
        let programme = context.programme
        let policy = try programme.policy(of: self, rule: act.rule)
        let made = extensions.count { $0.state != .withdrawn }
        if let most = policy.limits.extensions, made >= most {
            throw Refusal(
                code: "deadline-policy", rule: act.rule,
                sentence:
                    "More time on \(title) was asked for \(made) times; the policy \(policy.code) allows \(most).",
                next: waitsFor)
        }
        try check(
            policy.limits.extensionWindow, of: policy, in: programme, for: act, "more time be asked for", at: instant)
    }

    /// The window of a policy that opens with the responsible's registration, where the policy has one.
    func check(
        _ window: DeadlinePolicy.Term?, of policy: DeadlinePolicy, in programme: ProgrammeRules,
        for act: InstructionActKind, _ what: String, at instant: Instant
    ) throws(Refusal) {
        let registered = assignments.first { $0.role == .responsible }?.registeredAt
        guard let window, let registered else { return }
        let last = try policy.lastDay(of: window, from: programme.date(of: registered), in: programme.calendar)
        guard instant > programme.endOfDay(last) else { return }
        throw Refusal(
            code: "deadline-policy", rule: act.rule,
            sentence: "The policy \(policy.code) lets \(what) within \(window.text) of the registration: on \(title) "
                + "until \(last.written).",
            next: waitsFor)
    }

    /// A new date is later than the deadline, and a day on which people work.
    private func check(
        _ date: CalendarDate, isAfter due: Instant, for act: InstructionActKind, in context: CaseContext
    ) throws(Refusal) {
        let programme = context.programme
        guard date > programme.date(of: due) else {
            throw refusal(
                "\(date.written) is not later than the deadline of \(title), \(programme.zone.text(due))", act,
                "Name a later day.")
        }
        guard try !programme.calendar.isWorked(date) else { return }
        let before = try programme.calendar.workedDay(onOrBefore: date)
        let after = try programme.calendar.workedDay(after: date)
        let days = [before, after].filter { $0 > programme.date(of: due) }.map(\.written)
        throw refusal(
            "\(date.written) is not worked, and a deadline is a working day", act,
            "Name \(days.joined(separator: " or ")).")
    }
}

// What these acts change.
extension Instruction {
    mutating func apply(_ grant: ExtensionGrant, at instant: Instant) {
        // The date of a rework stands beside the deadline; more time for the rework leaves the deadline as it was.
        deadline.move(to: grant.due)
        deadline.explanation += grant.explanation
        settleExtension(.granted, at: instant, decision: grant.comment)
        guard let last = extensions.indices.last else { return }
        extensions[last].granted = grant.due
        extensions[last].days = grant.days
    }

    /// Ends the request that waits, if one does.
    mutating func settleExtension(_ state: ExtensionState, at instant: Instant, decision: String? = nil) {
        let replaced: Set<ExtensionState> = [.granted, .denied].contains(state) ? [.requested, .lapsed] : [.requested]
        guard let last = extensions.indices.last, replaced.contains(extensions[last].state) else { return }
        extensions[last].state = state
        extensions[last].decidedAt = instant
        extensions[last].decision = decision
    }
}
