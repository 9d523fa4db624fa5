// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Who must do what for the use of an instrument to go on, and which rule says so.
public struct InstrumentUseWhy: Hashable, Sendable, Codable {
    /// One thing one organisation can do next.
    public struct Duty: Hashable, Sendable, Codable {
        /// The organisation's code.
        public var organisation: String
        /// Its name.
        public var name: String
        /// Its part in the case.
        public var part: InstrumentUsePart
        /// The act, e.g. `grant`.
        public var act: InstrumentUseActKind
        /// What it must do, in words.
        public var task: String
        /// The last day for it, where the register or the agreement has one.
        public var due: CalendarDate?
        /// Whether that day has passed.
        public var overdue: Bool
        /// The rule that says so.
        public var norm: String
    }

    /// The number.
    public var title: String
    /// Where it stands.
    public var state: InstrumentUseState
    /// Where it stands, in one sentence.
    public var sentence: String
    /// Who must do what; empty when it has come to its end.
    public var duties: [Duty]
}

extension InstrumentUse {
    /// Who must do what next, seen at that moment; organisations by their names where `names` has them.
    public func why(
        at instant: Instant, in context: CaseContext, names: [String: String] = [:]
    ) -> InstrumentUseWhy {
        let today = context.programme.date(of: instant)
        let duties = owed(on: today, in: context).compactMap { owed -> InstrumentUseWhy.Duty? in
            guard let organisation = owed.organisation else { return nil }
            return InstrumentUseWhy.Duty(
                organisation: organisation, name: names[organisation] ?? organisation, part: owed.part, act: owed.act,
                task: owed.task, due: owed.due, overdue: owed.due.map { $0 < today } ?? false, norm: owed.norm)
        }
        return InstrumentUseWhy(title: number, state: state, sentence: "\(number): \(situation).", duties: duties)
    }

    private struct Owed {
        var organisation: String?
        var part: InstrumentUsePart
        var act: InstrumentUseActKind
        var task: String
        var due: CalendarDate?
        var norm: String
    }

    private func owed(on today: CalendarDate, in context: CaseContext) -> [Owed] {
        let terms = instrument.flatMap { context.instrumentUse.instruments[$0] }
        // The window that is open or comes next; without windows, the end of the instrument itself.
        let window = terms?.windows.map(\.upperBound).filter { $0 >= today }.min()
        let find = Owed(
            organisation: office, part: .office, act: .match, task: "find an instrument for it",
            norm: "U2: the office matches needs with federal instruments")
        let apply = Owed(
            organisation: recipient ?? needer, part: .recipient, act: .apply, task: "apply for \(instrument ?? "it")",
            due: window ?? terms?.lastDay,
            norm: "U3: applied for while the instrument is in force and takes applications")
        switch state {
        case .needed: return [find]
        case .matched: return [apply]
        case .applied:
            return [
                Owed(
                    organisation: owner, part: .owner, act: .grant, task: "grant or refuse it",
                    norm: "U4, U5: the instrument's owner decides")
            ]
        case .granted:
            return [
                Owed(
                    organisation: recipient, part: .recipient, act: .exhaust, task: "say what was spent",
                    due: application?.until, norm: "U6: what was granted is accounted for by the end of the agreement")
            ]
        case .refused: return [apply, find]
        case .exhausted, .withdrawn: return []
        }
    }

    /// Every act with whether this principal may do it now, and if not, why and what instead.
    ///
    /// Words, amounts and dates that an act needs are taken to be right; the act itself may still be refused for them.
    public func allowedActs(for principal: Principal, at instant: Instant, in context: CaseContext) -> [AllowedAct] {
        InstrumentUseActKind.allCases.filter { $0 != .need }.map { act in
            weigh(act, for: principal) { actor throws(Refusal) in
                try checkPart(for: act, by: actor)
                try checkState(for: act, by: actor)
                try checkTime(of: act, at: instant, in: context)
            }
        }
    }
}
