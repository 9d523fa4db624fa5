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

    /// Where systemd looks for drop-ins of the standard unit besides beside it (systemd.unit(5)).
    private static let dropInFolders = ["/run/systemd/system/inod.service.d", "/usr/lib/systemd/system/inod.service.d"]

    /// The unit with its drop-ins, and the program it starts; what it gives the daemon by Environment= is compared with
    /// what this process has.
    static func examine(
        _ path: String, binary: String, environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> [Finding] {
        guard let unit = UnitText(path, dropInFolders: path == standardPath ? dropInFolders : []) else {
            return [
                .warn(
                    "unit", "there is no unit at \(path): nothing starts the daemon after a reboot",
                    next: "sudo deploy/install, then systemctl enable --now inod")
            ]
        }
        var findings = [judge(unit, path, binary: binary)]
        if !unit.unreadable.isEmpty {
            findings.append(
                .warn(
                    "unit.drop-ins", "this user may not read \(unit.unreadable.joined(separator: ", "))",
                    next: "run inod doctor as root"))
        }
        let unseen = unit.words("Environment").map { $0.trimmingCharacters(in: ["\"", "'"]) }.filter { word in
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            return word.hasPrefix("INOD_") && environment[parts[0]] != parts.last
        }
        if !unseen.isEmpty {
            findings.append(
                .warn(
                    "unit.environment",
                    "the unit sets \(unseen.joined(separator: " ")), which this doctor runs without",
                    next: "sudo env \(unseen.joined(separator: " ")) inod doctor"))
        }
        return findings
    }

    /// Where the unit takes credentials from, by their names: `LoadCredential=name:path` of the unit and its drop-ins.
    static func credentials(_ path: String) -> [String: String] {
        guard let unit = UnitText(path, dropInFolders: path == standardPath ? dropInFolders : []) else { return [:] }
        let pairs = unit.words("LoadCredential").compactMap { word -> (String, String)? in
            let parts = word.split(separator: ":", maxSplits: 1).map(String.init)
            return parts.count == 2 ? (parts[0], parts[1]) : nil
        }
        return Dictionary(pairs, uniquingKeysWith: { $1 })
    }

    /// Whether the unit gives the daemon the credentials that its settings name: one that is not given, or whose file is
    /// not there, stops it at its start.
    static func examine(_ path: String, credentials wanted: [(key: String, name: String)]) -> [Finding] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        let given = credentials(path)
        return wanted.map { key, name in
            guard let file = given[name] else {
                return .fault(
                    "unit.credentials", "\(key) is the credential '\(name)', which \(path) does not give",
                    next: "systemctl edit inod: [Service] LoadCredential=\(name):/etc/inod/credentials/\(name)")
            }
            guard FileManager.default.fileExists(atPath: file) else {
                let make = key == "webhook.master-key" ? "inod keys init --file \(file)" : "put it there, with mode 600"
                return .fault(
                    "unit.credentials",
                    "\(file), which is to be the credential '\(name)', is not there: the unit will "
                        + "not start", next: make)
            }
            return .ok("unit.credentials", "\(key) is \(file)")
        }
    }

    private static func judge(_ unit: UnitText, _ path: String, binary: String) -> Finding {
        let place = unit.dropIns.isEmpty ? path : "\(path) with \(unit.dropIns.joined(separator: ", "))"
        let missing = needed.filter { !unit.holds($0) }
        guard missing.isEmpty else {
            return .fault(
                "unit", "\(place) lacks \(missing.joined(separator: ", "))",
                next: unit.dropIns.isEmpty
                    ? "sudo deploy/install puts the unit of this version in place; keep your own lines in a drop-in: "
                        + "systemctl edit inod"
                    : "take the lines that change it out of the drop-in: systemctl edit inod")
        }
        let command = unit.last("ExecStart")?.split(separator: " ").first
        // Before the program may stand what systemd.service(5) calls a special prefix.
        let started = command.map { String($0.drop { "-@+!:".contains($0) }) }
        guard let program = started, FileManager.default.isExecutableFile(atPath: program) else {
            return .fault(
                "unit", "\(place) starts \(started ?? "nothing"), which is not there", next: "sudo deploy/install")
        }
        let user = unit.last("User") ?? "root"
        guard Account(named: user) != nil else {
            return .fault("unit", "\(place) runs as '\(user)', who is not there", next: "sudo deploy/install")
        }
        guard URL(fileURLWithPath: program).resolvingSymlinksInPath().path == binary else {
            return .warn(
                "unit", "\(place) starts \(program), this is \(binary)",
                next: "run \(program) doctor to look at that one")
        }
        return .ok("unit", "\(place) starts this program as \(user)")
    }
}
