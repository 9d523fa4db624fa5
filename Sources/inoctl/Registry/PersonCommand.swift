// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination

/// The persons and the positions they hold.
struct PersonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person", abstract: "Persons and their positions.",
        subcommands: [
            List.self, Show.self, RegistryAdd<PersonRow>.self, RegistryFieldsEdit<PersonRow>.self,
            RegistryRename<PersonRow>.self,
            RegistryMerger<PersonRow>.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List persons.")
        @Option(name: .customLong("org"), help: "Only those who hold a position there.") var organisation: String?
        @Option(name: .customLong("find"), help: "Only those whose code or name has this in it.") var find: String?
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).list(
                "/v1/persons", [("owner", organisation), ("q", find)], list, as: Person.self,
                [
                    Column("code") { .text($0.code) },
                    Column("name") { .text($0.nameRu ?? $0.nameEn) },
                    Column("organisation") { .optional($0.positions.first?.organisation) },
                    Column("position") { .optional($0.positions.first.map { $0.positionRu ?? $0.positionEn }) },
                    Column("provenance") { .text($0.provenance.rawValue) },
                    Column("name-en") { .text($0.nameEn) }.wide,
                ] + Column.wideSource)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a person.")
        @Argument(help: "The person's code.") var code: String
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).show(
                "/v1/persons", code, as: Person.self,
                [
                    Column("code") { .text($0.code) },
                    Column("name") { .text($0.nameRu ?? $0.nameEn) },
                    Column("name-en") { .text($0.nameEn) },
                    Column("positions") { person in .list(person.positions.map(Self.written)) },
                ] + Column.source)
        }

        private static func written(_ position: PersonPosition) -> String {
            let span = [position.validFrom?.description ?? "", position.validTo?.description ?? ""]
            let years = span == ["", ""] ? "" : " (\(span.joined(separator: "–")))"
            return "\(position.positionRu ?? position.positionEn), \(position.organisation)\(years)"
        }
    }
}
