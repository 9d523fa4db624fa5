// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Wire

/// What every act on the use of an instrument has: which one, who acts, and the flags of a write.
struct UseActOptions: ParsableArguments {
    @Argument(help: "Its number (М-2016-0001), id or the id's last 5 or more characters.") var use: String
    @OptionGroup var entry: EntryOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var global: GlobalOptions

    func perform(_ act: InstrumentUseAct) async throws {
        let session = try Session(global)
        try session.announce(write)
        let answer = try await session.client.write(
            "/v1/instrument-uses/\(Percent.encoded(use))/\(act.name)",
            body: InstrumentUseActRequest.body(of: act, occurredAt: entry.occurredAt),
            options: write, acting: entry.acting)
        try await session.printUse(answer)
    }
}

extension InstrumentCommand {
    struct Need: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "need", abstract: "State what an action or a project needs; begins a use.",
            discussion: """
                The body that leads or works on it may name any recipient; any other body only itself.

                  inoctl instrument need --action v1-09 --amount '120 млн' --recipient tusur \\
                    --purpose 'Инжиниринговый центр микроэлектроники'
                """)
        @Option(help: "The roadmap action that needs it, such as v1-09.") var action: String?
        @Option(help: "The project that needs it, such as p-002.") var project: String?
        @Option(help: "How much, in roubles: 120000000, 41000.50 or '120 млн'.") var amount: Roubles
        @Option(help: "What for.") var purpose: String
        @Option(help: "The organisation that shall get it; the office names it otherwise.") var recipient: String?
        @OptionGroup var entry: EntryOptions
        @OptionGroup var write: WriteOptions
        @OptionGroup var global: GlobalOptions

        func validate() throws {
            if (action == nil) == (project == nil) { throw ValidationError("give one of --action and --project.") }
        }

        func run() async throws {
            let session = try Session(global)
            try session.announce(write)
            let need = InstrumentNeed(
                action: action, project: project, amount: amount, purpose: purpose, recipient: recipient)
            let answer = try await session.client.write(
                "/v1/instrument-uses", body: Entered(need, occurredAt: entry.occurredAt), options: write,
                acting: entry.acting)
            try await session.printUse(answer)
        }
    }

    struct Match: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "match", abstract: "Name the instrument that can meet a need: the programme's office does.")
        @Option(help: "The instrument.") var instrument: String
        @Option(help: "The organisation that shall get it, if the need names none or another.") var recipient: String?
        @Option(help: "A remark.") var comment: String?
        @OptionGroup var act: UseActOptions

        func run() async throws {
            try await act.perform(.match(instrument: instrument, recipient: recipient, comment: comment))
        }
    }

    struct Apply: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "apply", abstract: "Apply for it, or once more after a refusal.")
        @Option(help: "How much is asked for, in roubles.") var amount: Roubles
        @Option(help: "The application's number.") var number: String
        @Option(help: "Its date; today when absent.") var date: CalendarDate?
        @OptionGroup var act: UseActOptions

        func run() async throws { try await act.perform(.apply(amount: amount, number: number, date: date)) }
    }

    struct Grant: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "grant", abstract: "Grant what was applied for: the instrument's owner does.")
        @Option(help: "How much is granted, in roubles; not more than was asked for.") var amount: Roubles
        @Option(help: "The agreement's number.") var agreement: String
        @Option(help: "The agreement's date; today when absent.") var date: CalendarDate?
        @Option(help: "The last day on which it can be used.") var until: CalendarDate?
        @OptionGroup var act: UseActOptions

        func run() async throws {
            try await act.perform(.grant(amount: amount, agreement: agreement, date: date, until: until))
        }
    }

    struct Refuse: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "refuse", abstract: "Refuse what was applied for: the instrument's owner does.")
        @Option(help: "Why.") var reason: String
        @OptionGroup var act: UseActOptions

        func run() async throws { try await act.perform(.refuse(reason: reason)) }
    }

    struct Exhaust: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "exhaust", abstract: "Say that a grant is used up, and how much of it was spent.")
        @Option(help: "How much was spent of the grant, in roubles; 0 when all was given back.") var spent: Roubles
        @Option(help: "A remark.") var comment: String?
        @OptionGroup var act: UseActOptions

        func run() async throws { try await act.perform(.exhaust(spent: spent, comment: comment)) }
    }

    struct Withdraw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "withdraw", abstract: "Take a need back that nothing was granted for.")
        @Option(help: "Why.") var reason: String
        @OptionGroup var act: UseActOptions

        func run() async throws { try await act.perform(.withdraw(reason: reason)) }
    }
}

extension Session {
    /// Prints the answer to an act on the use of an instrument.
    func printUse(_ answer: JSON) async throws {
        try output.record(
            answer, as: InstrumentUseAnswer.self,
            [
                Column("number") { .text($0.number) },
                Column("use") { .text($0.use.description) },
                Column("state") { .text($0.state) },
                Column("instrument") { .optional($0.instrument) },
                Column("granted") { .optional($0.granted?.written) },
                Column("message") { .optional($0.message?.id.description) },
                Column("hash") { .optional($0.message?.hash) },
                .time("recorded") { $0.message?.recordedAt },
                Column("delivered") { .list(Self.deliveries($0)) },
            ], zone: try await zone())
    }

    private static func deliveries(_ answer: InstrumentUseAnswer) -> [String] {
        answer.message?.deliveries.map { "\($0.organisation) #\($0.number)" }
            ?? answer.audience?.map { "\($0.organisation) (would)" } ?? []
    }
}
