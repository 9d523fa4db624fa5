// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Wire

/// The working calendar and the terms counted on it.
struct CalendarCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar", abstract: "The working calendar, and how terms are counted on it.",
        subcommands: [Import.self, Explain.self])

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import", abstract: "Load the days off, short days and working weekends of whole years.")
        @Argument(help: "The CSV file.") var file: String
        @Option(help: "The calendar's code.") var calendar = "ru"
        @OptionGroup var write: WriteOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let session = try Session(global)
            try session.announce(write)
            let name = file.split(separator: "/").last.map(String.init) ?? file
            let body = CalendarImportRequest(calendar: calendar, file: try ImportFiles.file(name, at: file))
            let answer = try await session.client.write(
                "/v1/calendar/import", body: body, options: write, seconds: 600)
            try session.printImport(answer)
        }
    }

    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "explain", abstract: "Say when a term ends, step by step.")
        @Argument(help: "The day the term is counted from, such as 2016-03-25.") var from: CalendarDate
        @Option(help: "срочно or оперативно; a term that states none when absent.") var mark: String?
        @Option(help: "The deadline policy, such as federal or regional; the programme's when absent.") var policy:
            String?
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let session = try Session(global)
            let answer = try await session.client.get(
                "/v1/calendar/explain", [("from", from.description), ("mark", mark), ("policy", policy)])
            if try session.output.document(answer) { return }
            let explanation = try answer.decoded(as: DeadlineExplanation.self)
            let rows = explanation.steps.map { [$0.date.description, $0.text, $0.norm] }
            try session.output.table(TextTable(columns: ["date", "step", "norm"], rows: rows))
            let zone = try await session.zone()
            session.note(
                "due \(zone?.text(explanation.dueAt) ?? explanation.dueAt.description) \(zone?.identifier ?? "UTC")")
        }
    }
}
