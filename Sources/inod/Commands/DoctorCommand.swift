// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

/// `inod doctor`: everything a daemon needs, looked at.
struct DoctorCommand: AsyncParsableCommand {
    enum Output: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Looks at everything the daemon needs and says what to do.",
        discussion: """
            Changes nothing. Run it as root or as the daemon's user, so that it may look everywhere.
            Exit codes: 0 no fault (warnings do not count), 2 at least one fault, 78 the settings cannot be read.
            """)
    @Option(name: .shortAndLong, help: "text or json.") var output = Output.text
    @Option(name: .long, help: ArgumentHelp("The unit to look at.", visibility: .hidden))
    var unit = UnitFile.standardPath
    @OptionGroup var options: SettingsOptions

    func run() async throws {
        let settings = try options.load()
        let source = try SettingsSource.load(file: options.config)
        let layers = source.layers.filter { $0.name != "default" }
        let doctor = Doctor(
            settings: settings, file: layers.last { $0.name != "environment" }?.name,
            keys: Set(layers.flatMap(\.values.keys)).count, unit: unit)
        let findings = Findings(await doctor.examine())
        switch output {
        case .text: print(findings.text)
        case .json:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(findings), as: UTF8.self))
        }
        if findings.exitCode != 0 { throw ExitCode(findings.exitCode) }
    }
}
