// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Wire

/// Approvals: a document goes round its approvers, comes back or is signed.
struct ApprovalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approval",
        abstract: "Approvals, from submission to signature.",
        subcommands: [
            List.self, Show.self, Create.self, Submit.self, Vote.self, Remarks.self, Answer.self, Resubmit.self,
            Sign.self, Withdraw.self, WhyCommand.self, Log.self, AllowedActions.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List approvals.")
        @Option(help: "Only those in this state: DRAFT, ROUTED, RETURNED, APPROVED, SIGNED, WITHDRAWN.")
        var state: String?
        @Option(help: "Only those this organisation wrote.") var author: String?
        @Option(help: "Only those whose route names this organisation.") var approver: String?
        @Option(help: "Only those that wait for this organisation's vote now.") var waiting: String?
        @Flag(help: "Only those that have not come to their end.") var open = false
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).list(
                "/v1/approvals",
                [
                    ("state", state), ("author", author), ("approver", approver), ("waiting", waiting),
                    ("open", open ? "true" : nil),
                ], list, as: Approval.self,
                [
                    Column("number") { .text($0.number ?? $0.id.description) },
                    Column("state") { .text($0.state.rawValue) },
                    Column("cycle") { .number($0.cycle) },
                    Column("stage") { .optional($0.openStage?.name) },
                    Column("from") { .text($0.author) },
                    Column("waits-for") { .list($0.slots.filter { $0.state == .open }.map(\.organisation)) },
                    .time("since") { $0.state == .routed ? $0.stageOpenedAt : nil },
                    Column("document") { .text($0.document.title) },
                ])
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show an approval: the document, the route and the votes.")
        @Argument(help: "Its number, id or the id's last 5 or more characters.") var approval: String
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).showCase("/v1/approvals", approval, as: Approval.self, Self.columns)
        }

        private static let columns: [Column<Approval>] = [
            Column("number") { .optional($0.number) },
            Column("id") { .text($0.id.description) },
            Column("state") { .text($0.state.rawValue) },
            Column("from") { .text($0.author) },
            Column("document") { .text($0.document.title) },
            Column("reference") { .optional($0.document.reference) },
            Column("text") { .optional($0.document.text) },
            Column("hash") { .text($0.document.contentHash) },
            Column("note") { .text($0.note) },
            Column("cycle") { .number($0.cycle) },
            Column("route") { .list($0.route.map(Self.written)) },
            Column("votes") { approval in .list(approval.slots.map { Self.written($0, in: approval) }) },
            Column("open-remarks") { .number($0.openRemarks.count) },
            Column("signer") { .text([$0.signer, $0.signerPerson].compactMap(\.self).joined(separator: " ")) },
            .time("submitted") { $0.submittedAt },
            .time("returned") { $0.returnedAt },
            .time("approved") { $0.approvedAt },
            .time("closed") { $0.closedAt },
            Column("signed-number") { .optional($0.signedNumber) },
            Column("signed-date") { .optional($0.signedDate?.description) },
            Column("reason") { .optional($0.reason) },
            Column("revision") { .number($0.revision) },
        ]

        private static func written(_ stage: ApprovalStage) -> String {
            let term = stage.termWorkingDays.map { ", \($0) wd" } ?? ""
            let approvers = stage.approvers.map {
                [$0.organisation, $0.person].compactMap(\.self).joined(separator: "/")
            }
            return "\(stage.name): \(approvers.joined(separator: ", ")) (\(stage.ruleInWords)\(term))"
        }

        private static func written(_ slot: ApprovalSlot, in approval: Approval) -> String {
            let vote = approval.votes.first { $0.number == slot.vote }?.vote.rawValue
            return "\(slot.organisation) \(vote ?? slot.state.rawValue)"
        }
    }
}

extension Session {
    /// Does an act on an approval and prints what came of it.
    func act(_ act: ApprovalAct, on reference: String, as acting: Acting, _ write: WriteOptions) async throws {
        try announce(write)
        let answer = try await client.write(
            "/v1/approvals/\(Percent.encoded(reference))/\(act.name)",
            body: ActRequest.body(of: act, occurredAt: acting.occurredAt), options: write,
            acting: acting)
        try await printApproved(answer)
    }

    /// Prints the answer to an act on an approval.
    func printApproved(_ answer: JSON) async throws {
        try output.record(
            answer, as: ApprovalAnswer.self,
            [
                Column("number") { .optional($0.number) },
                Column("approval") { .text($0.approval.description) },
                Column("state") { .text($0.state) },
                Column("cycle") { .number($0.cycle) },
                Column("stage") { .optional($0.stage) },
                Column("next") { .text($0.next) },
                Column("message") { .optional($0.message?.id.description) },
                Column("hash") { .optional($0.message?.hash) },
                .time("recorded") { $0.message?.recordedAt },
                Column("delivered") { .list(Self.deliveries($0)) },
            ], zone: try await zone())
    }

    private static func deliveries(_ answer: ApprovalAnswer) -> [String] {
        answer.message?.deliveries.map { "\($0.organisation) #\($0.number)" }
            ?? answer.audience?.map { "\($0.organisation) (would)" } ?? []
    }
}

/// What every act on an approval has: which one, who acts, and the flags of a write.
struct ApprovalOptions: ParsableArguments {
    @Argument(help: "Its number, id or the id's last 5 or more characters.") var approval: String
    @OptionGroup var entry: EntryOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var global: GlobalOptions

    func perform(_ act: ApprovalAct) async throws {
        try await Session(global).act(act, on: approval, as: entry.acting, write)
    }

    /// The approval as it stands.
    func current(in session: Session) async throws -> Approval {
        try await session.client.get("/v1/approvals/\(Percent.encoded(approval))").decoded(as: Approval.self)
    }
}
