// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Wire

/// Which row of what an instrument is a command is about, as its positional arguments name it.
protocol InstrumentPartPlace: ParsableArguments {
    static var part: InstrumentPart { get }
    /// As the texts call it: `an application window`.
    static var text: String { get }
    var code: String { get }
    /// The values of the key's columns, in their order.
    var key: [String] { get }
}

struct WindowPlace: InstrumentPartPlace {
    static let part = InstrumentPart.window
    static let text = "an application window"
    @Argument(help: "The instrument's code.") var code: String
    @Argument(help: "The day, month or year the window opens.") var opens: String
    var key: [String] { [opens] }
}

struct RecipientPlace: InstrumentPartPlace {
    static let part = InstrumentPart.recipient
    static let text = "a recipient"
    @Argument(help: "The instrument's code.") var code: String
    @Argument(help: "The organisation's code.") var organisation: String
    @Option(help: "Its role: eligible_applicant, beneficiary, operator, participant, resident, …") var role: String
    var key: [String] { [organisation, role] }
}

struct BudgetPlace: InstrumentPartPlace {
    static let part = InstrumentPart.budget
    static let text = "the budget of a year"
    @Argument(help: "The instrument's code.") var code: String
    @Argument(help: "The year.") var year: String
    var key: [String] { [year] }
}

/// What can be said of a row beside its key.
protocol InstrumentPartFields: ParsableArguments {
    associatedtype Place: InstrumentPartPlace
    /// By the columns of the register's file; nil is not given.
    var columns: [String: String?] { get }
}

struct WindowFields: InstrumentPartFields {
    typealias Place = WindowPlace
    @Option(help: "The last day applications are taken; a month or a year where no more is known.") var closes: String?
    var columns: [String: String?] { ["closes": closes] }
}

struct RecipientFields: InstrumentPartFields {
    typealias Place = RecipientPlace
    @Option(help: "Since when it is; a month or a year where no more is known.") var since: String?
    @Option(help: "Until when; not known or open when absent.") var until: String?
    var columns: [String: String?] { ["valid_from": since, "valid_to": until] }
}

struct BudgetFields: InstrumentPartFields {
    typealias Place = BudgetPlace
    @Option(help: "Millions of roubles.") var amount: String?
    @Option(help: "The part the region adds, in percent.") var coFunding: String?
    var columns: [String: String?] { ["amount_mrub": amount, "co_funding_pct": coFunding] }
}

extension InstrumentPartFields {
    /// Those that were given, with the source.
    func given(_ source: SourceOptions) -> [String: String] {
        columns.compactMapValues(\.self).merging(source.fields) { given, _ in given }
    }
}

extension InstrumentPartPlace {
    /// The path of the instrument's rows of this kind.
    var list: String { "/v1/instruments/\(Percent.encoded(code))/\(Self.part.collection)" }

    /// The path of the row.
    var path: String { ([list] + key.map { Percent.encoded($0) }).joined(separator: "/") }

    /// The key by the columns of the register's file.
    var keyFields: [String: String] { Dictionary(uniqueKeysWithValues: zip(Self.part.keyColumns, key)) }
}

/// Adds a row of what an instrument is.
struct InstrumentPartAdd<Fields: InstrumentPartFields>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "add", abstract: "Add \(Fields.Place.text) of an instrument; those concerned are told.")
    }
    @OptionGroup var place: Fields.Place
    @OptionGroup var fields: Fields
    @OptionGroup var source: SourceOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let given = fields.given(source).merging(place.keyFields) { given, _ in given }
        try await Session(global).edit(
            place.list, body: RegistryEditRequest(fields: given), as: actor.acting, write)
    }
}

/// Changes a row of what an instrument is.
struct InstrumentPartEdit<Fields: InstrumentPartFields>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "edit", abstract: "Change \(Fields.Place.text) of an instrument; those concerned are told.",
            discussion: """
                An empty value clears a field. What the row said before stays in the history.
                The edit is refused when somebody else changed the row since it was read.
                """)
    }
    @OptionGroup var place: Fields.Place
    @OptionGroup var fields: Fields
    @OptionGroup var source: SourceOptions
    @Option(help: "The revision you made the edit on; what the row has now when absent.") var revision: String?
    @OptionGroup var actor: ActorOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let session = try Session(global)
        let match = try await session.revision(revision, of: "\(place.path)/record", \RegistryRecord.revision)
        try await session.edit(
            place.path, method: "PATCH", body: RegistryEditRequest(fields: fields.given(source)), as: actor.acting,
            write, ifMatch: match)
    }
}

/// Ends a window or a recipient.
struct InstrumentPartEnd<Place: InstrumentPartPlace>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "end", abstract: "End \(Place.text) of an instrument on a day; it stays on record.")
    }
    @OptionGroup var place: Place
    @Option(help: "The last day.") var on: CalendarDate
    @OptionGroup var source: SourceOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await Session(global).edit(
            "\(place.path)/end", body: InstrumentPartEndRequest(on: on, fields: source.fields), as: actor.acting,
            write)
    }
}

/// Takes a row of what an instrument is off the record.
struct InstrumentPartRemove<Place: InstrumentPartPlace>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "rm", abstract: "Take \(Place.text) of an instrument off the record, as entered by mistake.",
            discussion: "The history keeps it.")
    }
    @OptionGroup var place: Place
    @Option(help: "The ground: a document, or the address of a page.") var source: String
    @OptionGroup var actor: ActorOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await Session(global).edit(
            "\(place.path)/remove", body: InstrumentPartRemoveRequest(sourceNote: source), as: actor.acting, write)
    }
}

/// When applications for an instrument are taken.
struct InstrumentWindowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "window", abstract: "When applications for an instrument are taken.",
        discussion: "While windows are known, 'instrument apply' is refused outside all of them.",
        subcommands: [
            InstrumentPartAdd<WindowFields>.self, InstrumentPartEdit<WindowFields>.self,
            InstrumentPartEnd<WindowPlace>.self, InstrumentPartRemove<WindowPlace>.self,
        ])
}

/// Who operates an instrument, gets it or may ask for it.
struct InstrumentRecipientCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recipient", abstract: "Who operates an instrument, gets it or may ask for it.",
        subcommands: [
            InstrumentPartAdd<RecipientFields>.self, InstrumentPartEdit<RecipientFields>.self,
            InstrumentPartEnd<RecipientPlace>.self, InstrumentPartRemove<RecipientPlace>.self,
        ])
}

/// The money of an instrument by year.
struct InstrumentBudgetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "budget", abstract: "The money of an instrument by year.",
        subcommands: [
            InstrumentPartAdd<BudgetFields>.self, InstrumentPartEdit<BudgetFields>.self,
            InstrumentPartRemove<BudgetPlace>.self,
        ])
}
