// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination

extension RoadmapCommand {
    /// The actions over all versions of the roadmap.
    struct ActionCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "action", abstract: "Actions over all versions of the roadmap.", subcommands: [List.self])

        struct List: AsyncParsableCommand {
            static let configuration = CommandConfiguration(commandName: "list", abstract: "List actions.")
            @Option(name: .customLong("roadmap"), help: "Only this version, such as v1.") var version: String?
            @Option(help: "Only those in this state, such as in_progress.") var status: String?
            @Option(help: "Only those that this organisation leads.") var lead: String?
            @Option(help: "Only this work area.") var workArea: String?
            @Option(help: "Only this cluster.") var cluster: String?
            @Option(help: "Only those due on this day or before it, such as 2016-12-31.") var due: CalendarDate?
            @Option(name: .customLong("find"), help: "Only those whose code or title has this in it.") var find: String?
            @OptionGroup var list: ListOptions
            @OptionGroup var global: GlobalOptions

            func run() async throws {
                try await Session(global).list(
                    "/v1/actions",
                    [
                        ("version", version), ("status", status), ("owner", lead), ("workArea", workArea),
                        ("cluster", cluster), ("dueBy", due?.description), ("q", find),
                    ], list, as: RoadmapAction.self, Show.columns)
            }
        }
    }
}
