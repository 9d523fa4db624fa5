// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination

extension IntakeBatch {
    /// Decides one submission in memory; the batch's view of the case moves on when it is allowed.
    mutating func plan(_ submission: Submission, decide: Deciding) -> Plan {
        guard let now = nows[submission.programme] else {
            return .failed(
                StoreError(
                    .notFound(what: "programme", name: submission.programme),
                    "No programme has the code «\(submission.programme)»."))
        }
        guard directory.knows(submission.actor.organisation) else {
            return .failed(
                StoreError(
                    .notFound(what: "organisation", name: submission.actor.organisation),
                    "No organisation has the code «\(submission.actor.organisation)»."))
        }
        if let unknown = unknownAttachments(of: submission) { return .failed(unknown) }
        let occurredAt: Instant
        do {
            occurredAt = try Authority.occurrence(
                stated: submission.occurredAt, enteredAt: now, by: submission.actor)
        } catch {
            return .refused(error)
        }
        switch submission.work {
        case .letter(let letter): return plan(letter, of: submission, at: occurredAt, knownAt: now)
        case .acts(let id, let acts):
            guard let programme = programmes[submission.programme] else {
                return .failed(StoreError(.internalFault, "The rules of «\(submission.programme)» were not read."))
            }
            return plan(acts, on: id, of: submission, at: occurredAt, in: programme, decide: decide)
        }
    }

    private func plan(_ letter: Letter, of submission: Submission, at: Instant, knownAt: Instant) -> Plan {
        let unknown = letter.audience.map(\.organisation).filter { !directory.knows($0) }
        guard unknown.isEmpty else {
            let names = unknown.map { "«\($0)»" }.joined(separator: ", ")
            return .failed(
                StoreError(.unknownRecipient(unknown), "No organisation has the code \(names): nothing was sent."))
        }
        do {
            try letter.expiry?.check(sentAt: knownAt)
        } catch {
            return .refused(error)
        }
        return .append([Outgoing(letter, of: submission, at: at, knownAt: knownAt)], after: nil)
    }

    private mutating func plan(
        _ acts: [CaseAct], on id: Identifier?, of submission: Submission, at: Instant,
        in programme: ProgrammeState, decide: Deciding
    ) -> Plan {
        let caseID: Identifier
        if let id {
            caseID = id
        } else if let fresh = freshCases.popLast() {
            caseID = fresh
        } else {
            return .failed(StoreError(.internalFault, "No id was drawn for a new case."))
        }
        guard let open = id == nil ? OpenCase() : cases[caseID], submission.mayKnow(of: open.state) else {
            let kind = acts.first?.caseKind ?? .instruction
            return .failed(.noCase(kind, submission.caller?.reference ?? caseID.description))
        }
        var now = open
        var outgoing: [Outgoing] = []
        let series = numberSeries(of: submission)
        let lastNumber = series.flatMap { numbers[$0] }
        var context = CaseContext(
            caseID: caseID, programme: programme.rules,
            nextNumber: lastNumber.flatMap { series?.text(ordinal: $0 + 1) },
            organisations: directory.known(acts.flatMap(\.named.organisations)),
            positions: facts.positions(on: programme.rules.date(of: at)),
            actions: facts.actions[submission.programme] ?? [],
            instruments: facts.instruments[submission.programme] ?? [],
            instructions: instructions(named: acts),
            instrumentUse: facts.instrumentUse[submission.programme] ?? InstrumentUseFacts())
        if let organisations = now.state?.organisations { context.organisations.formUnion(organisations) }
        for (place, (act, key)) in zip(acts, submission.senderKeys).enumerated() {
            let decision: Decision<CaseEvent, CaseState>
            do {
                decision = try decide(act, now.state, submission.actor, at, context)
            } catch {
                return .refused(error)
            }
            let named = place == acts.count - 1 ? submission.attachments : []
            guard let body = try? decision.event.json(naming: named) else {
                preconditionFailure("an event is text, numbers and dates: it can always be written as JSON")
            }
            let message = Message(
                programme: submission.programme, sender: submission.actor.organisation, senderKey: key,
                caseID: caseID, kind: decision.kind, actor: submission.actor, occurredAt: at,
                audience: decision.audience, contentType: CaseEvent.contentType, body: body)
            outgoing.append(
                Outgoing(
                    message: message, digest: submission.digest, knownAt: programme.now, floor: now.lastMessage))
            now.state = decision.after
            now.changed = true
        }
        if acts.contains(where: \.drawsNumber), let series, let lastNumber { numbers[series] = lastNumber + 1 }
        cases[caseID] = now
        return .append(outgoing, after: now.state)
    }

    /// The other instructions that the acts name, as the batch leaves them by now; they were locked with the acts' own.
    private func instructions(named acts: [CaseAct]) -> [String: InstructionFact] {
        let facts = acts.flatMap(\.named.instructions).compactMap { reference in
            Identifier(reference).flatMap { cases[$0]?.state?.instruction }.map { (reference, InstructionFact($0)) }
        }
        return Dictionary(facts, uniquingKeysWith: { one, _ in one })
    }
}

extension Submission {
    /// Whether the caller may know of the case as it is now.
    fileprivate func mayKnow(of state: CaseState?) -> Bool {
        guard let state, let caller else { return true }
        return Authority.mayRead(state, caller.principal)
    }
}
