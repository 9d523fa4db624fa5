// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// U1 need, U2 match, U3 apply, U4 grant, U6 exhaust: what each asks for beside its author, the state and the time.
extension InstrumentNeed {
    /// U1: a body of the action or project states it for whom it likes, any other body for itself alone.
    func stated(by actor: Actor, in context: CaseContext) throws(Refusal) -> InstrumentUseEvent {
        func refuse(_ sentence: String, _ next: String, code: String = "rule-refused") -> Refusal {
            Refusal(code: code, rule: "U1", sentence: sentence, next: next)
        }
        guard actor.capacity != .system else {
            throw refuse(
                "The broker's own clock needs no instrument.", "Let the body that needs it say so.",
                code: "not-authorised")
        }
        guard (action == nil) != (project == nil) else {
            throw refuse(
                action == nil
                    ? "A need is a roadmap action's or a project's; neither is named."
                    : "A need is a roadmap action's or a project's; both are named.", "Name exactly one of them.")
        }
        guard !purpose.isBlank else {
            throw refuse("A need must say what it is for; the purpose is empty.", "Add the purpose.")
        }
        guard amount > .zero else {
            throw refuse("A need must say how much is wanted; it says \(amount.written).", "Name an amount above zero.")
        }
        let (what, noun) = action == nil ? ("project", "project") : ("roadmap action", "roadmap")
        let code = action ?? project ?? ""
        let facts = context.instrumentUse
        guard let bodies = action == nil ? facts.projects[code] : facts.actions[code] else {
            throw refuse(
                "There is no \(what) \(code) in the register.", "Look it up: inoctl \(noun) list.",
                code: "unknown-reference")
        }
        if let recipient, !context.organisations.contains(recipient) {
            throw refuse(
                "There is no organisation \(recipient) in the register.", "Look it up: inoctl org list.",
                code: "unknown-recipient")
        }
        let organisation = actor.organisation
        guard bodies.lead == organisation || bodies.others.contains(organisation) || recipient == organisation else {
            throw refuse(
                "\(organisation) does not work on \(what) \(code), which \(bodies.lead) leads.",
                "Name \(organisation) itself as the recipient, or let \(bodies.lead) state the need.",
                code: "not-authorised")
        }
        guard let number = context.nextNumber else {
            throw refuse(
                "No number was drawn for this need.",
                "Try again; the broker draws numbers from the programme's series.")
        }
        return .needed(number: number, need: self, lead: bodies.lead, office: facts.office)
    }
}

extension InstrumentUse {
    /// U2: an instrument that is in force, for a body that is not its owner.
    func match(
        _ instrument: String, for named: String?, _ comment: String?, at instant: Instant, in context: CaseContext
    ) throws(Refusal) -> InstrumentUseEvent {
        let terms = try terms(of: instrument, for: .match, in: context)
        guard let recipient = named ?? recipient else {
            throw refusal(
                "Nobody is named who shall get \(instrument) for \(number)", .match, "Name the recipient.")
        }
        guard context.organisations.contains(recipient) else {
            throw Refusal(
                code: "unknown-recipient", rule: "U2",
                sentence: "There is no organisation \(recipient) in the register.",
                next: "Look it up: inoctl org list.")
        }
        guard recipient != terms.owner else {
            throw refusal(
                "\(recipient) owns \(instrument): nobody grants to itself", .match, "Name another recipient.")
        }
        guard self.instrument != instrument || self.recipient != recipient else {
            throw refusal(
                "\(number) is matched with \(instrument) for \(recipient) already", .match,
                state == .refused
                    ? "\(recipient) can apply for it again (apply), or name another instrument." : waitsFor)
        }
        let today = context.programme.date(of: instant)
        if let lastDay = terms.lastDay, lastDay < today {
            throw refusal(
                "\(instrument) ended on \(lastDay.written)", .match,
                "Find one that is in force: inoctl instrument list.")
        }
        return .matched(instrument: instrument, owner: terms.owner, recipient: recipient, comment: comment)
    }

