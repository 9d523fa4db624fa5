// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Store

/// `inod rebuild`: the projections made anew from the messages, or compared with them.
struct RebuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild", abstract: "Makes the projections anew from the messages, which are what counts.",
        discussion: "With --verify nothing is changed; exit 2 when a projection differs from its messages.")
    @Flag(help: "Compare only.") var verify = false
    @OptionGroup var options: SettingsOptions

    func run() async throws {
        let repair = !verify
        let report = try await withStore(options.load()) { try await $0.rebuild(repair: repair) }
        for id in report.differing { print("\(id)  \(repair ? "made anew" : "differs from its messages")") }
        print("\(report.cases) cases, \(report.differing.count) \(repair ? "made anew" : "different")")
        if verify, !report.differing.isEmpty { throw ExitCode(2) }
    }
}

/// `inod version`.
struct VersionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: "The version of this binary.")

    func run() async throws { print("inod \(Inod.version)") }
}
