// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A user of this machine.
struct Account: Equatable, Sendable {
    let name: String
    let uid: UInt32
    let gid: UInt32

    /// The user with this name; nil when the machine knows none.
    init?(named name: String) {
        self.init { getpwnam_r(name, $0, $1, $2, $3) }
    }

    init?(uid: UInt32) {
        self.init { getpwuid_r(uid, $0, $1, $2, $3) }
    }

    /// Who this process runs as.
    static var current: Account? { Account(uid: geteuid()) }

    /// Every group the user is in, the primary one too.
    var groups: [UInt32] {
        var count: Int32 = 64
        var groups = [gid_t](repeating: 0, count: Int(count))
        if getgrouplist(name, gid, &groups, &count) < 0 {
            groups = [gid_t](repeating: 0, count: Int(count))
            _ = getgrouplist(name, gid, &groups, &count)
        }
        return Array(groups.prefix(Int(max(count, 0))))
    }

    private typealias Entry = UnsafeMutablePointer<passwd>
    private typealias Lookup = (Entry, UnsafeMutablePointer<CChar>, Int, UnsafeMutablePointer<Entry?>) -> Int32

    private init?(_ lookup: Lookup) {
        var entry = passwd()
        var found: Entry?
        let size = 16_384
        let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: size)
        defer { buffer.deallocate() }
        guard lookup(&entry, buffer, size, &found) == 0, found != nil, let name = entry.pw_name else { return nil }
        self.name = String(cString: name)
        uid = entry.pw_uid
        gid = entry.pw_gid
    }
}

/// The number of a group; nil when the machine knows none of this name.
func groupNumber(named name: String) -> UInt32? {
    var entry = group()
    var found: UnsafeMutablePointer<group>?
    let size = 65_536
    let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: size)
    defer { buffer.deallocate() }
    guard getgrnam_r(name, &entry, buffer, size, &found) == 0, found != nil else { return nil }
    return entry.gr_gid
}
