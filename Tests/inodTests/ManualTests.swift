// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Foundation
import Manual
import Testing

@testable import inod

/// The manual pages of the daemon's side, compared whole with `Golden`; `INOCTL_GOLDEN=write` writes them anew.
@Suite struct ManualTests {
    @Test(arguments: InodManual.pages) func everyPageIsAsWrittenAndSetWithoutAWord(_ page: ManualPage) async throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(page.fileName)")
        if ProcessInfo.processInfo.environment["INOCTL_GOLDEN"] == "write" {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(page.roff.utf8).write(to: file)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == page.roff)
        #expect(Self.structureFaults(of: page) == [])
        // The program that sets pages, where this machine has it.
        guard FileManager.default.fileExists(atPath: "/usr/bin/groff") else { return }
        let set = try await Tool().run(
            "groff", ["-Kutf8", "-Tutf8", "-man", "-ww", "-z", file.path(percentEncoded: false)])
        #expect(set.succeeded && set.errors.isEmpty && set.output.isEmpty, "\(set.errors)")
    }

    /// What man(7) asks of a page, for a machine that cannot set one.
    private static func structureFaults(of page: ManualPage) -> [String] {
        let lines = page.roff.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        let known: Set = [".TH", ".SH", ".SS", ".TP", ".B", ".I", ".BI", ".BR", ".PP", ".br", ".nf", ".fi", ".\\\""]
        var faults: [String] = []
        for line in lines {
            let first = line.split(separator: " ").first.map(String.init) ?? ""
            if line.hasPrefix("'") || line.hasPrefix("."), !known.contains(first) { faults.append("request: \(line)") }
        }
        let isLiteral = lines.filter { $0 == ".nf" }.count - lines.filter { $0 == ".fi" }.count
        if isLiteral != 0 { faults.append(".nf without .fi") }
        let titles = lines.filter { $0.hasPrefix(".SH ") }
        if titles.first != ".SH NAME" || Set(titles).count != titles.count { faults.append("sections: \(titles)") }
        return faults
    }

    @Test func everyCommandAndEverySettingIsOnItsPage() throws {
        let pages = Dictionary(uniqueKeysWithValues: InodManual.pages.map { ($0.fileName, $0.roff) })
        let commands = try #require(pages["inod.8"])
        func check(_ type: any ParsableCommand.Type, _ words: String) {
            for child in type.configuration.subcommands {
                let name = child.configuration.commandName ?? "\(child)".lowercased()
                #expect(commands.contains(".SS \(Roff.escaped("\(words) \(name)"))\n"), "\(words) \(name)")
                check(child, "\(words) \(name)")
            }
        }
        check(Inod.self, "inod")
        let settings = try #require(pages["inod.toml.5"])
        for key in SettingKey.all {
            let own = String(key.name.split(separator: ".", maxSplits: 1)[1])
            #expect(settings.contains(".B \(Roff.escaped(own))\n\(Roff.escaped(key.doc))\n"), "\(key.name)")
        }
        let overview = try #require(pages["ino.7"])
        for kind in CaseKind.allCases { #expect(overview.contains(".B \(Roff.escaped(kind.rawValue))\n")) }
        for level in ReceiptLevel.allCases { #expect(overview.contains(".B \(level.rawValue)\n")) }
    }

    @Test func theCodesOfTheDaemonAreInItsHelpAsOnItsPage() {
        for status in ExitStatus.all {
            let said = Inod.configuration.discussion.contains("\(status.code) \(status.meaning)")
            #expect(said == status.isOfDaemon, "\(status.code)")
        }
    }
}
