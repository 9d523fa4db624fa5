// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Evidence

/// A stage of a route as it is typed.
struct StageArgument: ExpressibleByArgument {
    let stage: ApprovalStage

    static let help: ArgumentHelp = """
        A stage, 'NAME: ORG,ORG/PERSON [any|quorum=M] [veto] [advisory] [remarks-return] [term=DAYS]'; repeat it in the \
        order of the route. All must consent when nothing else is said; the term is in working days.
        """

    init?(argument: String) {
        guard let colon = argument.firstIndex(of: ":") else { return nil }
        var words = argument[argument.index(after: colon)...].split(separator: " ").map(String.init)
        guard !words.isEmpty else { return nil }
        var list = words.removeFirst()
        while list.hasSuffix(","), !words.isEmpty { list += words.removeFirst() }
        let approvers = list.split(separator: ",").map { name in
            let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
            return Approver(organisation: parts[0], person: parts.count > 1 ? parts[1] : nil)
        }
        var stage = ApprovalStage(name: String(argument[..<colon]), approvers: approvers)
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            let number = parts.count > 1 ? Int(parts[1]) : nil
            switch (parts[0], number) {
            case ("any", nil): stage.rule = .any
            case ("all", nil): stage.rule = .all
            case ("quorum", let number?): stage.rule = .atLeast(number)
            case ("veto", nil): stage.veto = true
            case ("advisory", nil): stage.advisory = true
            case ("remarks-return", nil): stage.remarksReturn = true
            case ("term", let number?): stage.termWorkingDays = number
            default: return nil
            }
        }
        self.stage = stage
    }
}

/// The document that goes round, as it is typed.
struct DocumentOptions: ParsableArguments {
    @Option(help: "The document's title.") var title: String?
    @Option(help: "Where it is kept: a roadmap version's code, a file's name, a number.") var reference: String?
    @Option(help: "The document as a file: votes are bound to its SHA-256; the file itself is not sent.")
    var documentFile: String?
    @Option(help: "The document's SHA-256, when the file is elsewhere.") var hash: String?
    @OptionGroup var text: OptionalText

    var isGiven: Bool { title != nil || reference != nil || documentFile != nil || hash != nil || text.isGiven }

    /// The document; what is not typed is as it was.
    func read(before: ApprovalDocument? = nil) throws -> ApprovalDocument {
        guard let title = title ?? before?.title else {
            throw Failure(exit: Exit.usage, "--title is missing", next: "say what the document is called")
        }
        let text = try text.read()
        let hash =
            try hash ?? documentFile.map(Self.hash) ?? text.map { Hexadecimal.text(ContentHash.sha256(Array($0.utf8))) }
        let contentChanges = hash != nil
        guard let contentHash = hash?.lowercased() ?? before?.contentHash else {
            throw Failure(
                exit: Exit.usage, "there is nothing to take the hash of",
                next: "give the document by --text, --text-file or --document-file, or its --hash")
        }
        return ApprovalDocument(
            title: title, text: contentChanges ? text : before?.text,
            reference: reference ?? documentFile.map { String($0.split(separator: "/").last ?? "") }
                ?? before?.reference,
            contentHash: contentHash)
    }

    /// The SHA-256 of a file.
    static func hash(of path: String) throws -> String {
        guard let bytes = try Surroundings.current.read(path) else {
            throw Failure(exit: Exit.usage, "there is no file \(path)")
        }
        return Hexadecimal.text(ContentHash.sha256(bytes))
    }
}

/// Answers to remarks as they are typed.
struct ReplyOptions: ParsableArguments {
    @Option(help: "N=TEXT: remark N is taken into account (учтено), and how; repeat it for more.")
    var accept: [NumberedText] = []
    @Option(help: "N=TEXT: remark N is declined (отклонено), and on what ground; repeat it for more.")
    var reject: [NumberedText] = []

    var replies: [RemarkReply] {
        (accept.map { RemarkReply(remark: $0.number, accepted: true, text: $0.text) }
            + reject.map { RemarkReply(remark: $0.number, accepted: false, text: $0.text) })
            .sorted { $0.remark < $1.remark }
    }
}

/// `3=text`.
struct NumberedText: ExpressibleByArgument {
    let number: Int
    let text: String

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let number = Int(parts[0]) else { return nil }
        self.number = number
        text = parts.count > 1 ? parts[1] : ""
    }
}

/// A remark: `POINT=TEXT`, or the text alone.
struct RemarkArgument: ExpressibleByArgument {
    let remark: RemarkText

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        remark = parts.count > 1 ? RemarkText(point: parts[0], text: parts[1]) : RemarkText(text: argument)
    }
}
