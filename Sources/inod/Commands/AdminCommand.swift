// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Foundation
import Logging
import Store

/// `inod admin create`: the first token, made beside the API.
struct AdminCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admin", abstract: "Operators of the broker.", subcommands: [Create.self])

    /// Makes an operator's token in the database itself, so that it works before any token exists.
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a token for an operator and says how to use it.")
        @Argument(help: "Whose it is, such as i.ivanova or i.ivanova@office.example.") var name: String
        @Option(name: .long, help: "Code of the organisation the operator belongs to; it must be in the registry.")
        var organisation: String?
        @Option(name: .long, help: "Days until the token expires, at most 366.") var days = 90
        @OptionGroup var options: SettingsOptions

        func run() async throws {
            let settings = try options.load()
            let scopes: Set<Scope> = organisation == nil ? [.read, .operate, .audit] : Set(Scope.allCases)
            let token = NewToken(name: name, organisation: organisation, scopes: scopes, days: days)
            let account = Account.current?.name ?? "uid \(geteuid())"
            let (secret, record) = try await withStore(settings) { store in
                try await store.createToken(token, by: account)
            }
            let server = settings.http.listen.map { "http://\($0.host):\($0.port)" }
            print(secret)
            complain(Self.advice(for: record, server: server, socket: settings.http.socket))
        }

        static func advice(for token: TokenRecord, server: String?, socket: String) -> String {
            """
            Token \(token.id) of '\(token.name)' is valid until \(token.expiresAt). It is shown only this once.
            Keep it in a file that only its owner may read, then:
              curl -sS -H "Authorization: Bearer $(cat FILE)" \
            \(server.map { "\($0)/v1/version" } ?? "--unix-socket \(socket) http://localhost/v1/version")
              inoctl \(server.map { "--server \($0)" } ?? "--socket \(socket)") --token-file FILE version
            """
        }
    }
}

/// Runs work on the store of the settings, without a daemon.
func withStore<R: Sendable>(_ settings: Settings, _ work: @Sendable (Store) async throws -> R) async throws -> R {
    try await orExplain {
        let reach = try await DatabaseReach(settings)
        if let cluster = reach.cluster, Postmaster(runningOn: cluster.folder.cluster) == nil {
            complain("The private PostgreSQL does not run: start the daemon first (inod serve).")
            throw ExitCode(69)
        }
        let store = Store(
            StoreConfiguration(conninfo: reach.daemon, password: settings.database.password, poolSize: 1),
            logger: Logger(label: "inod", level: .warning))
        do {
            return try await work(store)
        } catch let error as StoreError {
            complain(error.sentence)
            throw ExitCode(error.code == .unavailable ? 69 : 1)
        } catch let refusal as Refusal {
            complain([refusal.sentence, refusal.next].compactMap(\.self).joined(separator: " "))
            throw ExitCode(5)
        }
    }
}
