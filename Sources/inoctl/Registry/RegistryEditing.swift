// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Wire

/// A noun whose rows of the register are edited: names the verbs' texts.
protocol RegistryRowKind {
    static var noun: RegistryNoun { get }
    /// As the texts call it: `an organisation`.
    static var text: String { get }
}

enum OrganisationRow: RegistryRowKind {
    static let noun = RegistryNoun.organisation
    static let text = "an organisation"
}

enum InstrumentRow: RegistryRowKind {
    static let noun = RegistryNoun.instrument
    static let text = "an instrument"
}

enum ProjectRow: RegistryRowKind {
    static let noun = RegistryNoun.project
    static let text = "a project"
}

enum PersonRow: RegistryRowKind {
    static let noun = RegistryNoun.person
    static let text = "a person"
}

/// Where a change of the register comes from; every fact carries it.
struct SourceOptions: ParsableArguments {
    @Option(help: "The source: a document, or the address of a page.") var source: String
    @Option(help: "What the fact is: document, public or sample; an edit keeps it.") var provenance: String?
    @Option(help: "What that rests on: document_text, stored_page, prior_knowledge or invented; an edit keeps it.")
    var evidence: String?

    var fields: [String: String] {
        var fields = ["source_note": source]
        fields["provenance"] = provenance
        fields["evidence"] = evidence
        return fields
    }
}

/// Fields of a row, as `FIELD=VALUE`.
struct FieldOptions: ParsableArguments {
    @Option(
        name: .customLong("set"), parsing: .singleValue,
        help: ArgumentHelp(
            "A field by its column in the register's file; lists split by ';'; empty clears it; repeat it for more.",
            valueName: "field=value"))
    var fields: [String] = []

    func validate() throws {
        for field in fields where !field.contains("=") || field.hasPrefix("=") {
            throw ValidationError("--set '\(field)' is not FIELD=VALUE.")
        }
    }

    var values: [String: String] {
        let pairs = fields.map { field in
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            return (parts[0], parts[1])
        }
        return Dictionary(pairs) { _, last in last }
    }
}

/// Adds a row of the register.
struct RegistryAdd<Kind: RegistryRowKind>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "add", abstract: "Add \(Kind.text) to the register; those concerned are told.",
            discussion: "The fields are the columns of \(Kind.noun.file).csv.")
    }
    @Argument(help: "Its code: lower-case letters, digits and single '_' or '-'.") var code: String
    @OptionGroup var fields: FieldOptions
    @OptionGroup var source: SourceOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let given = fields.values.merging(source.fields) { given, _ in given }
        try await Session(global).edit(
            "/v1/\(Kind.noun.collection)", body: RegistryAddRequest(code: code, fields: given), as: actor.acting, write)
    }
}

/// Changes fields of a row of the register.
struct RegistryFieldsEdit<Kind: RegistryRowKind>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "edit", abstract: "Change fields of \(Kind.text) in the register; those concerned are told.",
            discussion: """
                The fields are the columns of \(Kind.noun.file).csv. What they said before stays in the history.
                The edit is refused when somebody else changed the row since it was read.
                """)
    }
    @Argument(help: "Its code.") var code: String
    @OptionGroup var fields: FieldOptions
    @OptionGroup var source: SourceOptions
    @Option(help: "The revision you made the edit on; what the row has now when absent.") var revision: String?
    @OptionGroup var actor: ActorOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let session = try Session(global)
        let path = "/v1/\(Kind.noun.collection)/\(Percent.encoded(code))"
        let match = try await session.revision(revision, of: "\(path)/record", \RegistryRecord.revision)
        let given = fields.values.merging(source.fields) { given, _ in given }
        try await session.edit(
            path, method: "PATCH", body: RegistryEditRequest(fields: given), as: actor.acting, write, ifMatch: match)
    }
}

/// Gives a row of the register another name.
struct RegistryRename<Kind: RegistryRowKind>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "rename", abstract: "Give \(Kind.text) another name; the old one stays in its history.")
    }
    @Argument(help: "Its code, which stays.") var code: String
    @Option(help: "The Russian name.") var nameRu: String?
    @Option(help: "The English name.") var nameEn: String?
    @Option(help: "The first day of the new name; today when absent.") var from: CalendarDate?
    @OptionGroup var source: SourceOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if nameRu == nil && nameEn == nil { throw ValidationError("give --name-ru, --name-en or both.") }
    }

    func run() async throws {
        var given = source.fields
        for (column, name) in zip(Kind.noun.nameColumns, [nameEn, nameRu]) { given[column] = name }
        try await Session(global).edit(
            "/v1/\(Kind.noun.collection)/\(Percent.encoded(code))/rename",
            body: RegistryRenameRequest(fields: given, from: from), as: actor.acting, write)
    }
}

/// Merges a row of the register into another.
struct RegistryMerger<Kind: RegistryRowKind>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "merge", abstract: "Merge \(Kind.text) into another, which takes over what is open.",
            discussion: "What is over keeps the name it had. Cases that are open are listed: acts move them, not this.")
    }
    @Argument(help: "The code of the one that ends.") var code: String
    @Option(help: "The code of the one that takes over.") var into: String
    @Option(help: "The first day of that; today when absent.") var from: CalendarDate?
    @Option(help: "The ground: a document, or the address of a page.") var source: String
    @OptionGroup var actor: ActorOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await Session(global).edit(
            "/v1/\(Kind.noun.collection)/\(Percent.encoded(code))/merge",
            body: RegistryMergeRequest(into: into, from: from, sourceNote: source), as: actor.acting, write)
    }
}

extension Session {
    /// Sends an edit of the register and prints the rows it changed.
    func edit(
        _ path: String, method: String = "POST", body: some Encodable, as acting: Acting, _ write: WriteOptions,
        ifMatch: String? = nil
    ) async throws {
        try announce(write)
        let answer = try await client.write(
            path, method: method, body: body, options: write, acting: acting, ifMatch: ifMatch)
        if try output.document(answer) { return }
        let change = try answer.decoded(as: RegistryEdited.self)
        let lines = change.rows.flatMap { row -> [[String]] in
            let fields = Set((row.before ?? [:]).keys).union((row.after ?? [:]).keys).sorted()
            let changed = fields.filter { row.before?[$0] != row.after?[$0] }
            if row.after == nil { return [[row.file, row.key, "(ends)", "", ""]] }
            return changed.map { [row.file, row.key, $0, row.before?[$0] ?? "", row.after?[$0] ?? ""] }
        }
        try output.table(TextTable(columns: ["file", "key", "field", "before", "after"], rows: lines))
        for warning in change.warnings { note("warning: \(warning.sentence) (\(warning.trap))") }
        for open in change.openCases ?? [] { note("open: \(open.kind) \(open.number) \(open.state)") }
        let told = change.concerned.joined(separator: ", ")
        if let message = change.messageID { note("done, message \(message); told: \(told)") }
        if let revision = change.revision { note("revision \(revision)") }
        if change.messageID == nil { note("would be done; would be told: \(told)") }
    }
}
