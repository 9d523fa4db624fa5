// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import Synchronization

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
}

/// Who of this machine's users is an operator: root, the daemon's own user, a member of the admin group.
///
/// The machine is asked again after five seconds: its answer costs as much as a request. Who leaves the group still
/// passes for that long, as a token revoked elsewhere does.
final class Operators: Sendable {
    private struct User: Hashable {
        let uid: UInt32
        let gid: UInt32
    }

    private struct Entry {
        let name: String?
        let until: ContinuousClock.Instant
    }

    let adminGroup: String
    private let seen = Mutex<[User: Entry]>([:])

    init(adminGroup: String) { self.adminGroup = adminGroup }

    /// The operator's name, when this user is one.
    func name(of peer: PeerCredentials, at now: ContinuousClock.Instant = .now) -> String? {
        let user = User(uid: peer.uid, gid: peer.gid)
        if let entry = seen.withLock({ $0[user] }), entry.until > now { return entry.name }
        let name = lookUp(user)
        seen.withLock { $0[user] = Entry(name: name, until: now + .seconds(5)) }
        return name
    }

    private func lookUp(_ user: User) -> String? {
        let account = Account(uid: user.uid)
        let name = account?.name ?? "uid \(user.uid)"
        if user.uid == 0 || user.uid == geteuid() { return name }
        guard let group = groupNumber(named: adminGroup) else { return nil }
        return user.gid == group || account?.groups.contains(group) == true ? name : nil
    }
}
