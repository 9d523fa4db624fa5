// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

/// The person's tool: one file a noun, speaks to the daemon by HTTP only.
@main
struct Inoctl: AsyncParsableCommand {
    static let version = "0.2.0"

    static let configuration = CommandConfiguration(
        commandName: "inoctl",
        abstract: "Works with Ino, the stakeholder coordination message broker.",
        discussion: """
            inoctl NOUN VERB [ID…] [--flags]. An id is a registration number, a code, an id or its last 5 or more characters.
            Data goes to stdout, everything else to stderr. 'inoctl NOUN VERB --help' explains each command.

            EXIT STATUS
              0 done   1 unexpected   2 the answer is no   3 some failed   4 not allowed   5 a rule refused it
              6 not found
              64 usage   69 server not reachable   75 try again, safe with the printed key   78 bad config
            """,
        subcommands: [
            TodayCommand.self, InboxCommand.self, InstructionCommand.self, ApprovalCommand.self, MessageCommand.self,
            AttachmentCommand.self, RoadmapCommand.self,
            InstrumentCommand.self, IndicatorCommand.self, MeetingCommand.self, OrgCommand.self, PersonCommand.self,
            ProjectCommand.self, RegistryCommand.self, CalendarCommand.self, PolicyCommand.self, ProgrammeCommand.self,
            ReportCommand.self, AuditCommand.self, WebhookCommand.self, QueueCommand.self, BrokerCommand.self,
            TokenCommand.self, AuthCommand.self,
            ProfileCommand.self, DoctorCommand.self, CompletionCommand.self, ManCommand.self, VersionCommand.self,
        ])

    /// Runs the command line of the process and ends it with a documented exit code.
    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        Foundation.exit(await Program.run(Array(CommandLine.arguments.dropFirst())))
    }
}
