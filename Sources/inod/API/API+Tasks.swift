// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Store
import Wire

extension API {
    /// `/v1/tasks`: what waits for an organisation, and what it gave or controls and others are late with; the nearest
    /// term first.
    func tasks(_ routes: inout Routes) {
        routes.get("/v1/tasks", query: "organisation due role") { call in
            let organisation = try call.ownOrganisation()
            let programme = try await store.programme(call.query("programme"))
            let calendar = try await store.calendar(named: programme.calendar)
            let filter = InstructionFilter(programme: programme.code, party: organisation, limit: 10_000)
            let desk = try Desk(organisation, programme, calendar)
            let tasks = try await store.instructions(filter).flatMap(desk.tasks)
            return try call.page(call.wanted(tasks, now: programme.now)) { "\($0.instruction) \($0.role)" }
        }
    }
}

/// An organisation's desk: finds what each instruction wants of it.
private struct Desk {
    let organisation: String
    let rules: ProgrammeRules
    let now: Instant

    init(_ organisation: String, _ programme: ProgrammeInfo, _ calendar: WorkingCalendar) throws {
        guard let zone = Zone(identifier: programme.zone) else { throw Problem.internalError }
        self.organisation = organisation
        now = programme.now
        rules = ProgrammeRules(
            code: programme.code, zone: zone, endOfDayHour: programme.endOfDayHour, policy: programme.policy,
            calendar: calendar)
    }

    func tasks(_ instruction: Instruction) -> [TaskItem] {
        instruction.tasks(of: organisation, at: now, in: rules).map { task in
            TaskItem(
                instruction: instruction.id, number: instruction.number, text: instruction.text,
                issuer: instruction.issuer, organisation: organisation, role: task.role.rawValue,
                state: instruction.state.rawValue, due: task.due, isOverdue: task.overdue,
                workingDaysLeft: task.due.flatMap(workingDays), acts: acts(on: instruction), task: task.task,
                waitsFor: task.waitsFor.isEmpty ? nil : task.waitsFor)
        }
    }

    /// Days left, negative when the term is over; nil when the calendar does not reach so far.
    private func workingDays(to due: Instant) -> Int? {
        let (today, last) = (rules.date(of: now), rules.date(of: due))
        if last >= today { return try? rules.calendar.workedDays(after: today, through: last) }
        return (try? rules.calendar.workedDays(after: last, through: today)).map { -$0 }
    }

    private func acts(on instruction: Instruction) -> [String] {
        let principal = Principal(name: organisation, organisation: organisation, scopes: [.act])
        let context = CaseContext(caseID: instruction.id, programme: rules, organisations: Set(instruction.parties))
        return instruction.allowedActs(for: principal, at: now, in: context).filter(\.allowed).map(\.act)
    }
}

extension Call {
    /// Those in the wanted role and due in time, the nearest term first, those without a term last.
    fileprivate func wanted(_ tasks: [TaskItem], now: Instant) throws -> [TaskItem] {
        let role = try query("role")
        let end = try query("due").map { text in
            guard let days = text.hasSuffix("d") ? Int64(text.dropLast()) : nil, (0...3660).contains(days) else {
                throw Problem.badRequest("'due' is a number of days, such as 7d.", code: "invalid-value", at: "?due")
            }
            return Instant(microsecondsSince1970: now.microsecondsSince1970 + days * 86_400_000_000)
        }
        let last = Instant(microsecondsSince1970: .max)
        return tasks.filter { task in
            (role == nil || task.role == role) && (end.map { (task.due ?? last) <= $0 } ?? true)
        }.sorted { ($0.due ?? last, $0.instruction) < ($1.due ?? last, $1.instruction) }
    }
}
