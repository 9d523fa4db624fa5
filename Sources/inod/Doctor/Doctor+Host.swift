// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Store

extension Doctor {
    /// The state folder: only the database's user may enter the data and the socket.
    func folder(_ path: String) -> Finding {
        for name in ["data", "socket"] {
            guard let about = try? FileManager.default.attributesOfItem(atPath: "\(path)/\(name)"),
                let mode = (about[.posixPermissions] as? NSNumber)?.intValue
            else {
                return .fault(
                    "embedded.folder", "\(path)/\(name) cannot be looked at by this user",
                    next: "run inod doctor as root, or as the user who runs the daemon")
            }
            guard mode & 0o077 == 0 else {
                return .fault(
                    "embedded.folder", "\(path)/\(name) is open to others (mode \(String(mode, radix: 8)))",
                    next: "chmod 700 \(path)/\(name)")
            }
        }
        return .ok("embedded.folder", "\(path): data and socket are the database user's alone")
    }

    /// Room where the data lie.
    func disk(of path: String) -> Finding {
        guard let about = try? FileManager.default.attributesOfFileSystem(forPath: path),
            let size = (about[.systemSize] as? NSNumber)?.int64Value, size > 0,
            let free = (about[.systemFreeSize] as? NSNumber)?.int64Value
        else { return .warn("disk", "the space at \(path) cannot be told", next: "df -h \(path)") }
        return Self.judge(disk: path, free: free, of: size)
    }

    /// Room where a server that is not ours keeps its data, as far as that can be known from here.
    func disk(of server: Examination.Server) -> Finding {
        guard server.isOnThisHost else {
            return .ok(
                "disk",
                "the server is on another host\(server.address.map { " (\($0))" } ?? ""): its disk cannot be seen from "
                    + "here and is to be watched there")
        }
        guard let folder = server.dataFolder else {
            return .warn(
                "disk", "the server is on this host and does not tell this login where its data lie",
                next: "df -h $(sudo -u postgres psql -Atc 'show data_directory')")
        }
        return disk(of: existing(folder))
    }

    /// PostgreSQL stops when it cannot write its log; a tenth or 2 GiB left is a reason to look.
    static func judge(disk path: String, free: Int64, of size: Int64) -> Finding {
        let percent = free * 100 / size
        let text = "\(free / 1_048_576) MiB free at \(path) (\(percent)%)"
        let next = "make room or a larger disk; see deploy/disk-full.md"
        if free < 256 << 20 || percent < 2 { return .fault("disk", text, next: next) }
        if free < 2 << 30 || percent < 10 { return .warn("disk", text, next: next) }
        return .ok("disk", text)
    }

    /// The unix socket and who may open it.
    var socket: [Finding] {
        let path = settings.http.socket
        guard FileManager.default.fileExists(atPath: path) else {
            return [
                .fault(
                    "socket", "\(path) is not there: no daemon runs with these settings",
                    next: "start it: systemctl start inod (or inod serve)")
            ]
        }
        guard SocketPath.isServed(path) else {
            return [
                .fault(
                    "socket", "nobody answers at \(path), or this user may not open it",
                    next: "run inod doctor as root; then systemctl status inod")
            ]
        }
        let group = settings.http.adminGroup
        guard groupNumber(named: group) != nil else {
            return [
                .warn(
                    "socket",
                    "\(path) answers; there is no group '\(group)', so only root and the daemon's user may act",
                    next: "groupadd --system \(group) && usermod -aG \(group) YOU, then restart the daemon")
            ]
        }
        return [socketMode(path, group: group)]
    }

    private func socketMode(_ path: String, group: String) -> Finding {
        let about = try? FileManager.default.attributesOfItem(atPath: path)
        let mode = (about?[.posixPermissions] as? NSNumber)?.intValue ?? 0
        let owner = about?[.groupOwnerAccountName] as? String ?? "?"
        if mode & 0o007 != 0 {
            return .fault(
                "socket", "\(path) is open to everybody (mode \(String(mode, radix: 8)))", next: "chmod 660 \(path)")
        }
        return owner == group
            ? .ok("socket", "\(path) answers, mode \(String(mode, radix: 8)), group \(group)")
            : .warn(
                "socket", "\(path) answers and belongs to group \(owner), not to '\(group)'",
                next: "make the daemon's user a member of \(group) and restart it")
    }

    /// The nearest folder above that is there.
    func existing(_ path: String) -> String {
        var folder = path
        while folder.count > 1, !FileManager.default.fileExists(atPath: folder) {
            folder = (folder as NSString).deletingLastPathComponent
        }
        return folder.isEmpty ? "/" : folder
    }
}
