// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Store
import Wire

/// Who a request is from: a bearer token on either listener, or the kernel's word on the unix socket.
struct Authentication: Sendable {
    let store: Store
    let adminGroup: String

    /// The principal, or 401.
    func principal(of request: Request, _ context: APIContext) async throws -> Principal {
        if let header = request.headers[.authorization] {
            let parts = header.split(separator: " ", maxSplits: 1)
            if parts.count == 2, parts[0].lowercased() == "bearer",
                let principal = try await store.principal(forToken: String(parts[1]))
            {
                return principal
            }
            throw Self.unauthenticated("The token is not known, has expired or was revoked.")
        }
        guard context.isLocal else { throw Self.unauthenticated("The request carries no token.") }
        let peer = try await PeerCredentials(of: context.channel)
        guard let operatorName = peer.operatorName(adminGroup: adminGroup) else {
            throw Self.unauthenticated(
                "User \(peer.uid) is neither root, nor the daemon's own, nor in group \(adminGroup).")
        }
        return Principal(name: operatorName, scopes: [.read, .operate, .audit])
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

/// The process at the other end of a unix socket, on the kernel's word.
struct PeerCredentials: Sendable {
    var pid: Int32 = 0
    var uid: UInt32 = .max
    var gid: UInt32 = .max

    init(of channel: any Channel) async throws {
        guard let provider = channel as? any SocketOptionProvider else { return }
        self = try await provider.unsafeGetSocketOption(
            level: .init(SOL_SOCKET), name: .init(SO_PEERCRED)
        ).get()
    }

    /// The operator's name, when this user is one: root, the daemon's own user, a member of the admin group.
    func operatorName(adminGroup: String) -> String? {
        let account = Account(uid: uid)
        let name = account?.name ?? "uid \(uid)"
        if uid == 0 || uid == geteuid() { return name }
        guard let group = groupNumber(named: adminGroup) else { return nil }
        return gid == group || account?.groups.contains(group) == true ? name : nil
    }
}
