// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination

/// The organisations that take part.
struct OrgCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "org", abstract: "Organisations: ministries, universities, companies, task teams.",
        subcommands: [
            List.self, Show.self, RegistryAdd<OrganisationRow>.self, RegistryFieldsEdit<OrganisationRow>.self,
            RegistryRename<OrganisationRow>.self,
            RegistryMerger<OrganisationRow>.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List organisations.")
        @Option(help: "Only this kind, such as federal_ministry.") var kind: String?
        @Option(help: "Only this cluster.") var cluster: String?
        @Option(help: "Only those under this organisation.") var parent: String?
        @Option(name: .customLong("find"), help: "Only those whose code or name has this in it.") var find: String?
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).list(
                "/v1/organisations", [("kind", kind), ("cluster", cluster), ("owner", parent), ("q", find)], list,
                as: Organisation.self,
                [
                    Column("code") { .text($0.code) },
                    Column("kind") { .text($0.kind) },
                    Column("name") { .text($0.nameRu) },
                    Column("parent") { .optional($0.parent) },
                    Column("cluster") { .optional($0.cluster) },
                    Column("provenance") { .text($0.provenance.rawValue) },
                    Column("name-en") { .text($0.nameEn) }.wide,
                    Column("former-names") { .list($0.formerNames.map(\.nameRu)) }.wide,
                ] + Column.wideSource)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Show an organisation.")
        @Argument(help: "Its code.") var code: String
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).show(
                "/v1/organisations", code, as: Organisation.self,
                [
                    Column("code") { .text($0.code) },
                    Column("name") { .text($0.nameRu) },
                    Column("name-en") { .text($0.nameEn) },
                    Column("kind") { .text($0.kind) },
                    Column("parent") { .optional($0.parent) },
                    Column("cluster") { .optional($0.cluster) },
                    Column("former-names") { .list($0.formerNames.map(\.nameRu)) },
                ] + Column.source)
        }
    }
}

extension Column where Value: Sourced {
    /// Where a fact of the registry comes from, beside its provenance, for lists with room.
    static var wideSource: [Column] { Column.source.dropFirst().map(\.wide) }

    /// Where a fact of the registry comes from.
    static var source: [Column] {
        [
            Column("provenance") { .text($0.provenance.rawValue) },
            Column("evidence") { .text($0.evidence.rawValue) },
            Column("source") { .text($0.sourceNote) },
        ]
    }
}
