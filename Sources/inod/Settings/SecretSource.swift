// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Configuration
import Foundation
import TOMLKit

/// Where a secret is kept: a systemd credential or a file that only its reader may open. The secret itself is never
/// in the settings.
enum SecretSource: Equatable, Sendable, ExpressibleByConfigString {
    case credential(String)
    case file(String)

    init(_ table: TOMLTable, of key: SettingKey) throws(SettingValue.Mismatch) {
        if table.count == 1, let name = table["credential"]?.string {
            self = .credential(name)
        } else if table.count == 1, let path = table["file"]?.string {
            self = .file(path)
        } else {
            throw SettingValue.mismatch(key)
        }
    }

    init?(configString: String) {
        let parts = configString.split(separator: ":", maxSplits: 1).map(String.init)
        switch parts.first {
        case "credential": self = .credential(parts.last ?? "")
        case "file": self = .file(parts.last ?? "")
        default: return nil
        }
    }

    var configString: String {
        switch self {
        case .credential(let name): "credential:\(name)"
        case .file(let path): "file:\(path)"
        }
    }

    var description: String { configString }

    /// Reads the secret, without the line end that editors leave.
    func read(for key: String) throws(SettingsFault) -> String {
        let path = try path(for: key)
        let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: file),
            let permissions = (attributes[.posixPermissions] as? NSNumber)?.uint32Value,
            let data = FileManager.default.contents(atPath: file), let text = String(data: data, encoding: .utf8)
        else { throw SettingsFault(file: path, sentence: "cannot be read, but '\(key)' names it.") }
        if case .file = self, permissions & 0o077 != 0 {
            throw SettingsFault(
                file: path, sentence: "may be read by others, so it is no place for '\(key)': chmod 600 '\(path)'.")
        }
        return text.trimmingCharacters(in: .newlines)
    }

    private func path(for key: String) throws(SettingsFault) -> String {
        switch self {
        case .file(let path): return path
        case .credential(let name):
            if let folder = ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"] { return "\(folder)/\(name)" }
            // A command run by hand takes what the unit would give the daemon, if it may read that.
            if let path = UnitFile.credentials(UnitFile.standardPath)[name] { return path }
            throw SettingsFault(
                file: key,
                sentence:
                    "credential '\(name)' is given by systemd, which did not start this, and no LoadCredential= of "
                    + "\(UnitFile.standardPath) says where it lies.")
        }
    }
}