    /// U3: while the instrument is in force, and in a window where windows are known.
    func apply(
        _ amount: Roubles, _ number: String, _ date: CalendarDate?, at instant: Instant, in context: CaseContext
    ) throws(Refusal) -> InstrumentUseEvent {
        guard let instrument, let recipient else { throw refusal(of: .apply, to: needer) }
        let terms = try terms(of: instrument, for: .apply, in: context)
        guard amount > .zero else {
            throw refusal("An application asks for more than \(amount.written)", .apply, "Name an amount above zero.")
        }
        let number = try said(number, "the application's number", for: .apply)
        let today = context.programme.date(of: instant)
        let date = date ?? today
        guard date <= today else {
            throw refusal(
                "The application's date \(date.written) is later than the act's day, \(today.written)", .apply,
                "Correct the date, or leave it out to mean that day.")
        }
        if let first = terms.firstDay, date < first {
            throw refusal(
                "\(instrument) is in force from \(first.written) on; the application is of \(date.written)", .apply,
                "Apply once it is in force, or let the office name another instrument (match).")
        }
        if let last = terms.lastDay, date > last {
            throw refusal(
                "\(instrument) ended on \(last.written); the application is of \(date.written)", .apply,
                "Let the office name another instrument (match).")
        }
        if !terms.windows.isEmpty, !terms.windows.contains(where: { $0.contains(date) }) {
            let windows = terms.windows.sorted { $0.lowerBound < $1.lowerBound }
                .map { "\($0.lowerBound.written)–\($0.upperBound.written)" }
            throw refusal(
                "\(instrument) takes no applications on \(date.written)", .apply,
                "Its windows: \(windows.joined(separator: ", ")).")
        }
        return .applied(
            InstrumentApplication(
                instrument: instrument, owner: terms.owner, recipient: recipient, amount: amount, number: number,
                date: date))
    }

    /// U4: as much as was asked for or less, under an agreement.
    func grant(
        _ amount: Roubles, _ agreement: String, _ date: CalendarDate?, _ until: CalendarDate?, at instant: Instant,
        in context: CaseContext
    ) throws(Refusal) -> InstrumentUseEvent {
        guard let application else { throw refusal(of: .grant, to: owner ?? "") }
        guard amount > .zero else {
            throw refusal(
                "A grant of \(amount.written) grants nothing", .grant, "Refuse the application, with the reason.")
        }
        guard amount <= application.amount else {
            throw refusal(
                "\(amount.written) is more than the \(application.amount.written) that \(application.recipient) asked for",
                .grant, "Grant that much or less; more takes another application.")
        }
        let agreement = try said(agreement, "the agreement's number", for: .grant)
        let today = context.programme.date(of: instant)
        let date = date ?? today
        guard date <= today, date >= application.date else {
            throw refusal(
                "The agreement's date \(date.written) lies outside \(application.date.written)–\(today.written), from the "
                    + "application to the act", .grant, "Correct the date, or leave it out to mean the act's day.")
        }
        if let until, until < date {
            throw refusal(
                "The grant would end on \(until.written), before its agreement of \(date.written)", .grant,
                "Correct one of the dates.")
        }
        return .granted(amount: amount, agreement: agreement, date: date, until: until)
    }

    /// U6: no more than was granted; nothing at all when the grant was given back.
    func exhaust(_ spent: Roubles, _ comment: String?) throws(Refusal) -> InstrumentUseEvent {
        guard let granted, spent >= .zero, spent <= granted else {
            throw refusal(
                "\(spent.written) cannot be spent of the \((granted ?? .zero).written) granted", .exhaust,
                "Name what was spent of the grant; what came from elsewhere does not count here.")
        }
        return .exhausted(spent: spent, comment: comment)
    }

    private func terms(
        of instrument: String, for act: InstrumentUseActKind, in context: CaseContext
    ) throws(Refusal) -> InstrumentUseFacts.Terms {
        if let terms = context.instrumentUse.instruments[instrument] { return terms }
        throw Refusal(
            code: "unknown-reference", rule: act.rule,
            sentence: "There is no instrument \(instrument) in the register.",
            next: "Look it up: inoctl instrument list.")
    }
}
