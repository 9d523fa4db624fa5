// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import Store

/// Looks at everything a daemon needs and says what is wrong and what to do. It changes nothing.
struct Doctor: Sendable {
    let settings: Settings
    /// The settings file that was read; nil when there is none.
    let file: String?
    /// How many keys are set in files and environment.
    let keys: Int
    var unit = UnitFile.standardPath
    var binary = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "inod"

    /// All findings, in the order in which one mends them.
    func examine() async -> [Finding] {
        var findings = [settingsFinding, .ok("binary", "\(binary), version \(Inod.version)")]
        findings += socket
        findings += UnitFile.examine(unit, binary: binary)
        findings += UnitFile.examine(unit, credentials: settings.credentials)
        guard settings.database.conninfo == nil else {
            return findings + (await database(cluster: nil))
        }
        let (embedded, cluster) = await embeddedFindings()
        findings += embedded
        guard let cluster, Postmaster(runningOn: cluster.folder.cluster) != nil else { return findings }
        return findings + (await database(cluster: cluster))
    }

    private var settingsFinding: Finding {
        let place = file ?? "no settings file (\(SettingsSource.standardFile) is not there)"
        return .ok("settings", "\(place): \(keys) of \(SettingKey.all.count) keys set, none unknown")
    }

    /// The private PostgreSQL before anybody asks it something; the cluster when it has been made.
    private func embeddedFindings() async -> ([Finding], Cluster?) {
        let folders = [settings.embedded.folder, StateFolder.systemFolder]
        guard let path = folders.first(where: { FileManager.default.fileExists(atPath: "\($0)/data") }) else {
            let finding = Finding.warn(
                "embedded", "no private PostgreSQL has been made in \(settings.embedded.folder) yet",
                next: "start the daemon, which makes it: systemctl start inod (or inod serve)")
            return ([finding, disk(of: existing(settings.embedded.folder))], nil)
        }
        var findings = [folder(path), disk(of: path)]
        do {
            let reach = try await DatabaseReach(settings)
            guard let cluster = reach.cluster else { return (findings, nil) }
            if let refused = cluster.folder.refused {
                findings.append(
                    .warn("embedded.fallback", refused, next: "set embedded.folder to \(cluster.folder.path)"))
            }
            findings.append(self.server(of: cluster))
            return (findings, cluster)
        } catch {
            return (findings + [.fault("embedded", "\(error)", next: "mend that, then run inod doctor again")], nil)
        }
    }

    private func server(of cluster: Cluster) -> Finding {
        let version = cluster.folder.clusterVersion ?? "?"
        let place = "PostgreSQL \(version) from \(cluster.binaries.folder), data in \(cluster.folder.cluster)"
        guard let server = Postmaster(runningOn: cluster.folder.cluster) else {
            return .fault(
                "embedded", "\(place), not running",
                next: "start the daemon, which starts it: systemctl start inod (or inod serve)")
        }
        return .ok("embedded", "\(place), process \(server.processID), socket in \(cluster.folder.sockets)")
    }

    private func database(cluster: Cluster?) async -> [Finding] {
        do {
            let reach = try await DatabaseReach(settings)
            let store = Store(
                StoreConfiguration(conninfo: reach.daemon, password: settings.database.password, poolSize: 1),
                logger: Logger(label: "inod", level: .error))
            let found = try await store.examine()
            return Doctor.judge(found, isEmbedded: cluster != nil)
                + (cluster == nil ? [disk(of: found.server)] : [])
                + [Doctor.backups(found, cluster: cluster, conninfo: settings.database.conninfo)]
        } catch {
            let next =
                cluster == nil
                ? "check database.conninfo, that the server runs, and that it lets this user in: psql \"CONNINFO\""
                : "look into the server's own log in \(cluster?.folder.cluster ?? "")/log"
            return [.fault("database", (error as? StoreError)?.sentence ?? "\(error)", next: next)]
        }
    }
}
