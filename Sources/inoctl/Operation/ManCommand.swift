// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Wire

/// The manual pages.
struct ManCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "man", abstract: "Print a manual page, or write them all to a folder.",
        discussion: """
            The pages are made from the commands themselves, so they are those of this very version.

              inoctl man instruction | man -l -
              inoctl man --folder /usr/local/share/man/man1
            """)
    @Argument(help: "The noun; the page of the tool itself when absent.") var noun: String?
    @Option(help: ArgumentHelp("Write every page to this folder instead.", valueName: "path")) var folder: String?
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if noun != nil && folder != nil { throw ValidationError("--folder writes every page; leave out the noun.") }
    }

    func run() async throws {
        let output = try OfflineOutput(global).output
        let pages = try Self.pages()
        if let folder {
            try output.refuseAllFormats("the pages go to \(folder)")
            for page in pages { try Surroundings.current.publish("\(folder)/\(page.name).1", Array(page.roff.utf8)) }
            return try Surroundings.current.out("\(pages.count) pages in \(folder)\n")
        }
        let name = (["inoctl"] + [noun].compactMap { $0 }).joined(separator: "-")
        guard let page = pages.first(where: { $0.name == name }) else {
            let meant = Suggestion.nearest(
                to: noun ?? "", among: Inoctl.configuration.subcommands.map { $0.commandName })
            throw Failure(
                exit: Exit.usage, "there is no page '\(name)'",
                next: meant.map { "Did you mean '\($0)'?" } ?? "'inoctl man' prints the one that names them")
        }
        try output.text(page.roff, named: "roff")
    }

    /// The page of the tool and one for each noun.
    static func pages() throws -> [ManualPage] {
        let dump: String
        do {
            _ = try Inoctl.parseAsRoot(["--experimental-dump-help"])
            dump = ""
        } catch {
            dump = Inoctl.fullMessage(for: error)
        }
        let root = (try? StrictJSON.parse(dump.utf8))?["command"] ?? .null
        guard root["commandName"] == .string("inoctl") else {
            throw Failure(exit: Exit.unexpected, "the tree of commands cannot be read")
        }
        let nouns = ManualPage.subcommands(of: root)
        let version = nouns.first { $0["commandName"]?.scalarText == "version" } ?? .null
        // 'version' has the options of every command and none besides.
        let common = Set(ManualPage.arguments(of: version).map(ManualPage.key))
        return [ManualPage(command: root, path: [], common: common)]
            + nouns.map { ManualPage(command: $0, path: ["inoctl"], common: common) }
    }
}
