// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Store
import Wire

extension API {
    /// `/v1/reports`: what `report_v1` holds, with its sample queries; run for those who may see all bodies.
    func reports(_ routes: inout Routes) {
        routes.get("/v1/reports") { call in
            try await call.page(store.reports().map(ReportInfo.init)) { $0.name }
        }
        routes.get("/v1/reports/{name}", query: "asOf") { call in
            try call.demandAllBodies()
            let limit = try call.limit(most: 100_000, standard: 1000)
            let asOf = try call.query("asOf", as: Instant.self)
            return try await .json(ReportTable(store.runReport(call.path("name"), asOf: asOf, limit: limit)))
        }
    }
}

extension Call {
    fileprivate func demandAllBodies() throws {
        guard principal.scopes.isDisjoint(with: [.operate, .audit]) else { return }
        throw Refusal(
            code: "not-authorised", sentence: "A report shows the rows of all bodies; \(principal.name) may not.",
            next: "Ask for a token with the scope audit.")
    }
}
