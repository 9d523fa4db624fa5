// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Wire

extension ReportCommand {
    struct Describe: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "describe", abstract: "Say what one row of a report is, and what its columns hold.")
        @Argument(help: "Its name; 'report list' has them.") var name: String
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let session = try Session(global)
            let everything = try ListOptions.parse(["--all"])
            let reports = try await session.items("/v1/reports", [], everything).items
            guard let found = reports.first(where: { $0["name"] == .string(name) }) else {
                let names = reports.compactMap { $0["name"]?.scalarText }
                throw Failure(
                    exit: Exit.notFound, "there is no report '\(name)'",
                    next: Suggestion.nearest(to: name, among: names).map { "Did you mean '\($0)'?" }
                        ?? "inoctl report list")
            }
            if session.output.format == .json && session.output.sort.isEmpty {
                _ = try session.output.document(found)
                return
            }
            session.note(found["description"]?.scalarText ?? "")
            try session.output.list(
                found["columns"]?.items ?? [], as: ReportColumn.self,
                [
                    Column("column") { .text($0.name) },
                    Column("type") { .text($0.type) },
                    Column("holds") { .optional($0.description) },
                ], zone: nil)
        }
    }
}
