// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// Guards every act passes before its own: is it this body's act, is it possible now, and can it have happened then.
extension InstrumentUse: CaseFile {
    typealias ActKind = InstrumentUseActKind

    var title: String { number }

    /// Refuses an act that is not for any part the actor's organisation has.
    func checkPart(for act: InstrumentUseActKind, by actor: Actor) throws(Refusal) {
        let organisation = actor.organisation
        let parts = parts(of: organisation)
        let holders = InstrumentUseRule.parts(for: act)
        guard act != .need else { return }
        guard actor.capacity != .system else {
            throw Refusal(
                code: "not-authorised", rule: act.rule,
                sentence: "The broker's own clock may not \(act.rawValue) the use of an instrument.", next: waitsFor)
        }
        guard parts.isDisjoint(with: holders) else { return }
        let names = holders.map { part in
            let holder = self.holders.first { $0.part == part }?.organisation
            return holder.map { "the \(part.rawValue) (\($0))" } ?? "the \(part.rawValue)"
        }
        let standing =
            parts.isEmpty
            ? "\(organisation) has no part in \(number)"
            : "\(organisation) is \(parts.map(\.rawValue).sorted().joined(separator: " and ")) in \(number)"
        let open = openActs(for: organisation).map(\.rawValue)
        throw Refusal(
            code: "not-authorised", rule: act.rule,
            sentence: "\(standing); to \(act.rawValue) is for \(names.joined(separator: " or ")).",
            next: open.isEmpty
                ? "An operator may enter what came on paper from the body whose act it is."
                : "\(organisation) can: \(open.joined(separator: ", ")).")
    }

    /// Refuses an act that the state does not allow to any part the actor's organisation has.
    func checkState(for act: InstrumentUseActKind, by actor: Actor) throws(Refusal) {
        let parts = parts(of: actor.organisation)
        guard !parts.contains(where: { InstrumentUseRule.allows(act, as: $0, in: state) }) else { return }
        throw refusal(of: act, to: actor.organisation)
    }

    /// Refuses an act that would have happened before the one it follows: each step of a use rests on the one before.
    func checkTime(of act: InstrumentUseActKind, at instant: Instant, in context: CaseContext) throws(Refusal) {
        guard instant < lastOccurredAt else { return }
        let zone = context.programme.zone
        throw Refusal(
            code: "rule-refused", rule: act.rule,
            sentence: "The last act on \(number) was on \(zone.text(lastOccurredAt)); this one cannot have happened on "
                + "\(zone.text(instant)).", next: "Correct the time at which it happened, or leave it out to mean now.")
    }

    /// The refusal of an act in the state it is in: where it stands, and what can be done instead.
    func refusal(of act: InstrumentUseActKind, to organisation: String) -> Refusal {
        let open = openActs(for: organisation).map(\.rawValue)
        let next = open.isEmpty ? waitsFor : "\(organisation) can: \(open.joined(separator: ", ")). \(waitsFor)"
        return Refusal(
            code: "rule-refused", rule: act.rule,
            sentence: "\(number) cannot be \(act.participle) now: \(situation).", next: next)
    }

    func refusal(_ sentence: String, _ act: InstrumentUseActKind, _ next: String) -> Refusal {
        Refusal(code: "rule-refused", rule: act.rule, sentence: sentence + ".", next: next)
    }

    /// The words, unless they say nothing.
    func said(_ text: String, _ what: String, for act: InstrumentUseActKind) throws(Refusal) -> String {
        try require(text, what, for: act)
        return text
    }

    /// Where it stands, as half a sentence.
    var situation: String {
        let (instrument, owner, recipient) = (instrument ?? "?", owner ?? "?", recipient ?? "nobody yet")
        return switch state {
        case .needed: "\(needer) needs \(need.amount.written) for \(target), and no instrument is found for it"
        case .matched: "it is matched with \(instrument) of \(owner) for \(recipient), and nobody has applied"
        case .applied:
            "\((application?.amount ?? .zero).written) of \(instrument) are applied for, and \(owner) has not decided"
        case .granted:
            "\(owner) granted \((granted ?? .zero).written) of \(instrument) to \(recipient)"
                + (application?.until.map { " until \($0.written)" } ?? "")
        case .refused: "\(owner) refused \(instrument) to \(recipient) (\(application?.reason ?? ""))"
        case .exhausted:
            "\((spent ?? .zero).written) of the \((granted ?? .zero).written) of \(instrument) are spent and it is closed"
        case .withdrawn: "the need was taken back (\(reason ?? ""))"
        }
    }

    /// Whose turn it is, as a sentence.
    var waitsFor: String {
        switch state {
        case .needed:
            office.map { "It waits for \($0) to find an instrument (match)." }
                ?? "It waits for the programme's office; the programme names none: inoctl programme show."
        case .matched: "It waits for \(recipient ?? needer) to apply."
        case .applied: "It waits for \(owner ?? "the owner") to grant or refuse."
        case .granted: "It waits for \(recipient ?? needer) to say what was spent (exhaust)."
        case .refused:
            "\(recipient ?? needer) can apply again; \(office ?? "the office") can find another instrument (match)."
        case .exhausted, .withdrawn: "Nothing can follow; a new need can be stated."
        }
    }
}

extension InstrumentUseActKind: CaseActKind {
    /// `to grant`: the act as a verb with its object left out.
    var verb: String { rawValue }

    /// What happens to the use by it.
    var participle: String {
        switch self {
        case .need: "stated again"
        case .match: "matched"
        case .apply: "applied for"
        case .grant: "granted"
        case .refuse: "refused"
        case .exhaust: "used up"
        case .withdraw: "withdrawn"
        }
    }
}
