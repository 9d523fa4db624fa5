// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Wire

/// Whom the daemon takes this user for.
struct AuthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "auth", abstract: "Whom the daemon takes you for.",
        discussion: """
            There is nothing to log in to: a token in a file is the whole of it. An operator makes one with
            'inoctl token create --secret-file FILE'; 'inoctl profile add NAME --server URL --token-file FILE' uses it.
            """,
        subcommands: [Status.self])

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status", abstract: "Show whose token is used, what it may do and when it ends.")
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let session = try Session(global)
            let answer = try await session.client.get("/v1/whoami")
            try session.output.record(
                answer, as: WhoAmI.self,
                [
                    Column("name") { .text($0.name) },
                    Column("token") { .text($0.token ?? "none: the local operator") },
                    Column("organisation") { .optional($0.organisation) },
                    Column("person") { .optional($0.person) },
                    Column("position") { .optional($0.position) },
                    Column("scopes") { .list($0.scopes) },
                    .time("expires") { $0.expiresAt },
                    .time("last-used") { $0.lastUsedAt },
                ], zone: try await session.zone())
        }
    }
}
