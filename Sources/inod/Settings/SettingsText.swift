// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// The registry of keys as text for people.
enum SettingsText {
    /// A whole settings file with every key commented out at its default.
    static func example() -> String {
        var text = "# Settings of inod. Every key is shown commented out at its default.\n"
        text += "# Unknown and repeated keys are refused; `inod check` says whether this file is good.\n"
        var table = ""
        for key in SettingKey.all {
            let parts = key.name.split(separator: ".", maxSplits: 1).map(String.init)
            if parts[0] != table {
                table = parts[0]
                text += "\n[\(table)]\n"
            }
            text += wrapped(key.doc).map { "# \($0)\n" }.joined()
            let credential = key.name == "database.password" ? "db-password" : parts[1]
            text += "#\(parts[1]) = \(key.standard ?? "{ credential = \"\(credential)\" }")\n"
        }
        return text
    }

    /// What one key means.
    static func explanation(of key: SettingKey) -> String {
        var text = "\(key.name): \(key.kindDescription)\n"
        text += wrapped(key.doc).map { "  \($0)\n" }.joined()
        text += "  Default: \(key.standard ?? "none")\n"
        if key.kind != .secret { text += "  Environment: \(key.environmentName)\n" }
        return text
    }

    /// Every key with the value that counts and who set it.
    static func effective(_ source: SettingsSource) -> String {
        SettingKey.all.map { key in
            guard let (layer, value) = source.origin(of: key.name) else { return "# \(key.name) is not set\n" }
            return "\(key.name) = \(value.masked.toml)  # \(layer)\n"
        }.joined()
    }

    /// The keys whose value is another than the default, each with who set it and the default; a key that was set to its
    /// default changes nothing.
    static func difference(_ source: SettingsSource) -> String {
        SettingKey.all.compactMap { key in
            guard let (layer, value) = source.origin(of: key.name), value != source.standard(of: key.name) else {
                return nil
            }
            return "\(key.name) = \(value.masked.toml)  # \(layer); default \(key.standard ?? "none")\n"
        }.joined()
    }

    private static func wrapped(_ text: String, at width: Int = 100) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + word.count + 1 > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return lines + (line.isEmpty ? [] : [line])
    }
}
