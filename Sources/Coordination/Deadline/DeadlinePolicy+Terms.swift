// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// The last day of a term and the steps that led to it.
public struct DueDate: Hashable, Sendable, Codable {
    /// The last day, included.
    public var date: CalendarDate
    /// How it came about, in order.
    public var steps: [ExplanationStep]

    /// A last day and its steps.
    public init(date: CalendarDate, steps: [ExplanationStep]) {
        self.date = date
        self.steps = steps
    }
}

extension DeadlinePolicy {
    /// The term a mark stands for; without a mark the term of instructions that state none. Refuses a mark that the
    /// policy does not know.
    public func term(of mark: Mark?) throws(Refusal) -> Term {
        let term =
            switch mark {
            case .urgent: urgent
            case .prompt: prompt
            case nil: Term?.some(unstated)
            }
        if let term { return term }
        let marks = Mark.allCases.filter { $0 == .urgent ? urgent != nil : prompt != nil }.map { "«\($0.rawValue)»" }
        throw Refusal(
            code: "deadline-policy",
            sentence: "The policy \(code) v\(version) knows no mark «\(mark?.rawValue ?? "")».",
            next: "Name a date, or no mark: then it is \(unstated.text)."
                + (marks.isEmpty ? "" : " It knows \(marks.joined(separator: ", ")).")
        )
    }

    /// How the policy calls itself in an explanation, e.g. `federal v1: «срочно» is 3 calendar days from signing`.
    public func norm(_ clause: String) -> String {
        "\(code) v\(version): \(clause)"
    }

    /// The last day of a mark's term, counted from a day that is not itself counted.
    public func due(
        _ mark: Mark?, from start: CalendarDate, in calendar: WorkingCalendar
    ) throws(Refusal) -> DueDate {
        let term = try term(of: mark)
        let norm = norm(of: mark, term)
        var steps = [ExplanationStep(date: start, text: "\(self.start.noun) \(start.written)", norm: norm)]
        let counted = try lastDay(of: term, from: start, in: calendar)
        steps.append(ExplanationStep(date: counted, text: "+ \(term.text) = \(counted.written)", norm: norm))
        return try moved(counted, notBefore: start, in: calendar, after: steps)
    }

    /// The last day of a term that the issuer named as a date.
    public func due(
        on named: CalendarDate, from start: CalendarDate, in calendar: WorkingCalendar
    ) throws(Refusal) -> DueDate {
        let norm = norm("a date named by the issuer stands; only the issuer may change it")
        let step = ExplanationStep(date: named, text: "the issuer named \(named.written)", norm: norm)
        return try moved(named, notBefore: start, sameDayStands: true, in: calendar, after: [step])
    }

    /// The last day on which a co-executor's part is in time: the first half of the term, where the policy says so.
    public func halfTerm(
        from start: CalendarDate, to due: CalendarDate, in calendar: WorkingCalendar
    ) throws(Refusal) -> DueDate {
        guard hasHalfTerm else {
            let norm = norm("co-executors give their parts by the end of the term")
            return DueDate(date: due, steps: [ExplanationStep(date: due, text: "by \(due.written)", norm: norm)])
        }
        let days = max(0, due.daysSince1970 - start.daysSince1970)
        let half = start.adding(days: days / 2)
        let norm = norm("co-executors give their parts in the first half of the term")
        let text = "half of \(days) days from \(start.written) = \(half.written)"
        let steps = [ExplanationStep(date: half, text: text, norm: norm)]
        let moved = try moved(half, notBefore: start, in: calendar, after: steps)
        return moved.date > due ? DueDate(date: due, steps: steps) : moved
    }

    /// The norm behind a mark's term.
    func norm(of mark: Mark?, _ term: Term) -> String {
        let name = mark.map { "«\($0.rawValue)»" } ?? "no deadline stated"
        return norm("\(name) is \(term.text) from \(start.rawValue)")
    }

    /// Off a day that is not worked, to the working day before or after it as the policy says, and never onto the start or
    /// before it.
    ///
    /// Only an issuer who names the very day of signing means that day.
    private func moved(
        _ date: CalendarDate, notBefore start: CalendarDate, sameDayStands: Bool = false, in calendar: WorkingCalendar,
        after steps: [ExplanationStep]
    ) throws(Refusal) -> DueDate {
        var result = DueDate(date: date, steps: steps)
        if try !calendar.isWorked(date) {
            result.date =
                switch roll {
                case .back: try calendar.workedDay(onOrBefore: date)
                case .forward: try calendar.workedDay(after: date)
                }
            let (way, side) = roll == .back ? ("back", "before") : ("on", "after")
            let text = "\(date.written) is not worked: \(way) to \(result.date.written)"
            let norm = norm("a deadline on a non-working day moves to the working day \(side) it")
            result.steps.append(ExplanationStep(date: result.date, text: text, norm: norm))
        }
        guard result.date < start || result.date == start && !(sameDayStands && date == start) else { return result }
        let before = result.date
        result.date = try calendar.workedDay(after: start)
        let text = "\(before.written) is not after \(start.written): on to \(result.date.written)"
        let norm = norm("a deadline that would not be after its start moves to the first working day after it")
        result.steps.append(ExplanationStep(date: result.date, text: text, norm: norm))
        return result
    }
}

extension DeadlinePolicy.Start {
    /// `signed` or `registered`.
    var noun: String {
        switch self {
        case .signing: "signed"
        case .registration: "registered"
        }
    }
}
