// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Folders that nobody else has.
public enum TemporaryFolder {
    /// Makes one whose name begins so, open to its owner only and with a path short enough for a socket.
    public static func make(_ name: String) throws -> String {
        let temporary = FileManager.default.temporaryDirectory.path
        let parent = temporary.utf8.count <= 60 ? temporary : "/tmp"
        var template = Array("\(parent)/\(name)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw ClusterFailure(sentence: "No folder can be made in \(parent).") }
        return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
