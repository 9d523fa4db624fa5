// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination

extension InstructionCommand {
    struct DisputeExecutor: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "dispute-executor", abstract: "Say that another organisation should answer for it.",
            discussion: "The issuer decides; until then it stays where it is, and no clock stops.")
        @Option(help: "The organisation that should.") var replacement: String
        @Option(help: "The document by which that organisation agreed.") var visa: String
        @OptionGroup var text: RequiredText
        @OptionGroup var act: ActOptions

        func run() async throws {
            try await act.perform(
                .disputeExecutor(replacement: replacement, visa: visa, text: try text.read()))
        }
    }

    struct UpholdDispute: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "uphold-dispute", abstract: "Give it to the organisation that was proposed, or to another.")
        @Option(help: "Another organisation than the one proposed.") var responsible: String?
        @Flag(help: "Begin the term anew; without it the clock runs on.") var restartClock = false
        @Option(help: "A remark.") var comment: String?
        @OptionGroup var act: ActOptions

        func run() async throws {
            try await act.perform(
                .upholdDispute(responsible: responsible, restartClock: restartClock, comment: comment))
        }
    }

    struct RejectDispute: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reject-dispute", abstract: "Leave it with the organisation that answers for it.")
        @Option(help: "Why.") var reason: String
        @OptionGroup var act: ActOptions

        func run() async throws { try await act.perform(.rejectDispute(reason: reason)) }
    }
}
