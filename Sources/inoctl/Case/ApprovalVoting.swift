// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Coordination
import Wire

extension ApprovalCommand {
    struct Vote: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "vote", abstract: "Vote on the document that goes round; once more to change the vote.",
            discussion: "A vote is a person's: it takes a token of their own, and no operator votes for anybody.",
            subcommands: [
                Approve.self, WithRemarks.self, Refuse.self, NotCompetent.self, Opinion.self,
            ])
    }

    /// Which document was read, and who votes on it.
    struct BallotOptions: ParsableArguments {
        @Option(help: "The SHA-256 of the document that was read; the one that goes round now when absent.")
        var hash: String?
        @Option(help: "The document that was read, as a file: its SHA-256 is compared.") var documentFile: String?
        @OptionGroup var act: ApprovalOptions

        func cast(_ vote: VoteKind, comment: String? = nil, remarks: [RemarkArgument] = []) async throws {
            var read = try hash ?? documentFile.map(DocumentOptions.hash)
            if read == nil { read = try await act.current(in: Session(act.global)).document.contentHash }
            try await act.perform(
                .vote(Ballot(vote, contentHash: read ?? "", comment: comment, remarks: remarks.map(\.remark))))
        }
    }

    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "approve", abstract: "Согласовать.")
        @Option(help: "A comment.") var comment: String?
        @OptionGroup var ballot: BallotOptions

        func run() async throws { try await ballot.cast(.approved, comment: comment) }
    }

    struct WithRemarks: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remarks", abstract: "Согласовать с замечаниями; each is answered before the signature.")
        @Option(name: .customLong("remark"), help: "POINT=TEXT, or the text alone; repeat it for more.")
        var remarks: [RemarkArgument]
        @Option(help: "A comment.") var comment: String?
        @OptionGroup var ballot: BallotOptions

        func run() async throws { try await ballot.cast(.withRemarks, comment: comment, remarks: remarks) }
    }

    struct Refuse: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "refuse", abstract: "Не согласовать; the remarks say why.")
        @Option(name: .customLong("remark"), help: "POINT=TEXT, or the text alone; repeat it for more.")
        var remarks: [RemarkArgument]
        @Option(help: "A comment.") var comment: String?
        @OptionGroup var ballot: BallotOptions

        func run() async throws { try await ballot.cast(.refused, comment: comment, remarks: remarks) }
    }

    struct NotCompetent: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "not-competent", abstract: "Say that it is outside the organisation's competence.")
        @Option(help: "A comment.") var comment: String?
        @OptionGroup var ballot: BallotOptions

        func run() async throws { try await ballot.cast(.notCompetent, comment: comment) }
    }

    struct Opinion: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "opinion", abstract: "Give an opinion (заключение), where a stage asks for one.")
        @OptionGroup var text: RequiredText
        @OptionGroup var ballot: BallotOptions

        func run() async throws { try await ballot.cast(.opinion, comment: try text.read()) }
    }

    struct Sign: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sign", abstract: "Sign what was approved, under a number and a date.")
        @Option(help: "The number of the signed document.") var number: String
        @Option(help: "The date it was signed; today when absent.") var date: CalendarDate?
        @Option(help: "The SHA-256 of what is signed; the approved document's when absent.") var hash: String?
        @OptionGroup var act: ApprovalOptions

        func run() async throws {
            var signed = hash
            if signed == nil { signed = try await act.current(in: Session(act.global)).document.contentHash }
            try await act.perform(.sign(number: number, date: date, contentHash: signed ?? ""))
        }
    }
}

extension ApprovalScope: ExpressibleByArgument {
    /// Reads its code in either case.
    public init?(argument: String) { self.init(rawValue: argument.uppercased().replacing("-", with: "_")) }
}
