// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Wire

/// The configuration files of the user and of the system, the user's first.
enum ConfigurationFiles {
    static let system = "/etc/inoctl/config.toml"

    /// The user's own file; nowhere when there is no home.
    static func userPath(_ environment: [String: String]) -> String? {
        if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") { return folder + "/inoctl/config.toml" }
        return environment["HOME"].map { $0 + "/.config/inoctl/config.toml" }
    }

    static func read(_ surroundings: Surroundings) throws -> [ConfigurationFile] {
        try [userPath(surroundings.environment), system].compactMap { $0 }.compactMap { path in
            guard let bytes = try surroundings.read(path) else { return nil }
            return try ConfigurationFile(path: path, text: String(decoding: bytes, as: UTF8.self))
        }
    }

    /// The text with a profile at its end; comments and the other profiles stay as they are.
    static func adding(_ name: String, _ values: ConfigurationFile.Values, to text: String) -> String {
        var lines = ["[profile.\(name)]"]
        for (key, value) in [
            ("server", values.server), ("socket", values.socket), ("token-file", values.tokenFile),
            ("output", values.output), ("tz", values.tz), ("programme", values.programme),
        ] {
            if let value { lines.append("\(key) = \(JSON.quoted(value))") }
        }
        if values.protected { lines.append("protected = true") }
        let gap = text.isEmpty ? "" : text.hasSuffix("\n") ? "\n" : "\n\n"
        return text + gap + lines.joined(separator: "\n") + "\n"
    }

    /// The text with this default.
    static func using(_ name: String, in text: String) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let line = "default = \(JSON.quoted(name))"
        let firstTable = lines.firstIndex { $0.hasPrefix("[") } ?? lines.count
        if let place = lines[..<firstTable].firstIndex(where: { $0.hasPrefix("default") }) {
            lines[place] = line
        } else {
            lines.insert(line, at: 0)
        }
        return lines.joined(separator: "\n")
    }

    /// The text without a profile, and without a default that named it.
    static func removing(_ name: String, from text: String) -> String {
        var kept: [Substring] = []
        var isInside = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("[") { isInside = line.hasPrefix("[profile.\(name)]") }
            if isInside || line == "default = \(JSON.quoted(name))" { continue }
            kept.append(line)
        }
        return kept.joined(separator: "\n")
    }

    /// A path with `~` for the home folder.
    static func expanded(_ path: String, _ environment: [String: String]) -> String {
        guard path.hasPrefix("~/"), let home = environment["HOME"] else { return path }
        return home + path.dropFirst()
    }
}
