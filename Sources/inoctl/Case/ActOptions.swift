// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Wire

/// What every act on an instruction has: which one, who acts, and the flags of a write.
struct ActOptions: ParsableArguments {
    @Argument(help: "Its number, id or the id's last 5 or more characters.") var instruction: String
    @OptionGroup var entry: EntryOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var global: GlobalOptions

    func perform(_ act: InstructionAct, naming files: [String] = []) async throws {
        try await Session(global).act(act, on: instruction, as: entry.acting, naming: files, write)
    }
}

/// A text as a flag or from a file.
struct RequiredText: ParsableArguments {
    @Option(help: "The text.") var text: String?
    @Option(help: "A file with the text; - is stdin.") var textFile: String?

    func validate() throws {
        if (text == nil) == (textFile == nil) { throw ValidationError("give one of --text and --text-file.") }
    }

    func read() throws -> String { try text ?? TextFile.read(textFile ?? "-") }
}

/// A text that may be left out.
struct OptionalText: ParsableArguments {
    @Option(help: "The text.") var text: String?
    @Option(help: "A file with the text; - is stdin.") var textFile: String?

    var isGiven: Bool { text != nil || textFile != nil }

    func validate() throws {
        if text != nil && textFile != nil { throw ValidationError("give one of --text and --text-file.") }
    }

    func read() throws -> String? { try text ?? textFile.map(TextFile.read) }
}

/// Reads texts that people wrote.
enum TextFile {
    static func read(_ path: String) throws -> String {
        guard let bytes = try Surroundings.current.read(path) else {
            throw Failure(exit: Exit.usage, "there is no file \(path)")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(
                exit: Exit.usage, "\(path) is not UTF-8", next: "convert it: iconv -f CP1251 -t UTF-8 \(path)")
        }
        return text.trimmingSuffix("\n")
    }
}

extension Session {
    /// Does an act on an instruction, whose message names these files, and prints what came of it.
    func act(
        _ given: InstructionAct, on reference: String, as acting: Acting, naming files: [String] = [],
        _ write: WriteOptions, ifMatch: String? = nil
    ) async throws {
        try announce(write)
        var named = try await upload(files, as: acting, dryRun: write.dryRun)
        var act = given
        if write.dryRun, case .instruction(let proven) = CaseAct.instruction(act).naming(named) {
            // Nothing was uploaded that could be named; a report is tried with the proof that it would have.
            (act, named) = (proven, [])
        }
        let answer = try await client.write(
            "/v1/instructions/\(Percent.encoded(reference))/\(act.name)",
            body: ActRequest.body(of: act, occurredAt: acting.occurredAt, attachments: named), options: write,
            acting: acting, ifMatch: ifMatch)
        try await printAct(answer)
    }

    /// Prints the answer to an act.
    func printAct(_ answer: JSON) async throws {
        try output.record(
            answer, as: ActAnswer.self,
            [
                Column("number") { .optional($0.number) },
                Column("instruction") { .text($0.instruction.description) },
                Column("state") { .text($0.state) },
                .time("due") { $0.due },
                Column("message") { .optional($0.message?.id.description) },
                Column("hash") { .optional($0.message?.hash) },
                .time("recorded") { $0.message?.recordedAt },
                Column("delivered") { .list(Self.deliveries($0)) },
            ], zone: try await zone())
    }

    private static func deliveries(_ answer: ActAnswer) -> [String] {
        answer.message?.deliveries.map { "\($0.organisation) #\($0.number)" }
            ?? answer.audience?.map { "\($0.organisation) (would)" } ?? []
    }
}
