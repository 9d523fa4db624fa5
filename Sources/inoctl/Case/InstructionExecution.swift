// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Evidence
import Wire

extension InstructionCommand {
    struct Register: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "register", abstract: "Enter it in the recipient's books.")
        @Option(help: "The number in the recipient's books.") var number: String
        @Option(help: "The date there; today when absent.") var date: CalendarDate?
        @OptionGroup var act: ActOptions

        func run() async throws { try await act.perform(.register(recipientNumber: number, recipientDate: date)) }
    }

    struct Refuse: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "refuse", abstract: "Refuse to register it.",
            discussion: "Reasons: \(RefusalReason.allCases.map(\.rawValue).joined(separator: ", ")).")
        @Option(help: "The reason's code.") var reason: String
        @Option(help: "The reason in words.") var comment: String
        @OptionGroup var act: ActOptions

        func run() async throws { try await act.perform(.refuse(reason: reason, comment: comment)) }
    }

    struct Assign: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "assign", abstract: "Name the person of the recipient who does it.")
        @Option(help: "The person's code.") var person: String
        @OptionGroup var act: ActOptions

        func run() async throws { try await act.perform(.assign(person: person)) }
    }

    struct Contribute: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "contribute", abstract: "Give a co-executor's proposals to the responsible organisation.")
        @OptionGroup var text: RequiredText
        @OptionGroup var files: AttachOptions
        @OptionGroup var act: ActOptions

        func run() async throws { try await act.perform(.contribute(text: try text.read()), naming: files.files) }
    }

    struct InterimReport: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "interim-report", abstract: "Say how far it is; it stays on control.")
        @OptionGroup var text: RequiredText
        @OptionGroup var files: AttachOptions
        @OptionGroup var act: ActOptions

        func run() async throws { try await act.perform(.interimReport(text: try text.read()), naming: files.files) }
    }

    struct Report: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "report", abstract: "Report that it is done, with the proof.")
        @OptionGroup var text: RequiredText
        @Option(help: "A hash of, or reference to, what proves it; repeat it for more.") var evidence: [String] = []
        @Option(help: "A file that proves it and stays where it is: its SHA-256 is reported; repeat it for more.")
        var evidenceFile: [String] = []
        @Option(name: .customLong("waive"), help: "ORG=REASON: do not wait for this co-executor; repeat it for more.")
        var waived: [Waiver] = []
        @OptionGroup var files: AttachOptions
        @OptionGroup var act: ActOptions

        func run() async throws {
            let hashes = try evidenceFile.map { path in
                guard let bytes = try Surroundings.current.read(path) else {
                    throw Failure(exit: Exit.usage, "there is no file \(path)")
                }
                return "sha256:" + Hexadecimal.text(ContentHash.sha256(bytes))
            }
            let waivers = Dictionary(waived.map { ($0.organisation, $0.reason) }) { _, last in last }
            try await act.perform(
                .report(text: try text.read(), evidence: evidence + hashes, waived: waivers), naming: files.files)
        }
    }

    /// A co-executor that is not waited for.
    struct Waiver: ExpressibleByArgument {
        let organisation: String
        let reason: String

        init?(argument: String) {
            let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { return nil }
            (organisation, reason) = (parts[0], parts[1])
        }
    }
}
