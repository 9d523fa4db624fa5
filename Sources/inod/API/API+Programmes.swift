// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import HTTPTypes
import Store
import Wire

extension API {
    /// `/v1/version`.
    func version(_ routes: inout Routes) {
        routes.get("/v1/version") { call in
            let programmes = try? await store.programmes()
            let schema = try? await store.schemaState().found
            return try .json(
                VersionInfo(
                    version: Inod.version, schema: schema, programmes: programmes?.map(\.code) ?? [],
                    psql: call.principal.scopes.contains(.operate) ? psql : nil))
        }
    }

    /// `/v1/programmes`.
    func programmes(_ routes: inout Routes) {
        routes.get("/v1/programmes") { call in try await call.page(store.programmes()) { $0.code } }
        routes.get("/v1/programmes/{code}") { call in try await .json(store.programme(call.path("code"))) }
        routes.post("/v1/programmes", needs: .operate) { call in
            let (dryRun, draft) = (try call.dryRun, try await call.body(ProgrammeDraft.self))
            return try await .json(
                store.createProgramme(draft, by: call.principal.name, dryRun: dryRun), status: dryRun ? .ok : .created)
        }
        routes.post("/v1/programmes/{code}/clock", needs: .operate) { call in
            let request = try await call.body(ClockRequest.self)
            let info = try await store.setProgrammeClock(
                call.path("code"), to: request.to, by: call.principal.name, dryRun: call.dryRun)
            // The clock stands where it was moved, whatever comes of this: what is not done now is done a second later.
            if try !call.dryRun { try? await clock?.catchUp() }
            return try .json(info)
        }
    }
}
