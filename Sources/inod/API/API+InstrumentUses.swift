// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Store
import Wire

extension API {
    /// `/v1/instrument-uses`: a federal instrument from the need of an action or a project to the grant.
    func instrumentUses(_ routes: inout Routes) {
        routes.get("/v1/instrument-uses", query: "state instrument recipient owner action project") { call in
            let limit = try call.limit()
            let items = try await store.instrumentUses(call.instrumentUseFilter(limit: limit + 1))
            let next = items.count > limit ? items[limit - 1].id.description : nil
            return try .list(Array(items.prefix(limit)), next: next)
        }
        routes.get("/v1/instrument-uses/{ref}") { call in
            let found = try await call.visibleUse(in: store).use
            return try await .json(CaseView(found, log: store.log(of: found.id)))
        }
        routes.get("/v1/instrument-uses/{ref}/log") { call in
            let id = try await call.visibleUse(in: store).use.id
            return try await call.page(store.log(of: id).map(MessageView.init)) { $0.id.description }
        }
        routes.get("/v1/instrument-uses/{ref}/why") { call in
            let file = try await call.visibleUse(in: store)
            return try .json(file.use.why(at: file.now, in: file.context, names: file.names))
        }
        routes.get("/v1/instrument-uses/{ref}/allowed-actions") { call in
            let file = try await call.visibleUse(in: store)
            let acts = file.use.allowedActs(for: call.principal, at: file.now, in: file.context)
            return try call.page(acts) { $0.act }
        }
        routes.post("/v1/instrument-uses", needs: .act) { call in
            let bytes = try await call.bytes()
            let entered = try StrictJSON.decode(Entered<InstrumentNeed>.self, from: bytes)
            var submission = try call.acts(
                [.instrumentUse(.need(entered.act))], on: nil, bytes, programme: await call.programme(in: store))
            submission.occurredAt = entered.occurredAt
            try call.name(entered.attachments, in: &submission)
            return try await Reply(submit(submission))
        }
        routes.post("/v1/instrument-uses/{ref}/{act}", needs: .act, .light) { call in
            let kind = try call.useActKind()
            let bytes = try await call.bytes()
            let entered = try InstrumentUseActRequest.decode(kind, from: bytes)
            var submission = try await call.act(.instrumentUse(entered.act), bytes, in: store)
            submission.occurredAt = entered.occurredAt
            try call.name(entered.attachments, in: &submission)
            return try await Reply(submit(submission))
        }
    }
}

extension Call {
    /// The use that the path names, when the caller may know of it.
    fileprivate func visibleUse(in store: Store) async throws -> InstrumentUseCase {
        let file = try await store.instrumentUse(reference(.instrumentUse, in: store).id)
        guard Authority.mayRead(file.use, principal) else { throw StoreError.noCase(.instrumentUse, try path("ref")) }
        return file
    }

    fileprivate func useActKind() throws -> InstrumentUseActKind {
        let name = try path("act")
        if let kind = InstrumentUseActKind(rawValue: name), kind != .need { return kind }
        let names = InstrumentUseActKind.allCases.filter { $0 != .need }.map(\.rawValue)
        var problem = Problem.notFound("The act '\(name)'")
        problem.next =
            Suggestion.nearest(to: name, among: names).map { "Did you mean '\($0)'?" }
            ?? "There are: \(names.joined(separator: ", "))."
        throw problem
    }

    /// What the query asks for; a reader who may not see all is held to the uses it has a part in.
    fileprivate func instrumentUseFilter(limit: Int) throws -> InstrumentUseFilter {
        let state = try query("state").map { name in
            guard let state = InstrumentUseState(rawValue: name) else {
                let names = InstrumentUseState.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem.badRequest("'\(name)' is no state: \(names).", code: "invalid-value", at: "?state")
            }
            return state
        }
        let seesAll = !principal.scopes.isDisjoint(with: [.operate, .audit])
        guard seesAll || principal.organisation != nil else {
            throw Problem.notFound("A use of an instrument for \(principal.name), which belongs to no organisation,")
        }
        return InstrumentUseFilter(
            programme: try query("programme"), state: state, instrument: try query("instrument"),
            recipient: try query("recipient"), owner: try query("owner"), action: try query("action"),
            project: try query("project"), party: seesAll ? nil : principal.organisation,
            after: try query("after", as: Identifier.self), limit: limit)
    }
}

extension InstrumentUseAnswer {
    init(_ messages: [Appended], _ use: InstrumentUse, dryRun: Bool) {
        let last = messages.last
        self.init(
            use: use.id, number: use.number, state: use.state.rawValue, revision: use.revision,
            instrument: use.instrument, granted: use.granted, message: dryRun ? nil : last.map(SendAnswer.init),
            audience: last?.deliveries.map { Recipient(organisation: $0.organisation, role: $0.role) },
            dryRun: dryRun ? true : nil)
    }
}
