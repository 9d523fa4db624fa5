// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Wire

/// Profiles: where the tool speaks to, by name.
struct ProfileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile", abstract: "Profiles: which daemon to speak to, and how.",
        subcommands: [List.self, Show.self, Add.self, Use.self, Remove.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List the profiles.")
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let surroundings = Surroundings.current
            let files = try ConfigurationFiles.read(surroundings)
            let chosen = files.lazy.compactMap(\.defaultProfile).first
            let rows = files.flatMap { file in
                file.profiles.sorted { $0.key < $1.key }.map { name, values in
                    [
                        name, values.server ?? values.socket ?? "", values.tz ?? "", values.programme ?? "",
                        values.protected ? "protected" : "", name == chosen ? "default" : "", file.path,
                    ]
                }
            }
            try OfflineOutput(global).rows(
                ["name", "target", "tz", "programme", "protected", "default", "file"], rows)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show what is used; secrets are never shown.")
        @Flag(help: "Say where each value comes from.") var origin = false
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let profile = try Profile.resolve(global, in: Surroundings.current)
            let output = profile.output
            var rows = [["target", "\(profile.target.value)", profile.target.origin]]
            if let name = profile.name { rows.insert(["profile", name, profile.target.origin], at: 0) }
            if let token = profile.tokenFile { rows.append(["token-file", token.value, token.origin]) }
            rows.append(["output", output.value.rawValue, output.origin])
            if let tz = profile.tz { rows.append(["tz", tz.value.identifier, tz.origin]) }
            if let programme = profile.programme { rows.append(["programme", programme.value, programme.origin]) }
            if profile.isProtected { rows.append(["protected", "true", profile.target.origin]) }
            let columns = origin ? ["setting", "value", "origin"] : ["setting", "value"]
            try OfflineOutput(global).rows(columns, rows.map { Array($0.prefix(columns.count)) })
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Add a profile to your configuration file.",
            discussion: "--server or --socket, --token-file, --tz, --programme and --output are kept in it.")
        @Argument(help: "Its name.") var name: String
        @Flag(help: "Ask for --yes at every write.") var protected = false
        @Flag(help: "Make it the default.") var use = false
        @OptionGroup var global: GlobalOptions

        func validate() throws {
            let isPlain = name.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789-_".unicodeScalars.contains(scalar))
            }
            guard isPlain, !name.isEmpty else {
                throw ValidationError("a profile's name has letters, digits, - and _ only.")
            }
            if (global.server == nil) == (global.socket == nil) {
                throw ValidationError("give one of --server and --socket.")
            }
            if let tz = global.tz, Zone(identifier: tz) == nil {
                throw ValidationError("'\(tz)' is no time zone; such as Asia/Tomsk.")
            }
        }

        func run() async throws {
            try UserConfiguration.prepare(global)
            try UserConfiguration.edit { file, text in
                if file.profiles[name] != nil {
                    throw Failure(
                        exit: Exit.usage, "there is a profile '\(name)' already", next: "inoctl profile rm \(name)")
                }
                let values = ConfigurationFile.Values(
                    server: global.server, socket: global.socket, tokenFile: global.tokenFile,
                    output: global.output?.rawValue, tz: global.tz, programme: global.programme, protected: protected)
                let added = ConfigurationFiles.adding(name, values, to: text)
                return use || file.profiles.isEmpty ? ConfigurationFiles.using(name, in: added) : added
            }
        }
    }

    struct Use: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "use", abstract: "Make a profile the default.")
        @Argument(help: "Its name.") var name: String
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try UserConfiguration.prepare(global)
            let files = try ConfigurationFiles.read(Surroundings.current)
            guard files.contains(where: { $0.profiles[name] != nil }) else {
                throw UserConfiguration.missing(name, files)
            }
            try UserConfiguration.edit { _, text in ConfigurationFiles.using(name, in: text) }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rm", abstract: "Remove a profile from your configuration file.")
        @Argument(help: "Its name.") var name: String
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try UserConfiguration.prepare(global)
            try UserConfiguration.edit { file, text in
                guard file.profiles[name] != nil else { throw UserConfiguration.missing(name, [file]) }
                return ConfigurationFiles.removing(name, from: text)
            }
        }
    }
}
