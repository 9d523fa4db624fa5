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
            let rules = try await store.rules(of: programme.code)
            let tasks = try await Desk(organisation, rules, now: programme.now).tasks(in: store)
            return try call.page(call.wanted(tasks, now: programme.now)) { task in
                "\(task.caseID?.description ?? "") \(task.role) \(task.task ?? "")"
            }
        }
    }
}

/// An organisation's desk: finds what each case wants of it.
struct Desk {
    let organisation: String
    let rules: ProgrammeRules
    let now: Instant

    init(_ organisation: String, _ rules: ProgrammeRules, now: Instant) {
        self.organisation = organisation
        self.rules = rules
        self.now = now
    }

    /// What the cases of every kind want of it, those of one kind together.
    func tasks(in store: Store) async throws -> [TaskItem] {
        let most = 10_000
        let instructions = InstructionFilter(programme: rules.code, party: organisation, limit: most)
        let approvals = ApprovalFilter(programme: rules.code, reader: organisation, isOpen: true, limit: most)
        let uses = try await store.instrumentUses(
            InstrumentUseFilter(programme: rules.code, party: organisation, limit: most))
        let facts = try await store.instrumentUseFacts(
            programme: rules.code, instruments: Set(uses.compactMap(\.instrument)))
        return try await store.instructions(instructions).flatMap(tasks) + store.approvals(approvals).flatMap(tasks)
            + uses.flatMap { tasks($0, facts) }
    }

    private func tasks(_ use: InstrumentUse, _ facts: InstrumentUseFacts) -> [TaskItem] {
        let context = CaseContext(
            caseID: use.id, programme: rules, organisations: Set(use.parties), instrumentUse: facts)
        let principal = Principal(name: organisation, organisation: organisation, scopes: [.act])
        return use.tasks(of: organisation, at: now, in: context).map { task in
            TaskItem(
                instrumentUse: use.id, number: use.number, text: use.need.purpose, issuer: use.needer,
                organisation: organisation, role: task.role.rawValue, state: use.state.rawValue, due: task.due,
                isOverdue: task.overdue, workingDaysLeft: task.due.flatMap(workingDays),
                acts: use.allowedActs(for: principal, at: now, in: context).filter(\.allowed).map(\.act),
                task: task.task, waitsFor: task.waitsFor.isEmpty ? nil : task.waitsFor)
        }
    }

    private func tasks(_ instruction: Instruction) -> [TaskItem] {
        instruction.tasks(of: organisation, at: now, in: rules).map { task in
            TaskItem(
                instruction: instruction.id, number: instruction.number, text: instruction.text,
                issuer: instruction.issuer, organisation: organisation, role: task.role.rawValue,
                state: instruction.state.rawValue, due: task.due, isOverdue: task.overdue,
                workingDaysLeft: task.due.flatMap(workingDays), acts: acts(on: instruction), task: task.task,
                waitsFor: task.waitsFor.isEmpty ? nil : task.waitsFor)
        }
    }

    /// Votes that are due; for the author, drafts, remarks to answer and what came back; for the signer, what is approved.
    private func tasks(_ approval: Approval) -> [TaskItem] {
        approval.tasks(of: organisation, at: now, in: rules).map { task in
            TaskItem(
                approval: approval.id, number: approval.number, text: approval.document.title, issuer: approval.author,
                organisation: organisation, role: task.role.rawValue, state: approval.state.rawValue, due: task.due,
                isOverdue: task.overdue, workingDaysLeft: task.due.flatMap(workingDays),
                acts: approval.openActs(for: organisation).map(\.rawValue), task: task.task,
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
        let context = CaseContext(
            caseID: instruction.id, programme: rules, organisations: Set(instruction.organisations))
        return instruction.allowedActs(for: principal, at: now, in: context).filter(\.allowed).map(\.act)
    }
}

extension Call {
    /// A part of the query that is a number of days, such as `7d`.
    func days(_ name: String) throws -> Int? {
        try query(name).map { text in
            guard let days = text.hasSuffix("d") ? Int(text.dropLast()) : nil, (0...3660).contains(days) else {
                throw Problem.badRequest(
                    "'\(name)' is a number of days, such as 7d.", code: "invalid-value", at: "?\(name)")
            }
            return days
        }
    }

    /// Those in the wanted role and due in time, the nearest term first, those without a term last.
    fileprivate func wanted(_ tasks: [TaskItem], now: Instant) throws -> [TaskItem] {
        let role = try query("role")
        let end = try days("due").map { now.adding(seconds: $0 * 86_400) }
        let last = Instant(microsecondsSince1970: .max)
        let never = Identifier(rawValue: 0)
        return tasks.filter { task in
            (role == nil || task.role == role) && (end.map { (task.due ?? last) <= $0 } ?? true)
        }.sorted { ($0.due ?? last, $0.caseID ?? never) < ($1.due ?? last, $1.caseID ?? never) }
    }
}
