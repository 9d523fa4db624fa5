// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Manual

/// The daemon and the commands that need the server's side of things.
@main
struct Inod: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inod",
        abstract: "Ino's daemon: the stakeholder coordination message broker of an innovation programme.",
        discussion: """
            Reads /etc/inod/inod.toml, the files of inod.d beside it and INOD_* from the environment. With no \
            database set, it runs a private PostgreSQL of its own.
            Exit codes: \(exits).
            """,
        subcommands: [
            ServeCommand.self, CheckCommand.self, ConfigCommand.self, DatabaseSetupCommand.self, MigrateCommand.self,
            RebuildCommand.self, DoctorCommand.self, AdminCommand.self, ReaderCommand.self, KeysCommand.self,
            ManCommand.self, VersionCommand.self,
        ])

    private static let exits = ExitStatus.all.filter(\.isOfDaemon).map { "\($0.code) \($0.meaning)" }
        .joined(separator: ", ")

    /// The version of daemon and interface.
    static let version = "0.2.0"
}

/// Where the settings are; every command takes it.
struct SettingsOptions: ParsableArguments {
    @Option(name: .long, help: "Settings file (default: INOD_CONFIG or /etc/inod/inod.toml).")
    var config: String?

    /// Loads the settings, or prints one line for each fault and ends with 78.
    func load() throws -> Settings {
        do {
            return try Settings.load(file: config)
        } catch let error as SettingsFaults {
            complain(error.description)
            throw ExitCode(78)
        }
    }
}

/// One sentence to standard error.
func complain(_ sentence: String) {
    FileHandle.standardError.write(Data((sentence + "\n").utf8))
}
