// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Wire

/// The programmes, with what their deadlines and clocks go by.
struct ProgrammeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "programme", abstract: "Programmes, their zones, policies and clocks.",
        subcommands: [List.self, Show.self, Add.self, Clock.self])

    static let columns: [Column<ProgrammeInfo>] = [
        Column("code") { .text($0.code) },
        Column("name") { .text($0.nameRu) },
        Column("zone") { .text($0.zone) },
        Column("end-of-day") { .text("\($0.endOfDayHour):00") },
        Column("calendar") { .text($0.calendar) },
        Column("policy") { .text($0.policy) },
        Column("clock") { .text($0.clock) },
        .time("now") { $0.now },
    ]

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List programmes.")
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).list(
                "/v1/programmes", [], list, as: ProgrammeInfo.self, ProgrammeCommand.columns)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a programme.")
        @Argument(help: "Its code.") var code: String
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).show(
                "/v1/programmes", code, as: ProgrammeInfo.self, ProgrammeCommand.columns)
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "add", abstract: "Make a programme.")
        @Argument(help: "Its code, such as ino-tomsk.") var code: String
        @Option(help: "The name in English.") var nameEn: String
        @Option(help: "The name in Russian.") var nameRu: String
        @Option(help: "The time zone, such as Asia/Tomsk.") var zone: String
        @Option(help: "The local hour at which a working day, and a term, ends.") var endOfDayHour = 18
        @Option(help: "The working calendar.") var calendar = "ru"
        @Option(help: "The deadline policy used when none is named.") var policy = "federal"
        @Option(help: "Make it a replay programme whose clock starts here; it moves by 'programme clock' alone.")
        var replayFrom: Instant?
        @OptionGroup var write: WriteOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let session = try Session(global)
            try session.announce(write)
            let draft = ProgrammeDraft(
                code: code, nameEn: nameEn, nameRu: nameRu, zone: zone, endOfDayHour: endOfDayHour,
                calendar: calendar, policy: policy, clock: replayFrom == nil ? "real" : "replay",
                clockStart: replayFrom)
            let answer = try await session.client.write("/v1/programmes", body: draft, options: write)
            try session.output.record(
                answer, as: ProgrammeInfo.self, ProgrammeCommand.columns, zone: Zone(identifier: zone))
        }
    }

    struct Clock: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "clock", abstract: "Show a programme's now, or move a replay programme's clock forward.")
        @Argument(help: "The programme's code.") var code: String
        @Option(help: "The new now, such as 2016-03-25T12:00:00+06:00.") var to: Instant?
        @OptionGroup var write: WriteOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let session = try Session(global)
            let path = "/v1/programmes/\(Percent.encoded(code))"
            let answer: JSON
            if let to {
                try session.announce(write)
                answer = try await session.client.write(path + "/clock", body: ClockRequest(to: to), options: write)
            } else {
                answer = try await session.client.get(path)
            }
            let zone = answer["zone"]?.scalarText.flatMap(Zone.init(identifier:))
            let columns = ProgrammeCommand.columns.filter { ["code", "clock", "now"].contains($0.name) }
            try session.output.record(
                answer, as: ProgrammeInfo.self, columns, zone: session.profile.tz?.value ?? zone)
        }
    }
}
