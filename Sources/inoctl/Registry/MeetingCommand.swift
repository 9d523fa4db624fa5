// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination

/// The meetings and what was decided at them.
struct MeetingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "meeting", abstract: "Meetings and their decisions.", subcommands: [List.self, Show.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List meetings.")
        @Option(help: "Only this kind.") var kind: String?
        @Option(help: "Only those that this organisation held.") var organiser: String?
        @Option(name: .customLong("find"), help: "Only those whose code or title has this in it.") var find: String?
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).list(
                "/v1/meetings", [("kind", kind), ("owner", organiser), ("q", find)], list, as: Meeting.self,
                [
                    Column("code") { .text($0.code) },
                    Column("date") { .text($0.date.description) },
                    Column("kind") { .text($0.kind) },
                    Column("organiser") { .optional($0.organiser) },
                    Column("decisions") { .number($0.decisions.count) },
                    Column("title") { .text($0.titleRu) },
                    Column("provenance") { .text($0.provenance.rawValue) },
                    Column("chair") { .optional($0.chair) }.wide,
                    Column("place") { .optional($0.place) }.wide,
                    Column("participants") { .list($0.participants) }.wide,
                ] + Column.wideSource)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show a meeting and its decisions.")
        @Argument(help: "Its code.") var code: String
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).show(
                "/v1/meetings", code, as: Meeting.self,
                [
                    Column("code") { .text($0.code) },
                    Column("title") { .text($0.titleRu) },
                    Column("date") { .text($0.date.description) },
                    Column("kind") { .text($0.kind) },
                    Column("place") { .optional($0.place) },
                    Column("chair") { .optional($0.chair) },
                    Column("co-chair") { .optional($0.coChair) },
                    Column("organiser") { .optional($0.organiser) },
                    Column("participants") { .list($0.participants) },
                    Column("topic") { .text($0.topic) },
                    Column("decisions") { .list($0.decisions.map(Self.written)) },
                ] + Column.source)
        }

        private static func written(_ decision: MeetingDecision) -> String {
            let due = decision.due.map { ", due \($0)" } ?? ""
            return "\(decision.number). \(decision.textEn) (\(decision.responsible)\(due))"
        }
    }
}
