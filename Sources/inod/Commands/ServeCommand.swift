// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Store

/// `inod serve`: the daemon itself, in the foreground.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Runs the daemon in the foreground until SIGTERM or SIGINT.")
    @OptionGroup var options: SettingsOptions

    func run() async throws {
        signal(SIGPIPE, SIG_IGN)  // a peer that hung up is an error to handle, not the daemon's end
        signal(SIGHUP, SIG_IGN)  // settings are read at start; a terminal that closes is no reason to stop
        let settings = try options.load()
        do {
            try await Serve(settings: settings).run()
        } catch let error as ServeError {
            if case .tooNew(let sentence) = error { complain(sentence) }
            throw ExitCode(78)
        } catch let error as EmbeddedError {
            complain(error.description)
            throw ExitCode(error.isConfiguration ? 78 : 1)
        } catch let error as ListenError {
            complain(error.description)
            throw ExitCode(error.exitCode)
        } catch {
            complain("The daemon ended: \(error)")
            throw ExitCode(1)
        }
    }
}

/// `inod check`: whether a start would go well.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Says whether the settings are good and the database is what serve needs.")
    @OptionGroup var options: SettingsOptions

    func run() async throws {
        let settings = try options.load()
        print("settings: good")
        let reach = try await orExplain { try await DatabaseReach(settings) }
        if let cluster = reach.cluster {
            if let refused = cluster.folder.refused { print("embedded: \(refused)") }
            print("embedded: PostgreSQL from \(cluster.binaries.folder), data in \(cluster.folder.path)")
            guard Postmaster(runningOn: cluster.folder.cluster) != nil else {
                print("database: not running; serve starts it")
                return
            }
        }
        let status = try await orExplain { try await options.migrator().status() }
        print("database: \(status.sentence)")
        if status.state == .tooNew { throw ExitCode(78) }
        if status.state != .current, status.state != .ahead { throw ExitCode(2) }
    }
}
