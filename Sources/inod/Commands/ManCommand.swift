// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Manual

/// `inod man`: the manual pages of the daemon's side.
struct ManCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "man", abstract: "Prints a manual page, or writes them all to a folder.",
        discussion: """
            The pages are made from the commands and the settings themselves, so they are those of this very version:
            inod (8), inod.toml (5) and ino (7), the overview.

              inod man inod.toml | man -l -
              inod man --folder /usr/local/share/man
            """)
    @Argument(help: "The page: inod, inod.toml or ino.") var page = "inod"
    @Option(
        name: .long,
        help: ArgumentHelp("Writes every page below this folder instead, in man5, man7 and man8.", valueName: "path"))
    var folder: String?

    func run() async throws {
        let pages = InodManual.pages
        guard let folder else {
            guard let found = pages.first(where: { $0.name == page }) else {
                complain("There is no page '\(page)': \(pages.map(\.name).joined(separator: ", ")).")
                throw ExitCode(2)
            }
            return print(found.roff, terminator: "")
        }
        for page in pages {
            let section = URL(filePath: folder).appending(path: "man\(page.section)")
            do {
                try FileManager.default.createDirectory(at: section, withIntermediateDirectories: true)
                try Data(page.roff.utf8).write(to: section.appending(path: page.fileName), options: .atomic)
            } catch {
                complain("\(section.path(percentEncoded: false)) cannot be written: \(error.localizedDescription)")
                throw ExitCode(1)
            }
        }
        print("\(pages.count) pages in \(folder)")
    }
}
