// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Something wrong with the settings: where, what, and what to write instead.
struct SettingsFault: Error, Equatable, Sendable, CustomStringConvertible {
    let file: String
    var line: Int?
    var column: Int?
    let sentence: String

    var description: String {
        let place = [line, column].compactMap { $0.map { ":\($0)" } }.joined()
        return "\(file)\(place): \(sentence)"
    }
}

/// All faults of one loading; the daemon prints each on its line and exits with 78.
struct SettingsFaults: Error, CustomStringConvertible {
    let faults: [SettingsFault]

    var description: String { faults.map(\.description).joined(separator: "\n") }
}
