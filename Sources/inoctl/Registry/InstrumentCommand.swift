// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination

/// The federal instruments the programme joins.
struct InstrumentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "instrument", abstract: "Federal instruments the programme joins.",
        discussion: """
            The use of an instrument goes from a need to the money spent: need, match, apply, grant or refuse, exhaust.
            'uses' lists them, 'use' shows one; 'coverage' and 'collisions' show what comes of all of them.
            What an instrument is, is edited by 'edit', 'window', 'recipient' and 'budget'.
            """,
        subcommands: [
            List.self, Show.self, Need.self, Match.self, Apply.self, Grant.self, Refuse.self, Exhaust.self,
            Withdraw.self, Uses.self, InstrumentUseCommand.self, Coverage.self, Collisions.self,
            RegistryAdd<InstrumentRow>.self, RegistryFieldsEdit<InstrumentRow>.self,
            RegistryRename<InstrumentRow>.self, RegistryMerger<InstrumentRow>.self, InstrumentWindowCommand.self,
            InstrumentRecipientCommand.self, InstrumentBudgetCommand.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List instruments.")
        @Option(help: "Only those of this body.") var owner: String?
        @Option(help: "Only this kind, such as subsidy.") var kind: String?
        @Option(help: "Only this work area.") var workArea: String?
        @Option(help: "Only this cluster.") var cluster: String?
        @Option(name: .customLong("find"), help: "Only those whose code or name has this in it.") var find: String?
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).list(
                "/v1/instruments",
                [("owner", owner), ("kind", kind), ("workArea", workArea), ("cluster", cluster), ("q", find)], list,
                as: Instrument.self,
                [
                    Column("code") { .text($0.code) },
                    Column("owner") { .text($0.owner) },
                    Column("kind") { .text($0.kind) },
                    Column("name") { .text($0.nameRu) },
                    Column("from") { .optional($0.validFrom?.description) },
                    Column("to") { .optional($0.validTo?.description) },
                    Column("provenance") { .text($0.provenance.rawValue) },
                    Column("work-area") { .text($0.workArea) }.wide,
                    Column("cluster") { .optional($0.cluster) }.wide,
                    Column("legal-basis") { .optional($0.legalBasis) }.wide,
                ] + Column.wideSource)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Show an instrument.")
        @Argument(help: "Its code.") var code: String
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).show(
                "/v1/instruments", code, as: Instrument.self,
                [
                    Column("code") { .text($0.code) },
                    Column("name") { .text($0.nameRu) },
                    Column("name-en") { .text($0.nameEn) },
                    Column("owner") { .text($0.owner) },
                    Column("kind") { .text($0.kind) },
                    Column("legal-basis") { .optional($0.legalBasis) },
                    Column("from") { .optional($0.validFrom?.description) },
                    Column("to") { .optional($0.validTo?.description) },
                    Column("work-area") { .text($0.workArea) },
                    Column("cluster") { .optional($0.cluster) },
                    Column("summary") { .text($0.summary) },
                    Column("recipients") { .list($0.recipients.map(\.line)) },
                    Column("windows") { .list($0.windows.map { "\($0.opens) – \($0.closes)" }) },
                    Column("budgets") { .list($0.budgets.map(\.line)) },
                ] + Column.source)
        }
    }
}

extension InstrumentRecipient {
    /// The body with its role, and since and until when where that is known.
    fileprivate var line: String {
        let days = [validFrom.map { "from \($0)" }, validTo.map { "to \($0)" }].compactMap(\.self)
        return "\(organisation) (\(([role] + days).joined(separator: " ")))"
    }
}

extension InstrumentBudget {
    /// The year with its millions of roubles, and the part the region adds.
    fileprivate var line: String {
        "\(year): \(amountMrub.formatted)" + (coFundingPct.map { " (\($0.formatted) %)" } ?? "")
    }
}

extension Double {
    /// As short as it can be said: `300`, `12.5`.
    fileprivate var formatted: String {
        self == rounded() && magnitude < 1e15 ? String(Int64(self)) : description
    }
}
