// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import HTTPTypes
import Store
import Wire

extension API {
    /// `/v1/tokens`: operators make, list and revoke them.
    func tokens(_ routes: inout Routes) {
        routes.get("/v1/tokens", needs: .operate) { call in
            try await call.page(store.tokens().map(Wire.TokenInfo.init)) { $0.id }
        }
        routes.post("/v1/tokens", needs: .operate) { call in
            let (dryRun, request) = (try call.dryRun, try await call.body(Wire.TokenRequest.self))
            let (secret, token) = try await store.createToken(
                NewToken(request), by: call.principal.name, dryRun: dryRun)
            // The secret of a token that was only tried opens nothing: nobody is to keep it.
            return try .json(
                TokenCreated(secret: dryRun ? nil : secret, token: Wire.TokenInfo(token)),
                status: dryRun ? .ok : .created)
        }
        routes.delete("/v1/tokens/{id}", needs: .operate) { call in
            let text = try call.path("id")
            guard let id = Identifier(text) else { throw Problem.notFound("Token '\(text)'") }
            return try await .json(Wire.TokenInfo(store.revokeToken(id, by: call.principal.name, dryRun: call.dryRun)))
        }
    }
}

extension NewToken {
    fileprivate init(_ request: Wire.TokenRequest) throws {
        var scopes: Set<Scope> = []
        for (index, name) in request.scopes.enumerated() {
            guard let scope = Scope(rawValue: name) else {
                throw Problem.badRequest(
                    "'\(name)' is no scope: \(Scope.allCases.map(\.rawValue).joined(separator: ", ")).",
                    code: "invalid-value", at: "/scopes/\(index)")
            }
            scopes.insert(scope)
        }
        self.init(
            name: request.name, person: request.person, position: request.position,
            organisation: request.organisation, scopes: scopes, days: request.days ?? 90)
    }
}
