// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Store

/// `inod reader`: logins of those who read the reports in SQL.
struct ReaderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reader", abstract: "Logins of those who read the reports in SQL.", subcommands: [Add.self])

    /// What a login may read.
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case organisation, all, `public`, auditor
    }

    /// Prints the SQL that makes a login.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints the SQL that makes a login for a reader of the reports.",
            discussion: """
                It changes nothing by itself, as a login is the administrator's to give. In a PostgreSQL of your own:
                  inod reader add tsu | sudo -u postgres psql ino
                  inod reader add --kind all grafana | sudo -u postgres psql ino
                Then set its password with \\password, if the server asks for one. It can be run again after a change.
                """)
        @Argument(
            help: "Code of the organisation, whose login is ino_org_CODE; with another kind, the login itself.")
        var name: String
        @Option(help: "What it reads: the rows of one organisation, all rows, public facts, or all as an auditor.")
        var kind = Kind.organisation
        @Option(help: "Time zone in which its instants are printed (default: that of the first programme).")
        var zone: String?

        func validate() throws {
            // PostgreSQL cuts longer names off, and then two logins were one.
            guard !name.isEmpty, login.utf8.count <= 63, name.allSatisfy(Self.isPlain) else {
                throw ValidationError(
                    "'\(name)' cannot name a login: letters, digits, '-', '_' and '.', at most 63 with 'ino_org_'.")
            }
            if kind != .organisation, login.hasPrefix("ino_") || login.hasPrefix("pg_") || login == "postgres" {
                throw ValidationError("'\(login)' is a role of Ino's or PostgreSQL's own; name another login.")
            }
        }

        func run() async throws { print(sql, terminator: "") }

        /// What is printed.
        var sql: String { Migrator.readerSQL(login: login, kind: readerKind, zone: zone) }

        private var login: String { kind == .organisation ? Migrator.readerLogin(organisation: name) : name }

        private var readerKind: Migrator.ReaderKind {
            switch kind {
            case .organisation: .organisation(name)
            case .all: .all
            case .public: .publicFacts
            case .auditor: .auditor
            }
        }

        private static func isPlain(_ character: Character) -> Bool {
            character.isASCII && (character.isLetter || character.isNumber || "-_.".contains(character))
        }
    }
}
