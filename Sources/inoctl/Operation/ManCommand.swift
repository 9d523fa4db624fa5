// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Manual
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
            for page in pages { try Surroundings.current.publish("\(folder)/\(page.fileName)", Array(page.roff.utf8)) }
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
        // 'version' has the options of every command and none besides.
        guard let manual = CommandManual(of: Inoctl.self, section: 1, plain: "version") else {
            throw Failure(exit: Exit.unexpected, "the tree of commands cannot be read")
        }
        return [manual.overview(ending)] + manual.nouns.map(manual.page)
    }

    private static let ending =
        Roff.section(
            "ENVIRONMENT",
            [
                ".B INOCTL_PROFILE, INOCTL_SERVER, INOCTL_SOCKET, INOCTL_TOKEN_FILE, INOCTL_OUTPUT, INOCTL_TZ, "
                    + "INOCTL_PROGRAMME",
                "stand before the profile's settings and behind the flags of the same name.", ".B NO_COLOR",
                "(any value) and", ".B TERM=dumb", "switch colours off.",
            ])
        + Roff.section(
            "FILES",
            [
                ".I ~/.config/inoctl/config.toml", "and", ".I /etc/inoctl/config.toml",
                "hold the profiles; the first one found with the name is used.",
            ])
        + Roff.section(
            "SEE ALSO",
            [
                Roff.reference("ino", 7) + ",", Roff.reference("inod", 8) + ";", Roff.reference("psql", 1),
                "with the line that 'inoctl report psql' prints",
            ])
}
