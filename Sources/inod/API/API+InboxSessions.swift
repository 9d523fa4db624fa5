// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Store
import Wire

extension API {
    /// `/v1/inbox/sessions`: which of several readers of an inbox alone may acknowledge.
    func inboxSessions(_ routes: inout Routes) {
        routes.get("/v1/inbox/sessions", query: "organisation") { call in
            let organisation = try call.ownOrganisation()
            let held = try await store.session(ofInbox: organisation)
            return try .list(
                held.map { [SessionView(organisation: organisation, holder: $0.holder, until: $0.until)] } ?? [])
        }
        routes.post("/v1/inbox/sessions", needs: .act) { call in
            let request = try await call.body(SessionRequest.self)
            guard let holder = request.holder else {
                throw Problem.badRequest("'holder' names the reader.", code: "missing-value", at: "/holder")
            }
            return try await change(.take(holder: holder), request, call)
        }
        routes.post("/v1/inbox/sessions/{session}/{act}", needs: .act) { call in
            let number = try call.path("session")
            guard let session = Int64(number) else { throw Problem.notFound("A session '\(number)'") }
            let request = try await call.body(SessionRequest.self)
            switch try call.path("act") {
            case "renew": return try await change(.renew(session), request, call)
            case "release": return try await change(.release(session), request, call)
            case let other: throw Problem.notFound("'\(other)', which a session does not know: renew or release it. It")
            }
        }
    }

    private func change(_ act: InboxSessionAct, _ request: SessionRequest, _ call: Call) async throws -> Reply {
        let organisation = try call.ownOrganisation(named: request.organisation)
        let dryRun = try call.dryRun
        let session = try await store.change(
            act, ofInbox: organisation, by: call.principalKey, lasting: request.seconds ?? 60, dryRun: dryRun)
        // Whoever waits under the session that ended with this hears of it now, and not at the next message.
        if !dryRun { doorbell.ring([organisation]) }
        return try .json(
            SessionView(
                organisation: organisation, holder: session.holder, session: dryRun ? nil : session.epoch,
                until: session.until))
    }
}
