// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Wire

/// `inod config`: what can be set, and what is.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "What can be set, and what is.",
        subcommands: [Print.self, Diff.self, Example.self, Explain.self])

    /// The settings that count, each with who set it; never a secret.
    struct Print: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The settings that count, and who set them.")
        @OptionGroup var options: SettingsOptions

        func run() async throws {
            _ = try options.load()
            print(SettingsText.effective(try SettingsSource.load(file: options.config)), terminator: "")
        }
    }

    /// What differs from the defaults, and who set it.
    struct Diff: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The settings that differ from the defaults, and who set them; passwords are masked.")
        @OptionGroup var options: SettingsOptions

        func run() async throws {
            _ = try options.load()
            let text = SettingsText.difference(try SettingsSource.load(file: options.config))
            if text.isEmpty { complain("Nothing differs from the defaults.") }
            print(text, terminator: "")
        }
    }

    /// A settings file with every key, commented out at its default.
    struct Example: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "A settings file with every key, commented out.")

        func run() async throws { print(SettingsText.example(), terminator: "") }
    }

    /// What one key means.
    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "What a key means, its kind, default and variable.")
        @Argument(help: "The key, such as http.listen.")
        var key: String

        func run() async throws {
            guard let found = SettingKey.named(key) else {
                let guess =
                    Suggestion.nearest(to: key, among: SettingKey.all.map(\.name)).map { " Did you mean '\($0)'?" }
                    ?? ""
                complain("There is no key '\(key)'.\(guess)")
                throw ExitCode(2)
            }
            print(SettingsText.explanation(of: found), terminator: "")
        }
    }
}
