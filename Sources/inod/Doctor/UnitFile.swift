// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The unit of systemd, beside what the daemon counts on.
enum UnitFile {
    static let standardPath = "/etc/systemd/system/inod.service"

    /// What must stand in it for readiness, watchdog, stop and restart to work as they are documented.
    static let needed = [
        "Type=notify", "NotifyAccess=main", "Restart=on-failure", "RestartPreventExitStatus=64 78", "KillMode=mixed",
        "StateDirectory=inod", "RuntimeDirectory=inod",
    ]

    static func examine(_ path: String, binary: String) -> Finding {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            return .warn(
                "unit", "there is no unit at \(path): nothing starts the daemon after a reboot",
                next: "sudo deploy/install, then systemctl enable --now inod")
        }
        let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        let missing = needed.filter { !lines.contains($0) }
        guard missing.isEmpty else {
            return .fault(
                "unit", "\(path) lacks \(missing.joined(separator: ", "))",
                next: "sudo deploy/install puts the unit of this version in place; keep your own lines in a drop-in: "
                    + "systemctl edit inod")
        }
        let started = lines.first { $0.hasPrefix("ExecStart=") }?.dropFirst("ExecStart=".count).split(separator: " ")
        guard let program = started?.first.map(String.init), FileManager.default.isExecutableFile(atPath: program)
        else {
            return .fault(
                "unit", "\(path) starts \(started?.first ?? "nothing"), which is not there", next: "sudo deploy/install"
            )
        }
        let user = lines.first { $0.hasPrefix("User=") }.map { String($0.dropFirst("User=".count)) } ?? "root"
        guard Account(named: user) != nil else {
            return .fault("unit", "\(path) runs as '\(user)', who is not there", next: "sudo deploy/install")
        }
        guard URL(fileURLWithPath: program).resolvingSymlinksInPath().path == binary else {
            return .warn(
                "unit", "\(path) starts \(program), this is \(binary)",
                next: "run \(program) doctor to look at that one")
        }
        return .ok("unit", "\(path) starts this program as \(user)")
    }
}
