// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination

/// The flags that every command has, before the noun or behind the verb.
struct GlobalOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: ArgumentHelp("The profile of the configuration file to use.", valueName: "name"))
    var profile: String?

    @Option(help: ArgumentHelp("The daemon's address, such as https://broker.example.", valueName: "url"))
    var server: String?

    @Option(help: ArgumentHelp("The daemon's unix socket, instead of --server.", valueName: "path"))
    var socket: String?

    @Option(help: ArgumentHelp("A file that holds the token and nothing else.", valueName: "path"))
    var tokenFile: String?

    @Option(help: ArgumentHelp("The programme's code, where the daemon has several.", valueName: "code"))
    var programme: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("How to print.", valueName: "format"))
    var output: OutputFormat?

    @Option(help: ArgumentHelp("The columns to print, separated by commas.", valueName: "names"))
    var columns: String?

    @Option(
        help: ArgumentHelp("The columns to sort by, each with :desc for the largest first.", valueName: "columns"))
    var sort: String?

    @Flag(help: "CSV for a spreadsheet: semicolons, decimal commas, byte order mark.")
    var excel = false

    @Option(help: ArgumentHelp("Whether to colour a table.", valueName: "when"))
    var color: ColourMode?

    @Option(help: ArgumentHelp("The time zone to print times in; the programme's when absent.", valueName: "zone"))
    var tz: String?

    @Option(help: ArgumentHelp("Seconds to wait for an answer.", valueName: "seconds"))
    var timeout: Int?

    @Flag(name: .shortAndLong, help: "Print nothing on stderr but errors.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Say on stderr what is asked of the daemon and how long it took.")
    var verbose = false

    @Flag(help: "Never ask; what would have to be asked is refused.")
    var noInput = false

    func validate() throws {
        if let timeout, timeout < 1 { throw ValidationError("--timeout must be at least 1 second.") }
        if quiet && verbose { throw ValidationError("--quiet and --verbose exclude each other.") }
        if let output, excel, output != .csv {
            throw ValidationError("--excel is a kind of CSV and excludes -o \(output.rawValue).")
        }
    }
}

extension ColourMode: ExpressibleByArgument {}

/// How output is printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table, wide, plain, json, jsonl, csv, tsv

    /// Aligned tables; all others are for programs.
    var isForPeople: Bool { self == .table || self == .wide }

    var isJSON: Bool { self == .json || self == .jsonl }
}

/// The flags of every write.
struct WriteOptions: ParsableArguments {
    @Flag(help: "Let the daemon work it out and store nothing.")
    var dryRun = false

    @Option(help: ArgumentHelp("The key under which a repetition is recognised; random when absent.", valueName: "key"))
    var idempotencyKey: String?

    @Flag(help: "Write although the profile is protected.")
    var yes = false
}

/// The flags of every act: who acts, when it is entered for somebody else.
struct ActorOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Enter the act for this organisation, which gave it on paper; needs an operator's token.", valueName: "org")
    )
    var onBehalf: String?

    @Option(
        help: ArgumentHelp(
            "The document that gives the ground, such as 'письмо № 12-34 от 25.03.2016'.", valueName: "text"))
    var basis: String?

    /// What of it goes with a request.
    var acting: Acting { Acting(onBehalf: onBehalf, basis: basis) }

    func validate() throws {
        if onBehalf != nil && basis == nil {
            throw ValidationError("--on-behalf needs --basis: name the document by which the organisation acted.")
        }
    }
}

/// The flags of an act in a case: who acts, and when it happened.
struct EntryOptions: ParsableArguments {
    @OptionGroup var actor: ActorOptions

    @Option(
        help: ArgumentHelp(
            "When it happened, if earlier than now; needs --basis, the document that proves the day.",
            valueName: "time"))
    var occurredAt: Instant?

    /// What of it goes with a request.
    var acting: Acting { Acting(onBehalf: actor.onBehalf, basis: actor.basis, occurredAt: occurredAt) }

    func validate() throws {
        if occurredAt != nil && actor.basis == nil {
            throw ValidationError("--occurred-at needs --basis: name the document that proves the day.")
        }
    }
}

/// For whom an act is entered, on which ground, and when it happened.
struct Acting: Hashable, Sendable {
    var onBehalf: String?
    var basis: String?
    var occurredAt: Instant?
}

/// The flags of every list.
struct ListOptions: ParsableArguments {
    static let standardLimit = 50

    @Option(help: "How many at most.")
    var limit: Int = Self.standardLimit

    @Flag(help: "All of them.")
    var all = false

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit must be at least 1.") }
    }
}
