// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The master key of a daemon with a private PostgreSQL: made at the first start, kept beside the cluster, and nobody
/// else's to read. Daemons that share a database share a key that their settings name.
enum MasterKeyFile {
    /// Reads the key, or makes it when there is none.
    static func key(in folder: String) throws -> String {
        let path = "\(folder)/webhook.key"
        try make(path)
        return try SecretSource.file(path).read(for: "webhook.master-key")
    }

    /// Makes a key in a file that only its owner reads; answers whether there was none.
    @discardableResult
    static func make(_ path: String) throws -> Bool {
        guard !FileManager.default.fileExists(atPath: path) else { return false }
        let made = (0..<4).map { _ in
            let digits = String(UInt64.random(in: 0...UInt64.max), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
        // Made whole elsewhere and moved here: a daemon killed in between leaves no half of a key.
        let draft = "\(path).\(ProcessInfo.processInfo.processIdentifier)"
        guard
            FileManager.default.createFile(
                atPath: draft, contents: Data("\(made)\n".utf8), attributes: [.posixPermissions: 0o600])
        else { throw SettingsFault(file: path, sentence: "the master key of webhooks cannot be written.") }
        try? FileManager.default.moveItem(atPath: draft, toPath: path)
        try? FileManager.default.removeItem(atPath: draft)
        return true
    }
}
