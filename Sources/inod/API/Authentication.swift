// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import HTTPTypes
import Hummingbird
import Store
import Wire

/// Who a request is from: a bearer token on either listener, or the kernel's word on the unix socket.
struct Authentication: Sendable {
    let store: Store
    let operators: Operators

    /// The principal, or 401.
    func principal(of request: Request, _ context: APIContext) async throws -> Principal {
        if let header = request.headers[.authorization] { return try await Self.bearer(header, in: store) }
        guard context.isLocal else { throw Self.unauthenticated("The request carries no token.") }
        let peer = try await PeerCredentials(of: context.channel)
        guard let operatorName = operators.name(of: peer) else {
            throw Self.unauthenticated(
                "User \(peer.uid) is neither root, nor the daemon's own, nor in group \(operators.adminGroup).")
        }
        return Principal(name: operatorName, scopes: [.read, .operate, .audit])
    }

    /// Who bears the token that the header names, or 401.
    static func bearer(_ header: String, in store: Store) async throws -> Principal {
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer",
            let principal = try await store.principal(forToken: String(parts[1]))
        else { throw unauthenticated("The token is not known, has expired or was revoked.") }
        return principal
    }

    /// Throws 403 when the principal may not do this kind of thing at all.
    static func demand(_ scope: Scope, of principal: Principal) throws {
        guard !principal.scopes.contains(scope) else { return }
        // An operator sends and acts for bodies, on their behalf; the rule asks for the basis.
        if principal.scopes.contains(.operate), [.send, .act, .read].contains(scope) { return }
        if principal.scopes.contains(.audit), scope == .read { return }
        throw Problem(
            code: "not-authorised", title: "The token does not allow this", status: 403,
            detail: "This needs the scope '\(scope.rawValue)', which '\(principal.name)' does not have.",
            next: "Ask an operator for a token with this scope.")
    }

    private static func unauthenticated(_ sentence: String) -> Problem {
        Problem(
            code: "unauthenticated", title: "Sign in first", status: 401, detail: sentence,
            next: "Send 'Authorization: Bearer TOKEN'; an operator makes one with 'inoctl token create'.")
    }
}
