// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Wire

/// Lets the global flags stand before the noun and the verb too: `inoctl -o json org list`.
enum ArgumentOrder {
    /// Global options that take a value; `GlobalOptions` declares them, and `ListOptions` those of lists.
    static let valued: Set<String> = [
        "-p", "--profile", "--server", "--socket", "--token-file", "--programme", "-o", "--output", "--columns",
        "--sort",
        "--color", "--tz", "--timeout", "--limit",
    ]
    /// Global flags.
    static let flags: Set<String> = ["-q", "--quiet", "-v", "--verbose", "--excel", "--no-input", "--all"]

    /// The arguments with leading global options moved behind the verb. A command that does not exist is refused with
    /// the one that was probably meant.
    static func leavesFirst(_ arguments: [String], in root: any ParsableCommand.Type) throws -> [String] {
        var command = root
        var path: [String] = []
        var moved: [String] = []
        var rest = arguments[...]
        while !command.configuration.subcommands.isEmpty, let argument = rest.first {
            rest.removeFirst()
            let name = String(argument.prefix { $0 != "=" })
            if flags.contains(argument) || valued.contains(name) {
                moved.append(argument)
                if name == argument, valued.contains(name), let value = rest.popFirst() { moved.append(value) }
            } else if argument.hasPrefix("-") || argument == "help" {
                return path + [argument] + rest + (argument == "help" ? [] : moved)
            } else if let next = command.configuration.subcommands.first(where: { $0.commandName == argument }) {
                path.append(argument)
                command = next
            } else {
                throw unknown(argument, in: command, path: path)
            }
        }
        return path + (command.configuration.subcommands.isEmpty ? moved : []) + rest
    }

    private static func unknown(
        _ argument: String, in command: any ParsableCommand.Type, path: [String]
    ) -> Failure {
        let names = command.configuration.subcommands.map { $0.commandName }
        let whole = (["inoctl"] + path).joined(separator: " ")
        let meant = Suggestion.nearest(to: argument, among: names)
        return Failure(
            exit: Exit.usage, "'\(whole)' has no command '\(argument)'",
            next: meant.map { "Did you mean '\($0)'?" } ?? "It has: \(names.joined(separator: " "))")
    }
}

extension ParsableCommand {
    static var commandName: String { configuration.commandName ?? "\(Self.self)" }
}
