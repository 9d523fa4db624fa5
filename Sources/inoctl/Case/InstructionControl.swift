// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination

extension InstructionCommand {
    struct RequestReport: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "request-report", abstract: "Ask an executor how it goes; its interim report answers.")
        @Option(help: "The executor; the organisation that answers for it when absent.") var org: String?
        @Option(help: "The last day for the answer, such as 2016-03-31.") var due: CalendarDate
        @OptionGroup var text: RequiredText
        @OptionGroup var act: ActOptions

        func run() async throws {
            try await act.perform(.requestReport(organisation: org, date: due, text: try text.read()))
        }
    }

    struct Reopen: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reopen", abstract: "Put a closed instruction back on control.")
        @Option(help: "Why.") var reason: String
        @Option(help: "The term of the rework, such as 2016-04-12.") var newDate: CalendarDate?
        @OptionGroup var act: ActOptions

        func run() async throws { try await act.perform(.reopen(reason: reason, newDate: newDate)) }
    }

    struct Return: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "return", abstract: "Send the report back for rework.")
        @Option(help: "Why.") var reason: String
        @Option(help: "The term of the rework, such as 2016-04-12.") var newDate: CalendarDate?
        @OptionGroup var act: ActOptions

        func run() async throws { try await act.perform(.return(reason: reason, newDate: newDate)) }
    }

    struct Accept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "accept", abstract: "Accept the report.")
        @Option(help: "A remark.") var comment: String?
        @OptionGroup var act: ActOptions

        func run() async throws { try await act.perform(.accept(comment: comment)) }
    }

    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "close", abstract: "Take an executed instruction off control.")
        @Option(help: "The answer that was sent to the party.") var answer: String
        @OptionGroup var act: ActOptions

        func run() async throws { try await act.perform(.removeFromControl(answer: answer)) }
    }

    struct CloseUnexecuted: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "close-unexecuted", abstract: "Take it off control without execution.")
        @Option(help: "Why.") var reason: String
        @Option(help: "The document that says so.") var document: String
        @OptionGroup var act: ActOptions

        func run() async throws { try await act.perform(.removeUnexecuted(reason: reason, basis: document)) }
    }

    struct Withdraw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "withdraw", abstract: "Take an instruction back that was given.")
        @Option(help: "Why.") var reason: String
        @OptionGroup var act: ActOptions

        func run() async throws { try await act.perform(.withdraw(reason: reason)) }
    }
}
