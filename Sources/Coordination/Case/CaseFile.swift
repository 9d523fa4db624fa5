// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A kind of act on a case, as its rules and sentences speak of it.
protocol CaseActKind: RawRepresentable<String>, Sendable {
    /// The number of its rule, e.g. `I14`.
    var rule: String { get }
    /// `to report on`: the act as a verb with its object left out.
    var verb: String { get }
    /// `reported as done`: what happens to the case by it.
    var participle: String { get }
}

/// The state of a case, whatever its kind: what all kinds refuse alike, and how they say what may be done.
protocol CaseFile {
    associatedtype ActKind: CaseActKind
    /// What sentences call it.
    var title: String { get }
    /// Every organisation with a part in it.
    var parties: [String] { get }
}

extension CaseFile {
    /// Refuses words that say nothing.
    func require(_ text: String, _ what: String, for act: ActKind) throws(Refusal) {
        guard text.isBlank else { return }
        throw Refusal(
            code: "rule-refused", rule: act.rule,
            sentence: "To \(act.verb) \(title), \(what) must be said; it is empty.",
            next: "Repeat the act with \(what).")
    }

    /// Refuses an act that would have happened before what it follows; `event` says what that was: `was issued`.
    func check(
        _ act: ActKind, at instant: Instant, isNotBefore limit: Instant?, _ event: String, in zone: Zone
    ) throws(Refusal) {
        guard let limit, instant < limit else { return }
        throw Refusal(
            code: "rule-refused", rule: act.rule,
            sentence: "\(title) \(event) on \(zone.text(limit)); it cannot have been \(act.participle) "
                + "on \(zone.text(instant)).",
            next: "Correct the time at which it happened, or leave it out to mean now.")
    }

    /// Whether this principal may do an act now: as the first of those it could act as whom the guards let pass, or why
    /// not and what instead.
    ///
    /// `condition` says what the act still asks of that actor, beside paper for an act on behalf.
    func weigh(
        _ act: ActKind, for principal: Principal, condition: String? = nil, _ guards: (Actor) throws(Refusal) -> Void
    ) -> AllowedAct {
        var first: Refusal?
        for actor in principal.actors(among: parties) {
            do throws(Refusal) {
                try guards(actor)
                let paper =
                    actor.capacity == .operatorOnBehalf ? "for \(actor.organisation), on the document it came on" : nil
                let conditions = [paper, condition].compactMap(\.self)
                return AllowedAct(
                    act: act.rawValue, rule: act.rule, allowed: true,
                    why: conditions.isEmpty ? nil : conditions.joined(separator: "; "))
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

extension Principal {
    /// Those as whom it could act: its own organisation first, then, for an operator, the others.
    fileprivate func actors(among parties: [String]) -> [Actor] {
        var actors: [Actor] = []
        if let organisation, scopes.contains(.act) {
            actors.append(Actor(person: person, position: position, organisation: organisation, capacity: .own))
        }
        if scopes.contains(.operate) {
            let others = parties.filter { $0 != organisation }
            actors += others.map { Actor(person: person, organisation: $0, capacity: .operatorOnBehalf) }
        }
        return actors
    }
}
