// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Wire

/// How the issuers of a programme count deadlines.
struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Deadline policies: how each kind of issuer counts terms.",
        discussion: """
            Two come with Ino. A programme's own, and new versions of those two, are rows of deadline_policies.csv, which \
            'inoctl registry import' loads with the other files; an instruction goes to its end by the version it was \
            issued under.
            """,
        subcommands: [List.self])

    static let columns: [Column<DeadlinePolicy>] = [
        Column("policy") { .text($0.code) },
        Column("version") { .number($0.version) },
        Column("valid-from") { .optional($0.validFrom?.description) }.rare,
        Column("counts-from") { .text($0.start.rawValue) },
        Column("срочно") { .optional($0.urgent?.text) },
        Column("оперативно") { .optional($0.prompt?.text) },
        Column("unstated") { .text($0.unstated.text) },
        Column("non-working-day") { .text($0.roll.rawValue) },
        Column("ended") { .text($0.isEnded ? "yes" : "") }.rare,
    ]

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List deadline policies, every version of each.")
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).list("/v1/policies", [], list, as: DeadlinePolicy.self, PolicyCommand.columns)
        }
    }
}
