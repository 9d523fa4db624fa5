// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Store
import Wire

extension API {
    /// `/v1/calendar/explain`: the deadline that an instruction of this day and mark would get, and why.
    func calendar(_ routes: inout Routes) {
        routes.get("/v1/calendar/explain", query: "from mark policy") { call in
            let info = try await store.programme(call.query("programme"))
            let calendar = try await store.calendar(named: info.calendar)
            return try .json(DeadlineExplanation(call, in: info, calendar))
        }
    }
}

extension DeadlineExplanation {
    fileprivate init(_ call: Call, in info: ProgrammeInfo, _ calendar: WorkingCalendar) throws {
        guard let zone = Zone(identifier: info.zone) else { throw Problem.internalError }
        let rules = ProgrammeRules(
            code: info.code, zone: zone, endOfDayHour: info.endOfDayHour, policy: info.policy, calendar: calendar)
        let from = try call.query("from", as: CalendarDate.self) ?? rules.date(of: info.now)
        let name = try call.query("policy") ?? info.policy
        guard let policy = rules.policies.first(where: { $0.code == name }) else {
            throw Refusal(
                code: "deadline-policy", sentence: "There is no deadline policy '\(name)'.",
                next: "There are: \(rules.policies.map(\.code).joined(separator: ", ")).")
        }
        let mark = try call.query("mark").map { text in
            guard let mark = Mark(named: text) else {
                throw Problem.badRequest(
                    "'\(text)' is not a mark: срочно (urgent) or оперативно (prompt).", code: "invalid-value",
                    at: "?mark")
            }
            return mark
        }
        let due = try policy.due(mark, from: from, in: calendar)
        self.init(
            policy: policy.code, mark: mark, from: from, due: due.date, dueAt: rules.endOfDay(due.date),
            steps: due.steps)
    }
}
