// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Logging
import Store

/// `inod migrate`: the schema of the database beside the one of this binary.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Brings the database's schema to the one of this binary.",
        discussion: "`serve` does this by itself for the private PostgreSQL; for your own, run `plan`, then `up`.",
        subcommands: [Status.self, Plan.self, Up.self, SQL.self])

    /// What the database has.
    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What the database has; exit 2 when it is not what this binary needs.")
        @OptionGroup var options: SettingsOptions

        func run() async throws {
            let status = try await orExplain { try await options.migrator().status() }
            for step in status.applied { print("\(step.name)  applied \(step.appliedAt)") }
            for name in status.pending { print("\(name)  pending") }
            print(status.sentence)
            if status.state == .tooNew { throw ExitCode(78) }
            if status.state != .current, status.state != .ahead { throw ExitCode(2) }
        }
    }

    /// What `up` would do.
    struct Plan: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "What 'up' would do now, in order.")
        @OptionGroup var options: SettingsOptions

        func run() async throws {
            let plan = try await orExplain { try await options.migrator().plan() }
            print(plan.isEmpty ? "Nothing is to be done." : plan.joined(separator: "\n"))
        }
    }

    /// Applies what is missing.
    struct Up: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Applies what is missing, one transaction a step; can be run again at any time.")
        @OptionGroup var options: SettingsOptions

        func run() async throws {
            let migrator = try await options.migrator()
            let status = try await orExplain {
                try await migrator.up { complain("\($0.place)/\($0.count) \($0.name)") }
            }
            print(status.sentence)
        }
    }

    /// The migrations as text.
    struct SQL: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sql", abstract: "The migrations as one SQL text, for those who apply changes themselves.")

        func run() async throws { print(Migrator.sql(), terminator: "") }
    }
}

/// `inod db-setup`: roles and database for a PostgreSQL of one's own.
struct DatabaseSetupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db-setup",
        abstract: "Prints the SQL that makes roles and database in a PostgreSQL of your own.",
        discussion: "It changes nothing by itself: `inod db-setup | sudo -u postgres psql`, then `inod migrate up`.")
    @Option(name: .long, help: "Name of the database.") var database = "ino"

    func run() async throws { print(Migrator.setUpSQL(database: database), terminator: "") }
}

/// Runs what needs the database; a fault becomes one sentence and its exit code.
func orExplain<R>(_ work: () async throws -> R) async throws -> R {
    do {
        return try await work()
    } catch let error as ExitCode {
        throw error
    } catch let error as MigrationError {
        complain(error.description)
        throw ExitCode(error.code == .tooNew ? 78 : error.code == .busy ? 75 : 1)
    } catch let error as EmbeddedError {
        complain(error.description)
        throw ExitCode(error.isConfiguration ? 78 : 1)
    } catch {
        complain("The database could not be used: \(error)")
        throw ExitCode(69)
    }
}

extension SettingsOptions {
    /// A migrator for the database that is set, the private one too when it runs.
    func migrator() async throws -> Migrator {
        let settings = try load()
        let reach = try await orExplain { try await DatabaseReach(settings) }
        return Migrator(
            conninfo: reach.owner, password: settings.database.password, logger: Logger(label: "inod", level: .warning))
    }
}
