// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Store
import Wire

extension API {
    /// `/v1/today`: what matters now, to the caller's organisation, or to the office when the caller runs the programme.
    func today(_ routes: inout Routes) {
        routes.get("/v1/today", query: "organisation") { call in
            let programme = try await store.programme(call.query("programme"))
            let named = try call.query("organisation")
            let sees = !call.principal.scopes.isDisjoint(with: [.operate, .audit])
            let organisation = sees ? named ?? call.principal.organisation : try call.ownOrganisation(named: named)
            let rules = try await store.rules(of: programme.code)
            let day = DayAhead(store: store, programme: programme)
            let items =
                if let organisation {
                    try await day.items(of: organisation, on: Desk(organisation, rules, now: programme.now))
                } else {
                    try await day.itemsOfTheOffice(in: rules)
                }
            let order = TodayItem.Kind.allCases
            let ranked = items.enumerated().sorted {
                (order.firstIndex(of: $0.element.kind) ?? 0, $0.offset) < (
                    order.firstIndex(of: $1.element.kind) ?? 0, $1.offset
                )
            }
            return try .json(Today(now: programme.now, organisation: organisation, items: ranked.map(\.element)))
        }
    }
}

/// Gathers what matters within the days ahead.
private struct DayAhead {
    static let daysAhead = 7
    static let windowDays = 30
    /// No screen shows more; the lists have them all.
    static let most = 200

    /// The queues that wait longest; 'broker status' counts them all.
    static let mostQueues = 5

    let store: Store
    let programme: ProgrammeInfo

    private var soon: Instant { programme.now.adding(seconds: Self.daysAhead * 86_400) }
    private let last = Instant(microsecondsSince1970: .max)

    init(store: Store, programme: ProgrammeInfo) {
        self.store = store
        self.programme = programme
    }

    func items(of organisation: String, on desk: Desk) async throws -> [TodayItem] {
        let never = Identifier(rawValue: 0)
        let tasks = try await desk.tasks(in: store)
            .sorted { ($0.due ?? last, $0.caseID ?? never) < ($1.due ?? last, $1.caseID ?? never) }
        return tasks.prefix(Self.most).map(item)
            + (try await webhooks(of: organisation))
            + (try await messages(of: [organisation]))
            + (try await windows(for: organisation))
    }

    func itemsOfTheOffice(in rules: ProgrammeRules) async throws -> [TodayItem] {
        let late = InstructionFilter(programme: programme.code, overdue: true, limit: Self.most)
        let near = InstructionFilter(programme: programme.code, overdue: false, dueBy: soon, limit: Self.most)
        let reported = InstructionFilter(programme: programme.code, state: .reported, limit: Self.most)
        return try await instructions(late, .overdue) + instructions(near, .dueSoon) + instructions(reported, .waits)
            + approvals(in: rules) + webhooks(of: nil) + messages(of: nil) + windows(for: nil)
    }

    private func item(_ task: TaskItem) -> TodayItem {
        // What waits for others is what the organisation gave or controls, and it is on its list because it is late.
        let own: TodayItem.Kind = task.isOverdue ? .overdue : (task.due ?? last) <= soon ? .dueSoon : .waits
        let kind = task.waitsFor == nil ? own : .issuedLate
        return TodayItem(
            kind: kind, reference: task.number ?? task.caseID?.description ?? "", approval: task.approval,
            instrumentUse: task.instrumentUse, text: task.text,
            who: task.waitsFor?.joined(separator: " ") ?? task.issuer,
            role: task.role, due: task.due, acts: task.acts)
    }

    private func instructions(_ filter: InstructionFilter, _ kind: TodayItem.Kind) async throws -> [TodayItem] {
        try await store.instructions(filter)
            .sorted { ($0.deadline.due ?? last, $0.id) < ($1.deadline.due ?? last, $1.id) }
            .map { instruction in
                let accepts = instruction.controller ?? instruction.issuer
                return TodayItem(
                    kind: kind, reference: instruction.number ?? instruction.id.description, text: instruction.text,
                    who: kind == .waits ? accepts : instruction.responsible,
                    role: kind == .waits ? "controller" : "responsible", due: instruction.deadline.due)
            }
    }

    /// The approvals that are under way, with those who are waited for.
    private func approvals(in rules: ProgrammeRules) async throws -> [TodayItem] {
        let open = ApprovalFilter(programme: programme.code, isOpen: true, limit: Self.most)
        return try await store.approvals(open).map { approval in
            let waits = approval.why(at: programme.now, in: rules).waits
            return TodayItem(
                kind: waits.contains(where: \.overdue) ? .overdue : .waits,
                reference: approval.number ?? approval.id.description, approval: approval.id,
                text: approval.document.title, who: Set(waits.map(\.organisation)).sorted().joined(separator: " "),
                role: waits.first?.role.rawValue, due: waits.compactMap(\.due).min())
        }
    }

    private func webhooks(of organisation: String?) async throws -> [TodayItem] {
        try await store.webhooks(of: organisation).filter(\.isStuck).map { webhook in
            TodayItem(
                kind: .webhook, reference: webhook.id.description,
                text: webhook.reason ?? webhook.failure?.detail ?? webhook.state.rawValue, who: webhook.organisation,
                due: webhook.failure?.since, count: max(0, webhook.last - webhook.position))
        }
    }

    private func messages(of organisations: [String]?) async throws -> [TodayItem] {
        try await store.queues(of: organisations).prefix(Self.mostQueues).map { queue in
            let (count, first, what) =
                queue.depth > 0
                ? (queue.depth, queue.firstUndelivered, "received")
                : (queue.unregistered, queue.firstUnregistered, "registered")
            return TodayItem(
                kind: .messages, reference: queue.organisation,
                text: "\(count) not yet \(what)\(first.map { ", from number \($0)" } ?? "")", who: queue.organisation,
                due: queue.oldestUndelivered, count: count)
        }
    }

    private func windows(for organisation: String?) async throws -> [TodayItem] {
        guard let zone = Zone(identifier: programme.zone) else { return [] }
        let today = zone.date(of: programme.now)
        let end = today.adding(days: Self.windowDays)
        return try await store.instruments(RegistryFilter(programme: programme.code)).flatMap { instrument in
            let isConcerned =
                organisation == nil || instrument.owner == organisation
                || instrument.recipients.contains { $0.organisation == organisation }
            return instrument.windows.filter { window in
                isConcerned && window.opens.firstDay <= today && (today...end).contains(window.closes.lastDay)
            }.map { window in
                TodayItem(
                    kind: .window, reference: instrument.code, text: instrument.nameRu, who: instrument.owner,
                    day: window.closes.lastDay)
            }
        }.sorted { ($0.day ?? today, $0.reference) < ($1.day ?? today, $1.reference) }
    }
}
