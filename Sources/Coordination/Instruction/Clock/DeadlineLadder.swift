// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What is left of the ladder of one deadline, each step with its moment, from the first to the last.
struct DeadlineLadder {
    struct Pending {
        let step: LadderStep
        let at: Instant
    }

    let pending: [Pending]
    var due: Instant?

    /// The reminder to be told at that moment: before the deadline the nearest whose time has come, after it that it has
    /// passed, each in place of those before it.
    func dueReminder(at instant: Instant) -> (step: LadderStep, skipped: [LadderStep])? {
        guard let due else { return nil }
        let kind: LadderStep.Kind = instant > due ? .overdue : .dueSoon
        return last(of: kind, at: instant)
    }

    /// The escalation to be told at that moment: the highest whose time has come.
    func dueEscalation(at instant: Instant) -> (step: LadderStep, skipped: [LadderStep])? {
        last(of: .escalation, at: instant)
    }

    private func last(of kind: LadderStep.Kind, at instant: Instant) -> (step: LadderStep, skipped: [LadderStep])? {
        let passed = pending.filter { $0.at <= instant }.map(\.step)
        guard let step = passed.last(where: { $0.kind == kind }) else { return nil }
        return (step, passed.filter { $0.place < step.place })
    }
}

// Moments of the ladder: whole working days from closing hour to closing hour.
extension ProgrammeRules {
    /// When a step is due; nil while the calendar of a day that has to be counted is not loaded.
    func moment(of step: LadderStep, at due: Instant) -> Instant? {
        let day = date(of: due)
        switch step.kind {
        case .dueSoon: return (try? calendar.workedDay(before: day, by: step.days)).map(endOfDay)
        case .overdue: return due.next
        case .escalation:
            // Never before the deadline's own passing, wherever in the day that was.
            guard let late = try? calendar.adding(workedDays: step.days, to: day) else { return nil }
            return due.next.map { max(endOfDay(late), $0) }
        }
    }

    /// `3 working days`.
    func days(_ count: Int) -> String { DeadlinePolicy.Term(count, .workingDays).text }
}

extension WorkingCalendar {
    /// The last worked day that so many worked days follow, up to and including that day.
    func workedDay(before date: CalendarDate, by count: Int) throws(Refusal) -> CalendarDate {
        var day = date
        var left = count
        while left > 0 {
            if try isWorked(day) { left -= 1 }
            day = day.adding(days: -1)
        }
        return try workedDay(onOrBefore: day)
    }
}

extension Instant {
    /// The first moment after it; none after the end of time.
    var next: Instant? {
        microsecondsSince1970 == .max ? nil : Instant(microsecondsSince1970: microsecondsSince1970 + 1)
    }
}
