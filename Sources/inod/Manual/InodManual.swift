// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Manual

/// The manual pages of the daemon's side, written from its commands, its settings and the words of the domain.
enum InodManual {
    /// inod(8), inod.toml(5) and ino(7).
    static var pages: [ManualPage] {
        guard let commands = CommandManual(of: Inod.self, section: 8) else {
            preconditionFailure("argument-parser dumps the tree of every tool")
        }
        return [commands.whole(ending), settings, overview]
    }

    private static let ending =
        Roff.section("EXIT STATUS", ExitStatus.items(ofDaemon: true))
        + Roff.section(
            "SIGNALS",
            Roff.item(
                "SIGTERM, SIGINT",
                "'inod serve' takes no more work, ends what it has in hand within stop.grace, and stops.")
                + Roff.item("SIGHUP", "Is ignored by 'inod serve': settings are read at its start."))
        + Roff.section(
            "ENVIRONMENT",
            Roff.item("INOD_CONFIG", "The settings file, where --config names none.")
                + Roff.item("INOD_*", "Settings, each by the name that inod.toml(5) gives; they beat the files.")
                + Roff.item(
                    "CREDENTIALS_DIRECTORY", "Where systemd puts the credentials that settings name as secrets.")
                + Roff.item(
                    "NOTIFY_SOCKET, WATCHDOG_USEC", "Where and how often systemd is told that the daemon is well."))
        + Roff.section(
            "FILES",
            Roff.item(SettingsSource.standardFile, "The settings; the *.toml files of inod.d beside it beat it.")
                + Roff.item(standard("embedded.folder"), "The private PostgreSQL, when no database is set.")
                + Roff.item(standard("http.socket"), "The API for operators of this host, without a token."))
        + Roff.section(
            "SEE ALSO",
            [Roff.reference("inod.toml", 5) + ",", Roff.reference("ino", 7) + ",", Roff.reference("inoctl", 1)])

    /// The default of a text setting, without its quotes.
    static func standard(_ name: String) -> String {
        (SettingKey.named(name)?.standard ?? "").filter { $0 != "\"" }
    }

    /// inod.toml(5): every key.
    private static var settings: ManualPage {
        var lines = Roff.section(
            "DESCRIPTION",
            [
                Roff.escaped(
                    "The settings of inod (8), in TOML. Every key has a default, but for secrets; an unknown or "
                        + "repeated key is refused. The environment beats the *.toml files of inod.d beside the file, "
                        + "those beat the file, and the file beats the defaults; among the files of inod.d the last "
                        + "by name wins."), ".PP",
                "Settings are read when inod starts; a change counts from the next start.",
            ])
        lines += Roff.section("EXAMPLE", ["A file with every key, commented out at its default:", ".PP"])
        lines += Roff.literal("  inod config example") + [".SH KEYS"]
        var table = ""
        for key in SettingKey.all {
            let parts = key.name.split(separator: ".", maxSplits: 1).map(String.init)
            if parts[0] != table {
                table = parts[0]
                lines.append(".SS [\(Roff.escaped(table))]")
            }
            lines += Roff.item(parts[1], key.doc)
            lines += [".br", Roff.escaped("Type: \(key.kindDescription). Default: \(key.standard ?? "none").")]
            if key.kind != .secret { lines += [".br", Roff.escaped("Environment: \(key.environmentName).")] }
        }
        lines += Roff.section(
            "SEE ALSO",
            [
                Roff.reference("inod", 8) + ",", Roff.reference("ino", 7) + ";",
                Roff.escaped("'inod config explain KEY' for one key, 'inod check' for a file"),
            ])
        return ManualPage(
            name: "inod.toml", section: 5, abstract: "the settings of inod", from: "'inod man' from the keys", lines)
    }
}
