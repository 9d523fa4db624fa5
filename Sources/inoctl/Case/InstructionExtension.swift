// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination

extension InstructionCommand {
    struct RequestExtension: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "request-extension", abstract: "Ask the issuer for more time.",
            discussion: """
                It stops no clock: the deadline stands until the issuer grants another, and stays if nobody decides.
                Reasons: \(ExtensionReason.allCases.map(\.rawValue).joined(separator: ", ")).
                """)
        @Option(help: "The day asked for: a working day after the deadline, such as 2016-04-12.")
        var newDate: CalendarDate
        @Option(help: "The reason's class.") var reason: String
        @OptionGroup var text: RequiredText
        @OptionGroup var act: ActOptions

        func run() async throws {
            try await act.perform(.requestExtension(newDate: newDate, reason: reason, text: try text.read()))
        }
    }

    struct WithdrawExtension: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "withdraw-extension", abstract: "Take a request for more time back.")
        @Option(help: "A remark.") var comment: String?
        @OptionGroup var act: ActOptions

        func run() async throws { try await act.perform(.withdrawExtension(comment: comment)) }
    }

    struct GrantExtension: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "grant-extension", abstract: "Give the responsible organisation more time.")
        @Option(help: "Another day than the one asked for, such as 2016-04-12.") var newDate: CalendarDate?
        @Option(help: "A remark.") var comment: String?
        @OptionGroup var act: ActOptions

        func run() async throws { try await act.perform(.grantExtension(newDate: newDate, comment: comment)) }
    }

    struct DenyExtension: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "deny-extension", abstract: "Leave the deadline where it is.")
        @Option(help: "Why.") var reason: String
        @OptionGroup var act: ActOptions

        func run() async throws { try await act.perform(.denyExtension(reason: reason)) }
    }
}
