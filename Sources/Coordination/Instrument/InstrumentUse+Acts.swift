// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension InstrumentUse {
    /// Decides an act: what its message says, who gets it and what the use is then; or why not, and what instead.
    ///
    /// Total: every act in every state, and in a case without messages, is decided or refused.
    public static func decide(
        _ act: InstrumentUseAct, on use: InstrumentUse?, by actor: Actor, at instant: Instant, in context: CaseContext
    ) throws(Refusal) -> Decision<InstrumentUseEvent, InstrumentUse> {
        let header = MessageHeader(
            caseID: context.caseID, programme: context.programme.code, kind: act.kind.messageKind, actor: actor,
            occurredAt: instant)
        guard let use else {
            guard case .need(let need) = act else {
                throw Refusal(
                    code: "not-found", rule: act.kind.rule,
                    sentence: "There is no such use of an instrument to \(act.kind.rawValue).",
                    next: "State the need first: inoctl instrument need.")
            }
            let event = try need.stated(by: actor, in: context)
            guard let after = applying(event, of: header, to: nil) else {
                preconditionFailure("the event of a need makes a use")
            }
            return Decision(
                kind: header.kind, event: event, audience: after.audience(from: actor.organisation), after: after)
        }
        try use.checkPart(for: act.kind, by: actor)
        try use.checkState(for: act.kind, by: actor)
        try use.checkTime(of: act.kind, at: instant, in: context)
        let event = try use.event(for: act, at: instant, in: context)
        let after = use.applying(event, of: header)
        return Decision(
            kind: header.kind, event: event, audience: after.audience(from: actor.organisation, before: use),
            after: after)
    }

    /// What an act fixes, once its author, the state and the time have been found right.
    private func event(
        for act: InstrumentUseAct, at instant: Instant, in context: CaseContext
    ) throws(Refusal) -> InstrumentUseEvent {
        switch act {
        case .need: throw refusal(of: .need, to: needer)
        case .match(let instrument, let recipient, let comment):
            try match(instrument, for: recipient, comment, at: instant, in: context)
        case .apply(let amount, let number, let date): try apply(amount, number, date, at: instant, in: context)
        case .grant(let amount, let agreement, let date, let until):
            try grant(amount, agreement, date, until, at: instant, in: context)
        case .refuse(let reason): .refused(reason: try said(reason, "the reason", for: .refuse))
        case .exhaust(let spent, let comment): try exhaust(spent, comment)
        case .withdraw(let reason): .withdrawn(reason: try said(reason, "the reason", for: .withdraw))
        }
    }

    /// Who gets the message of an act: everybody with a part before or after it, but the sender.
    ///
    /// A match with another instrument is news to the owner of the one before, so the parts before count too.
    func audience(from sender: String, before: InstrumentUse? = nil) -> [Recipient] {
        var parts: [String: InstrumentUsePart] = [:]
        for (organisation, part) in holders + (before?.holders ?? []) where organisation != sender {
            if parts[organisation] == nil { parts[organisation] = part }
        }
        return parts.map { Recipient(organisation: $0.key, role: $0.value.rawValue) }.sorted()
    }
}

extension InstrumentUse {
    /// The use after one more message; nil only while no message has stated the need.
    public static func applying(
        _ event: InstrumentUseEvent, of header: MessageHeader, to use: InstrumentUse?
    ) -> InstrumentUse? {
        if let use { return use.applying(event, of: header) }
        guard case .needed(let number, let need, let lead, let office) = event else { return nil }
        return InstrumentUse(
            id: header.caseID, programme: header.programme, number: number, need: need,
            needer: header.actor.organisation, lead: lead, office: office, state: .needed, recipient: need.recipient,
            applications: [], revision: 1, neededAt: header.occurredAt, lastOccurredAt: header.occurredAt)
    }

    /// The use its messages make, in their order.
    public static func fold(
        _ messages: some Sequence<(header: MessageHeader, event: InstrumentUseEvent)>
    ) -> InstrumentUse? {
        messages.reduce(nil) { applying($1.event, of: $1.header, to: $0) }
    }

    /// The use after one more message. It asks nothing: what was allowed once stays what it was.
    public func applying(_ event: InstrumentUseEvent, of header: MessageHeader) -> InstrumentUse {
        var after = self
        after.revision += 1
        after.lastOccurredAt = max(lastOccurredAt, header.occurredAt)
        after.apply(event, at: header.occurredAt)
        return after
    }

    private mutating func apply(_ event: InstrumentUseEvent, at instant: Instant) {
        switch event {
        case .needed: break
        case .matched(let instrument, let owner, let recipient, let comment):
            state = .matched
            self.instrument = instrument
            self.owner = owner
            self.recipient = recipient
            matchedAt = instant
            reason = comment
        case .applied(let application):
            state = .applied
            owner = application.owner
            applications.append(application)
        case .granted(let amount, let agreement, let date, let until):
            state = .granted
            decide(.granted, at: instant) { application in
                application.granted = amount
                application.agreementNumber = agreement
                application.agreementDate = date
                application.until = until
            }
        case .refused(let reason):
            state = .refused
            decide(.refused, at: instant) { $0.reason = reason }
        case .exhausted(let spent, let comment):
            state = .exhausted
            self.spent = spent
            reason = comment ?? reason
            closedAt = instant
        case .withdrawn(let reason):
            state = .withdrawn
            self.reason = reason
            closedAt = instant
            if applications.last?.outcome == .pending { decide(.withdrawn, at: instant) { _ in } }
        }
    }

    private mutating func decide(
        _ outcome: InstrumentApplicationOutcome, at instant: Instant, _ change: (inout InstrumentApplication) -> Void
    ) {
        guard let last = applications.indices.last else { return }
        applications[last].outcome = outcome
        applications[last].decidedAt = instant
        change(&applications[last])
    }
}
