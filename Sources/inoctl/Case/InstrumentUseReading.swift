// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Wire

extension InstrumentCommand {
    struct Uses: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "uses", abstract: "List the uses of instruments, from need to grant.")
        @Option(help: "Only those in this state, such as GRANTED.") var state: String?
        @Option(help: "Only those of this instrument.") var instrument: String?
        @Option(help: "Only those this organisation gets.") var recipient: String?
        @Option(help: "Only those of instruments that this body owns.") var owner: String?
        @Option(help: "Only those of this roadmap action.") var action: String?
        @Option(help: "Only those of this project.") var project: String?
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).list(
                "/v1/instrument-uses",
                [
                    ("state", state), ("instrument", instrument), ("recipient", recipient), ("owner", owner),
                    ("action", action), ("project", project),
                ], list, as: InstrumentUse.self,
                [
                    Column("number") { .text($0.number) },
                    Column("state") { .text($0.state.rawValue) },
                    Column("for") { .text($0.target) },
                    Column("recipient") { .optional($0.recipient) },
                    Column("instrument") { .optional($0.instrument) },
                    Column("owner") { .optional($0.owner) },
                    Column("wanted") { .text($0.need.amount.description) },
                    Column("applied") { .optional($0.application?.amount.description) },
                    Column("granted") { .optional($0.granted?.description) },
                    Column("spent") { .optional($0.spent?.description) },
                    Column("purpose") { .text($0.need.purpose) },
                ])
        }
    }

    struct Coverage: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "coverage", abstract: "Print what uses each instrument, and the money of its uses.")
        @Option(help: "Only this instrument.") var instrument: String?
        @Flag(help: "Only those that nothing uses.") var unused = false
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let columns = [
                "instrument_code", "owner_org_code", "used_by", "used_by_code", "used_by_detail", "wanted_rub",
                "applied_rub", "granted_rub", "spent_rub",
            ]
            try await Session(global).report("instrument_coverage", limit: 1000, columns: columns) { row in
                (instrument == nil || row["instrument_code"] == instrument)
                    && (!unused || row["used_by"] == "nothing")
            }
        }
    }

    struct Collisions: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "collisions",
            abstract: "Print what does not fit together: double funding, early expiry, needs without an instrument.")
        @Option(help: "Only double_funding, expires_before_due or need_without_instrument.") var kind: String?
        @Flag(help: "Only those of uses, without what the register alone links.") var ofUses = false
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let columns = [
                "collision", "recipient_org_code", "action_code", "project_code", "instrument_codes", "use_nos",
                "amount_rub", "due_on", "expires_on", "days_short",
            ]
            try await Session(global).report("instrument_collision", limit: 1000, columns: columns) { row in
                (kind == nil || row["collision"] == kind) && (!ofUses || row["use_nos"]?.isEmpty == false)
            }
        }
    }
}

/// One use of an instrument.
struct InstrumentUseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "use", abstract: "One use of an instrument: where it stands and how it came there.",
        subcommands: [Show.self, WhyCommand.self, Log.self, AllowedActions.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a use of an instrument.")
        @Argument(help: "Its number, id or the id's last 5 or more characters.") var use: String
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).showCase(
                "/v1/instrument-uses", use, as: InstrumentUse.self,
                [
                    Column("number") { .text($0.number) },
                    Column("id") { .text($0.id.description) },
                    Column("state") { .text($0.state.rawValue) },
                    Column("action") { .optional($0.need.action) },
                    Column("project") { .optional($0.need.project) },
                    Column("purpose") { .text($0.need.purpose) },
                    Column("wanted") { .text($0.need.amount.written) },
                    Column("needed-by") { .text($0.needer) },
                    Column("led-by") { .text($0.lead) },
                    Column("recipient") { .optional($0.recipient) },
                    Column("instrument") { .optional($0.instrument) },
                    Column("owner") { .optional($0.owner) },
                    Column("applications") { .list($0.applications.map(Self.written)) },
                    Column("granted") { .optional($0.granted?.written) },
                    Column("until") { .optional($0.application?.until?.written) },
                    Column("spent") { .optional($0.spent?.written) },
                    Column("reason") { .optional($0.reason) },
                    .time("needed") { $0.neededAt },
                    .time("closed") { $0.closedAt },
                    Column("revision") { .number($0.revision) },
                ])
        }

        private static func written(_ application: InstrumentApplication) -> String {
            let asked = "\(application.instrument) № \(application.number) \(application.amount.written)"
            let end = [
                application.granted?.written, application.agreementNumber.map { "№ \($0)" }, application.reason,
            ].compactMap(\.self).joined(separator: " ")
            return "\(asked) \(application.outcome.rawValue)\(end.isEmpty ? "" : " \(end)")"
        }
    }

    struct WhyCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "why", abstract: "Say who must do what for it to go on, and which rule says so.")
        @Argument(help: "Its number, id or the id's last 5 or more characters.") var use: String
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let session = try Session(global)
            let answer = try await session.client.get("/v1/instrument-uses/\(Percent.encoded(use))/why")
            if try session.output.document(answer) { return }
            let why = try answer.decoded(as: InstrumentUseWhy.self)
            if session.output.isOneTable { return try session.output.table(Self.duties(why)) }
            try session.surroundings.out("\(why.title)  \(why.state.rawValue)\n\(why.sentence)\n")
            guard !why.duties.isEmpty else { return }
            try session.surroundings.out("\n")
            try session.output.table(Self.duties(why))
        }

        private static func duties(_ why: InstrumentUseWhy) -> TextTable {
            TextTable(
                columns: ["who", "part", "act", "due", "overdue", "task", "norm"],
                rows: why.duties.map { duty in
                    [
                        duty.name, duty.part.rawValue, duty.act.rawValue, duty.due?.written ?? "",
                        duty.overdue ? "overdue" : "", duty.task, duty.norm,
                    ]
                })
        }
    }

    struct Log: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "log", abstract: "List the messages of its case, which are all that ever happened to it.")
        @Argument(help: "Its number, id or the id's last 5 or more characters.") var use: String
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).log(of: "/v1/instrument-uses/\(Percent.encoded(use))", list)
        }
    }

    struct AllowedActions: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "allowed-actions", abstract: "List the acts, and whether you may do each now.")
        @Argument(help: "Its number, id or the id's last 5 or more characters.") var use: String
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).allowedActs(in: "/v1/instrument-uses/\(Percent.encoded(use))", list)
        }
    }
}
