// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Wire

/// The versions of the programme's roadmap.
struct RoadmapCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roadmap", abstract: "Versions of the programme's roadmap.",
        subcommands: [List.self, Show.self, ActionCommand.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List the versions.")
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).list(
                "/v1/roadmaps", [], list, as: RoadmapVersion.self,
                [
                    Column("version") { .text($0.code) },
                    Column("name") { .optional($0.nameRu ?? $0.nameEn) },
                    Column("status") { .optional($0.status) },
                    Column("actions") { .number($0.actionCount) },
                    Column("done") { .number($0.actionsByStatus["done"] ?? 0) },
                    Column("samples") { .number($0.sampleCount) },
                ])
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show the actions of a version.")
        @Argument(help: "The version, such as v1.") var version: String
        @Option(help: "Only actions in this state, such as done.") var status: String?
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let session = try Session(global)
            let found = try await session.client.get("/v1/roadmaps/\(Percent.encoded(version))")
            if session.output.format == .json && status == nil && session.output.sort.isEmpty {
                _ = try session.output.document(found)
                return
            }
            let roadmap = try found.decoded(as: RoadmapVersion.self)
            let actions = (found["actions"]?.items ?? []).filter { status == nil || $0["status"]?.scalarText == status }
            try session.output.list(actions, as: RoadmapAction.self, Self.columns, zone: nil)
            let states = roadmap.actionsByStatus.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
            session.note(
                "\(roadmap.code): \(roadmap.actionCount) actions (\(states.joined(separator: ", "))); "
                    + "\(roadmap.sampleCount) of \(roadmap.actionCount) rows are samples")
        }

        static let columns: [Column<RoadmapAction>] =
            [
                Column("code") { .text($0.code) },
                Column("status") { .text($0.status) },
                Column("due") { .text($0.due.description) },
                Column("lead") { .text($0.lead) },
                Column("co-executors") { .list($0.coExecutors) },
                Column("title") { .text($0.titleRu) },
                Column("provenance") { .text($0.provenance.rawValue) },
                Column("work-area") { .text($0.workArea) }.wide,
                Column("cluster") { .optional($0.cluster) }.wide,
                Column("instruments") { .list($0.instruments) }.wide,
                Column("origins") { .list($0.origins) }.wide,
                Column("outcome") { .text($0.outcome) }.wide,
            ] + Column.wideSource
    }
}
