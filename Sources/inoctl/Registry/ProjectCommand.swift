// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination

/// The projects of the programme.
struct ProjectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "project", abstract: "Projects of the programme.",
        subcommands: [
            List.self, Show.self, RegistryAdd<ProjectRow>.self, RegistryFieldsEdit<ProjectRow>.self,
            RegistryRename<ProjectRow>.self,
            RegistryMerger<ProjectRow>.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List projects.")
        @Option(help: "Only this kind.") var kind: String?
        @Option(help: "Only those in this state.") var status: String?
        @Option(help: "Only those that this organisation leads.") var lead: String?
        @Option(help: "Only this work area.") var workArea: String?
        @Option(help: "Only this cluster.") var cluster: String?
        @Option(name: .customLong("find"), help: "Only those whose code or title has this in it.") var find: String?
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).list(
                "/v1/projects",
                [
                    ("kind", kind), ("status", status), ("owner", lead), ("workArea", workArea), ("cluster", cluster),
                    ("q", find),
                ], list, as: Project.self,
                [
                    Column("code") { .text($0.code) },
                    Column("kind") { .text($0.kind) },
                    Column("status") { .text($0.status) },
                    Column("lead") { .text($0.lead) },
                    Column("title") { .text($0.titleRu) },
                    Column("budget-mrub") { .decimal($0.budgetMrub) },
                    Column("provenance") { .text($0.provenance.rawValue) },
                    Column("start") { .optional($0.start?.description) }.wide,
                    Column("end") { .optional($0.end?.description) }.wide,
                    Column("cluster") { .optional($0.cluster) }.wide,
                    Column("instruments") { .list($0.instruments) }.wide,
                ] + Column.wideSource)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a project.")
        @Argument(help: "Its code.") var code: String
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).show(
                "/v1/projects", code, as: Project.self,
                [
                    Column("code") { .text($0.code) },
                    Column("title") { .text($0.titleRu) },
                    Column("title-en") { .text($0.titleEn) },
                    Column("kind") { .text($0.kind) },
                    Column("status") { .text($0.status) },
                    Column("lead") { .text($0.lead) },
                    Column("participants") { .list($0.participants) },
                    Column("start") { .optional($0.start?.description) },
                    Column("end") { .optional($0.end?.description) },
                    Column("budget-mrub") { .decimal($0.budgetMrub) },
                    Column("extra-budget-mrub") { .decimal($0.extraBudgetMrub) },
                    Column("jobs-planned") { .decimal($0.jobsPlanned) },
                    Column("work-area") { .text($0.workArea) },
                    Column("cluster") { .optional($0.cluster) },
                    Column("area-type") { .optional($0.areaType) },
                    Column("instruments") { .list($0.instruments) },
                    Column("actions") { .list($0.actions) },
                    Column("details-provenance") { .text($0.detailsProvenance.rawValue) },
                    Column("numbers-provenance") { .text($0.numbersProvenance.rawValue) },
                ] + Column.source)
        }
    }
}
