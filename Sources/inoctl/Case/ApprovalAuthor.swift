// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Wire

extension ApprovalCommand {
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create", abstract: "Send a document round for approval, or keep it as a draft.",
            discussion: """
                With --from, an operator's token enters what that organisation gave on paper; --basis names the paper.

                  inoctl approval create --from tomsk_administration --title 'Дорожная карта, редакция 2' --reference v2 \\
                    --document-file roadmap-v2.pdf --note 'Учтены поручения от 25.03.2016' --signer government \\
                    --stage 'Министерства: minekonom,minpromtorg veto term=10' --stage 'Аппарат: government_office'
                """)
        @OptionGroup var document: DocumentOptions
        @Option(help: "The explanatory note: what the approvers should know.") var note: String
        @Option(name: .customLong("stage"), help: StageArgument.help) var stages: [StageArgument]
        @Option(help: "The organisation that signs it in the end.") var signer: String
        @Option(help: "The person who signs; anybody of that organisation when absent.") var signerPerson: String?
        @Option(help: "The organisation whose document it is, when an operator enters it.") var from: String?
        @Flag(name: .customLong("draft"), help: "Keep it as a draft.") var draftOnly = false
        @OptionGroup var entry: EntryOptions
        @OptionGroup var write: WriteOptions
        @OptionGroup var global: GlobalOptions

        func validate() throws {
            if from != nil && entry.actor.onBehalf != nil && from != entry.actor.onBehalf {
                throw ValidationError("--from and --on-behalf name two organisations; one of them is the author.")
            }
        }

        func run() async throws {
            let session = try Session(global)
            let draft = ApprovalDraft(
                document: try document.read(), note: note, route: stages.map(\.stage), signer: signer,
                signerPerson: signerPerson)
            var acting = entry.acting
            acting.onBehalf = acting.onBehalf ?? from
            try session.announce(write)
            let answer = try await session.client.write(
                "/v1/approvals",
                body: Entered(ApprovalRequest(draft: draft, draftOnly: draftOnly), occurredAt: acting.occurredAt),
                options: write, acting: acting)
            try await session.printApproved(answer)
        }
    }

    struct Submit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "submit", abstract: "Send a draft round.")
        @OptionGroup var act: ApprovalOptions

        func run() async throws { try await act.perform(.submit) }
    }

    struct Answer: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "answer", abstract: "Answer remarks: taken into account, or not and why.",
            discussion: "The remarks and their numbers: inoctl approval remarks.")
        @OptionGroup var replies: ReplyOptions
        @OptionGroup var act: ApprovalOptions

        func validate() throws {
            if replies.replies.isEmpty { throw ValidationError("give at least one --accept or --reject.") }
        }

        func run() async throws { try await act.perform(.answer(replies.replies)) }
    }

    struct Resubmit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resubmit", abstract: "Send a returned document round again, once every remark is answered.",
            discussion: """
                What is not given stays as it was. The scope ALL asks everybody anew; NOT_AGREED keeps the consents, which is
                possible for the unchanged document only.
                """)
        @Option(help: "What has changed.") var note: String
        @Option(help: "Who is asked again: ALL or NOT_AGREED.") var scope = ApprovalScope.all
        @Option(name: .customLong("stage"), help: "A new route, stage by stage, in the words of 'approval create'.")
        var stages: [StageArgument] = []
        @OptionGroup var document: DocumentOptions
        @OptionGroup var replies: ReplyOptions
        @OptionGroup var act: ApprovalOptions

        func run() async throws {
            let before = try await act.current(in: Session(act.global)).document
            try await act.perform(
                .resubmit(
                    ApprovalResubmission(
                        document: try document.isGiven ? document.read(before: before) : before, note: note,
                        scope: scope, route: stages.isEmpty ? nil : stages.map(\.stage), replies: replies.replies)))
        }
    }

    struct Withdraw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "withdraw", abstract: "Take it back.")
        @Option(help: "The reason.") var reason: String
        @OptionGroup var act: ApprovalOptions

        func run() async throws { try await act.perform(.withdraw(reason: reason)) }
    }
}
