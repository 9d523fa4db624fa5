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
        routes.get("/v1/reports/{name}", query: "asOf where") { call in
            try call.demandAllBodies()
            let limit = try call.limit(most: 100_000, standard: 1000)
            let asOf = try call.query("asOf", as: Instant.self)
            let result = try await store.runReport(
                call.path("name"), asOf: asOf, where: call.columnValues(), limit: limit)
            return try .json(ReportTable(result))
        }
    }
}

extension Call {
    /// What columns shall hold: each `where` of the query is `COLUMN=VALUE`, and all of them have to hold.
    fileprivate func columnValues() throws -> [String: String] {
        var values: [String: String] = [:]
        for text in queries("where") {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw Problem.badRequest("'\(text)' is not COLUMN=VALUE.", code: "invalid-value", at: "?where")
            }
            guard values.updateValue(parts[1], forKey: parts[0]) == nil else {
                throw Problem.badRequest(
                    "'\(parts[0])' is given twice, and a column has one value.", code: "invalid-value", at: "?where")
            }
        }
        return values
    }

    fileprivate func demandAllBodies() throws {
        guard principal.scopes.isDisjoint(with: [.operate, .audit]) else { return }
        throw Refusal(
            code: "not-authorised", sentence: "A report shows the rows of all bodies; \(principal.name) may not.",
            next: "Ask for a token with the scope audit.")
    }
}
