// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Wire

/// The indicators with plan and fact.
struct IndicatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "indicator", abstract: "Indicators with plan and fact.", subcommands: [List.self, Show.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List indicators.")
        @Option(help: "Only those that this organisation answers for.") var owner: String?
        @Option(help: "Only this work area.") var workArea: String?
        @Option(name: .customLong("find"), help: "Only those whose code or name has this in it.") var find: String?
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).list(
                "/v1/indicators", [("owner", owner), ("workArea", workArea), ("q", find)], list, as: Indicator.self,
                [
                    Column("code") { .text($0.code) },
                    Column("owner") { .text($0.owner) },
                    Column("unit") { .text($0.unit) },
                    Column("period") { .optional($0.values.last?.period.description) },
                    Column("plan") { .decimal($0.values.last?.plan) },
                    Column("fact") { .decimal($0.values.last?.fact) },
                    Column("name") { .text($0.nameRu) },
                    Column("provenance") { .text($0.provenance.rawValue) },
                    Column("work-area") { .text($0.workArea) }.wide,
                ] + Column.wideSource)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show an indicator's values, period by period.")
        @Argument(help: "Its code.") var code: String
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let session = try Session(global)
            let found = try await session.client.get("/v1/indicators/\(Percent.encoded(code))")
            if session.output.format == .json && session.output.sort.isEmpty {
                _ = try session.output.document(found)
                return
            }
            let indicator = try found.decoded(as: Indicator.self)
            session.note("\(indicator.nameRu), \(indicator.unit), owner \(indicator.owner)")
            try session.output.list(found["values"]?.items ?? [], as: IndicatorValue.self, Self.columns, zone: nil)
        }

        private static let columns: [Column<IndicatorValue>] = [
            Column("period") { .text($0.period.description) },
            Column("plan") { .decimal($0.plan) },
            Column("fact") { .decimal($0.fact) },
            Column("pct-of-plan") { .decimal($0.pctOfPlan) },
            Column("qualifier") { .text($0.qualifier) },
            Column("doubtful") { .text($0.isDoubtful ? "doubtful" : "") },
            Column("provenance") { .text($0.provenance.rawValue) },
            Column("words") { .text($0.literal) },
        ]
    }
}
