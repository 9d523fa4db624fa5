// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Store
import Wire

extension API {
    /// `/v1/instructions`: lists, one with its log, who owes what, and what the caller may do.
    func instructionReading(_ routes: inout Routes) {
        routes.get("/v1/instructions", query: "state responsible issuer party overdue due about mark q") { call in
            let limit = try call.limit()
            let now = try await call.query("due") == nil ? nil : store.programme(call.query("programme")).now
            let items = try await store.instructions(call.instructionFilter(limit: limit + 1, now: now))
            let next = items.count > limit ? items[limit - 1].id.description : nil
            return try .list(Array(items.prefix(limit)), next: next)
        }
        routes.get("/v1/instructions/{ref}") { call in
            let found = try await call.visibleCase(in: store).instruction
            return try await .json(CaseView(found, log: store.log(of: found.id)))
        }
        routes.get("/v1/instructions/{ref}/log") { call in
            let id = try await call.visibleCase(in: store).instruction.id
            return try await call.page(store.log(of: id).map(MessageView.init)) { $0.id.description }
        }
        routes.get("/v1/instructions/{ref}/why") { call in
            let file = try await call.visibleCase(in: store)
            return try .json(file.instruction.why(at: file.now, in: file.rules, names: file.names))
        }
        routes.get("/v1/instructions/{ref}/simulate", query: "at") { call in
            let file = try await call.visibleCase(in: store)
            guard let day = try call.query("at", as: CalendarDate.self) else {
                throw Problem.badRequest(
                    "Until which day? Name the last one, such as at=2016-04-30.", code: "missing-value", at: "?at")
            }
            let end = file.rules.zone.instant(day.adding(days: 1), hour: 0, minute: 0)
            let acts = file.instruction.foreseen(from: file.now, until: end, in: file.context)
            return try call.page(acts) { "\($0.at) \($0.act)" }
        }
        routes.get("/v1/instructions/{ref}/allowed-actions") { call in
            let file = try await call.visibleCase(in: store)
            let acts = file.instruction.allowedActs(for: call.principal, at: file.now, in: file.context)
            return try call.page(acts) { $0.act }
        }
    }
}

extension Call {
    /// What the query asks for; a reader who may not see all is held to the cases it has a part in.
    fileprivate func instructionFilter(limit: Int, now: Instant?) throws -> InstructionFilter {
        let state = try query("state").map { name in
            guard let state = InstructionState(rawValue: name) else {
                let names = InstructionState.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem.badRequest(
                    "'\(name)' is no state: \(names).", code: "invalid-value", at: "?state")
            }
            return state
        }
        let seesAll = !principal.scopes.isDisjoint(with: [.operate, .audit])
        guard seesAll || principal.organisation != nil else {
            throw Problem.notFound("An instruction for \(principal.name), which belongs to no organisation,")
        }
        let party = try query("party")
        let mark = try query("mark").map { text in
            guard let mark = Mark(named: text) else {
                throw Problem.badRequest(
                    "'\(text)' is not a mark: срочно (urgent) or оперативно (prompt).", code: "invalid-value",
                    at: "?mark")
            }
            return mark
        }
        return InstructionFilter(
            programme: try query("programme"), state: state, responsible: try query("responsible"),
            issuer: try query("issuer"), party: seesAll ? party : try ownOrganisation(named: party),
            overdue: try query("overdue") == nil ? nil : flag("overdue"),
            dueBy: try days("due").flatMap { days in now?.adding(seconds: days * 86_400) },
            about: try query("about"), mark: mark, query: try query("q"),
            after: try query("after", as: Identifier.self), limit: limit)
    }
}
