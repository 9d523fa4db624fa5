// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Store
import Wire

extension API {
    /// `/v1/reports`: the views of `report_v1`, for those who may see all bodies.
    func reports(_ routes: inout Routes) {
        routes.get("/v1/reports") { call in
            try await call.page(store.reports().map(ReportInfo.init)) { $0.name }
        }
        routes.get("/v1/reports/{name}") { call in
            try call.demandAllBodies()
            let limit = try call.limit(most: 100_000, standard: 1000)
            return try await .json(ReportTable(store.runReport(call.path("name"), limit: limit)))
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
