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
    /// The term a mark stands for; without a mark the term of instructions that state none.
    public func term(of mark: Mark?) -> Term {
        switch mark {
        case .urgent: urgent
        case .prompt: prompt
        case nil: unstated
        }
    }

    /// How the policy calls itself in an explanation, e.g. `federal v1: «срочно» is 3 calendar days from signing`.
    public func norm(_ clause: String) -> String {
        "\(code) v\(version): \(clause)"
    }

    /// The last day of a mark's term, counted from a day that is not itself counted.
    public func due(
        _ mark: Mark?, from start: CalendarDate, in calendar: WorkingCalendar
    ) throws(Refusal) -> DueDate {
        let term = term(of: mark)
        let norm = norm(of: mark)
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

    /// The last day on which a co-executor's part is in time: the first half of the term.
    public func halfTerm(
        from start: CalendarDate, to due: CalendarDate, in calendar: WorkingCalendar
    ) throws(Refusal) -> DueDate {
        let days = max(0, due.daysSince1970 - start.daysSince1970)
        let half = start.adding(days: days / 2)
        let norm = norm("co-executors give their parts in the first half of the term")
        let text = "half of \(days) days from \(start.written) = \(half.written)"
        let steps = [ExplanationStep(date: half, text: text, norm: norm)]
        let moved = try moved(half, notBefore: start, in: calendar, after: steps)
        return moved.date > due ? DueDate(date: due, steps: steps) : moved
    }

    /// The norm behind a mark's term.
    func norm(of mark: Mark?) -> String {
        let name = mark.map { "«\($0.rawValue)»" } ?? "no deadline stated"
        return norm("\(name) is \(term(of: mark).text) from \(start.rawValue)")
    }

    /// Off a day that is not worked: back to the working day before it, and never onto the start or before it.
    ///
    /// Only an issuer who names the very day of signing means that day.
    private func moved(
        _ date: CalendarDate, notBefore start: CalendarDate, sameDayStands: Bool = false, in calendar: WorkingCalendar,
        after steps: [ExplanationStep]
    ) throws(Refusal) -> DueDate {
        var result = DueDate(date: try calendar.workedDay(onOrBefore: date), steps: steps)
        if result.date != date {
            let text = "\(date.written) is not worked: back to \(result.date.written)"
            let norm = norm("a deadline on a non-working day moves to the working day before it")
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
