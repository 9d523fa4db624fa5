// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Wire

/// Tokens: who may speak to the daemon, and for whom.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Tokens: who may speak to the daemon, and for whom.",
        subcommands: [Create.self, List.self, Revoke.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List tokens.")
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).list("/v1/tokens", [], list, as: TokenInfo.self, TokenCommand.columns)
        }
    }

    static let columns: [Column<TokenInfo>] = [
        Column("id") { .text($0.id) },
        Column("name") { .text($0.name) },
        Column("organisation") { .optional($0.organisation) },
        Column("person") { .optional($0.person) },
        Column("scopes") { .list($0.scopes) },
        .time("created") { $0.createdAt },
        .time("expires") { $0.expiresAt },
        .time("last-used") { $0.lastUsedAt },
        .time("revoked") { $0.revokedAt },
    ]

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create", abstract: "Make a token; its secret is shown this once.")
        @Option(help: "What it is for, as the list will show it.") var name: String
        @Option(name: .customLong("org"), help: "The organisation it acts for.") var organisation: String?
        @Option(help: "The person's code; a system has none.") var person: String?
        @Option(help: "The person's position.") var position: String?
        @Option(name: .customLong("scope"), help: "read, send, act, operate or audit; repeat it for more.")
        var scopes: [String] = ["read", "send", "act"]
        @Option(help: "Days until it expires.") var days: Int?
        @Option(help: "Write the secret to this new file, which only you may read, and do not print it.")
        var secretFile: String?
        @OptionGroup var write: WriteOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let session = try Session(global)
            try session.announce(write)
            let body = TokenRequest(
                name: name, person: person, position: position, organisation: organisation,
                scopes: scopes.flatMap { $0.split(separator: ",").map(String.init) }, days: days)
            let answer = try await session.client.write("/v1/tokens", body: body, options: write)
            guard let shown = try answer.decoded(as: TokenCreated.self).secret else {
                return try await printToken(of: answer, in: session)
            }
            if let secretFile {
                try session.surroundings.write(secretFile, Array((shown + "\n").utf8))
                try await printToken(of: answer, in: session)
            } else {
                let columns = [Column<TokenCreated>("secret") { .optional($0.secret) }] + Self.columnsOfToken
                try session.output.record(answer, as: TokenCreated.self, columns, zone: try await session.zone())
            }
            session.note("try it: \(Self.curl(secretFile.map { "$(cat '\($0)')" } ?? shown, session.client))")
            if secretFile == nil { session.note("the secret is not shown again; keep it in a file only you may read") }
        }

        private func printToken(of answer: JSON, in session: Session) async throws {
            try session.output.record(
                answer["token"] ?? .null, as: TokenInfo.self, TokenCommand.columns, zone: try await session.zone())
        }

        private static let columnsOfToken = TokenCommand.columns.map { column in
            var same = Column<TokenCreated>(column.name) { column.cell($0.token) }
            same.isTime = column.isTime
            return same
        }

        /// A command line that works with the new token.
        static func curl(_ secret: String, _ client: Client) -> String {
            let query = client.programme.map { "?programme=\(Percent.encoded($0))" } ?? ""
            let place =
                switch client.target {
                case .server(let address): "'\(address.trimmingSuffix("/"))/v1/version\(query)'"
                case .socket(let path): "--unix-socket '\(path)' 'http://localhost/v1/version\(query)'"
                }
            return "curl -sS -H \"Authorization: Bearer \(secret)\" \(place)"
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke", abstract: "End a token; it works no more within seconds.")
        @Argument(help: "Its id.") var token: String
        @OptionGroup var write: WriteOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let session = try Session(global)
            try session.announce(write)
            let answer = try await session.client.write(
                "/v1/tokens/\(Percent.encoded(token))", method: "DELETE", options: write)
            guard answer != .null else { return session.note("revoked \(token)") }
            try session.output.record(
                answer, as: TokenInfo.self, TokenCommand.columns, zone: try await session.zone())
        }
    }
}
