// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Store
import Wire

extension API {
    /// `/v1/calendar/explain`, the deadline that an instruction of this day and mark would get, and why; and
    /// `/v1/policies`, the deadline policies, every version of each.
    func calendar(_ routes: inout Routes) {
        routes.get("/v1/calendar/explain", query: "from mark policy") { call in
            let info = try await store.programme(call.query("programme"))
            return try await .json(DeadlineExplanation(call, in: store.rules(of: info.code), now: info.now))
        }
        routes.get("/v1/policies") { call in
            let rules = try await store.rules(of: store.programmeCode(call.query("programme")))
            let policies = rules.policies.sorted { ($0.code, $0.version) < ($1.code, $1.version) }
            return try call.page(policies) { "\($0.code) \($0.version)" }
        }
    }
}

extension DeadlineExplanation {
    fileprivate init(_ call: Call, in rules: ProgrammeRules, now: Instant) throws {
        let from = try call.query("from", as: CalendarDate.self) ?? rules.date(of: now)
        let policy = try rules.policy(named: call.query("policy") ?? rules.policy, on: from)
        let mark = try call.query("mark").map { text in
            guard let mark = Mark(named: text) else {
                throw Problem.badRequest(
                    "'\(text)' is not a mark: срочно (urgent) or оперативно (prompt).", code: "invalid-value",
                    at: "?mark")
            }
            return mark
        }
        let due = try policy.due(mark, from: from, in: rules.calendar)
        self.init(
            policy: policy.code, mark: mark, from: from, due: due.date, dueAt: rules.endOfDay(due.date),
            steps: due.steps)
    }
}
