// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Wire

extension InstructionCommand {
    struct Issue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "issue", abstract: "Give an instruction, or issue a draft.",
            discussion: """
                With --from, an operator's token enters what that organisation gave on paper; --basis names the paper.

                  inoctl instruction issue --from minekonom --to tsu --co tpu --observer fano --about v1-05 \\
                    --instrument sez_tomsk --mark оперативно --text 'Подготовить предложения по площадке.'
                """)
        @Argument(help: "The id of a draft to issue; without it a new instruction is given.") var draft: String?
        @Option(help: ArgumentHelp("A YAML file with the whole of it; - is stdin.", valueName: "path"))
        var file: String?
        @Flag(help: "Print such a file, with every key explained.") var example = false
        @Option(help: "The organisation that gives it.") var from: String?
        @Option(help: "The organisation that answers for it.") var to: String?
        @Option(name: .customLong("co"), help: "A co-executor; repeat it for more.") var coExecutors: [String] = []
        @Option(help: "Who accepts the report, when it is not the issuer.") var controller: String?
        @Option(name: .customLong("observer"), help: "Who gets it for information; repeat it for more.")
        var observers: [String] = []
        @Option(help: "The roadmap action it serves, such as v1-05.") var about: String?
        @Option(name: .customLong("instrument"), help: "A federal instrument it uses; repeat it for more.")
        var instruments: [String] = []
        @Option(help: "срочно or оперативно.") var mark: Mark?
        @Option(help: "The last day, such as 2016-04-05.") var due: CalendarDate?
        @Flag(help: "Give it without a term, where the policy allows that.") var withoutDeadline = false
        @Option(help: "The deadline policy, such as federal or regional; the programme's when absent.")
        var policy: String?
        @Option(help: "The document the instruction rests on.") var document: String?
        @Flag(name: .customLong("draft"), help: "Keep it as a draft.") var draftOnly = false
        @OptionGroup var text: OptionalText
        @OptionGroup var files: AttachOptions
        @OptionGroup var entry: EntryOptions
        @OptionGroup var write: WriteOptions
        @OptionGroup var global: GlobalOptions

        func validate() throws {
            if from != nil && entry.actor.onBehalf != nil && from != entry.actor.onBehalf {
                throw ValidationError("--from and --on-behalf name two organisations; one of them gives it.")
            }
            if file != nil || example { return try refuseBesideFile() }
            if draftOnly && !files.files.isEmpty {
                throw ValidationError("--draft and --attach exclude each other: attach the files when it is issued.")
            }
            if draft == nil && to == nil { throw ValidationError("--to is missing: name who answers for it.") }
            if draft == nil && !text.isGiven { throw ValidationError("--text is missing: say what is to be done.") }
            if due != nil && withoutDeadline {
                throw ValidationError("--due and --without-deadline exclude each other.")
            }
        }

        private func refuseBesideFile() throws {
            let isGiven =
                draft != nil || from != nil || to != nil || !coExecutors.isEmpty || controller != nil
                || !observers.isEmpty || about != nil || !instruments.isEmpty || mark != nil || due != nil
                || withoutDeadline || policy != nil || document != nil || draftOnly || text.isGiven
                || file == nil && !files.files.isEmpty
            if isGiven || file != nil && example {
                throw ValidationError("--file and --example stand alone: what the instruction says is in the file.")
            }
        }

        func run() async throws {
            if example { return try OfflineOutput(global).output.text(InstructionFile.example, named: "example") }
            let session = try Session(global)
            var acting = entry.acting
            if let file { return try await issue(InstructionFile(path: file), acting, in: session) }
            acting.onBehalf = acting.onBehalf ?? from
            if let draft {
                return try await session.act(.issue, on: draft, as: acting, naming: files.files, write)
            }
            try session.announce(write)
            let body = InstructionDraft(
                responsible: to ?? "", coExecutors: coExecutors, controller: controller, observers: observers,
                text: try text.read() ?? "", mark: mark, deadline: due, withoutDeadline: withoutDeadline,
                aboutAction: about, instruments: instruments, basis: document, policy: policy)
            try await give(body, asDraft: draftOnly, acting, in: session)
        }

        private func issue(_ file: InstructionFile, _ given: Acting, in session: Session) async throws {
            var acting = given
            acting.onBehalf = acting.onBehalf ?? file.from
            acting.basis = acting.basis ?? file.basis
            try session.announce(write)
            try await give(file.draft, asDraft: file.isDraft, acting, in: session)
        }

        private func give(_ draft: InstructionDraft, asDraft: Bool, _ acting: Acting, in session: Session) async throws
        {
            // A trial uploads nothing that could be named.
            let named = try await session.upload(files.files, as: acting, dryRun: write.dryRun)
            let answer = try await session.client.write(
                "/v1/instructions",
                body: Entered(
                    InstructionRequest(draft: draft, draftOnly: asDraft), occurredAt: acting.occurredAt,
                    attachments: write.dryRun ? [] : named),
                options: write, acting: acting)
            try await session.printAct(answer)
        }
    }
}
