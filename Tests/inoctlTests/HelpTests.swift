// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Testing

@testable import inoctl

/// The help of every command stands in a file of `Golden`; `INOCTL_GOLDEN=write` writes them anew.
@Suite struct HelpTests {
    @Test(arguments: HelpTests.commands(under: Inoctl.self, path: ["inoctl"]))
    func theHelpOfEveryCommandIsAsWritten(_ command: HelpTests.Command) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Golden/\(command.path.joined(separator: "-")).txt")
        let help =
            Inoctl.helpMessage(for: command.type, columns: 100)
            .split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0).trimmingTrailingSpaces }.joined(separator: "\n") + "\n"
        if ProcessInfo.processInfo.environment["INOCTL_GOLDEN"] == "write" {
            try Data(help.utf8).write(to: file)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == help)
    }

    @Test func everyLeafTakesTheGlobalOptionsAndSaysWhatItDoes() {
        for command in HelpTests.commands(under: Inoctl.self, path: ["inoctl"]) {
            #expect(!command.type.configuration.abstract.isEmpty, "\(command)")
            guard command.type.configuration.subcommands.isEmpty else { continue }
            #expect(Inoctl.helpMessage(for: command.type, columns: 100).contains("--output"), "\(command)")
        }
    }

    @Test func theListOfGlobalOptionsMatchesTheirDeclaration() {
        let help = Inoctl.helpMessage(for: OrgCommand.List.self, columns: 100)
        for name in ArgumentOrder.valued.union(ArgumentOrder.flags) { #expect(help.contains(name), "\(name)") }
    }

    struct Command: Sendable, CustomStringConvertible {
        let type: any ParsableCommand.Type
        let path: [String]
        var description: String { path.joined(separator: " ") }
    }

    static func commands(under type: any ParsableCommand.Type, path: [String]) -> [Command] {
        [Command(type: type, path: path)]
            + type.configuration.subcommands.flatMap { commands(under: $0, path: path + [$0.commandName]) }
    }
}
