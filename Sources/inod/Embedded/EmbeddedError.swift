// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Why the private PostgreSQL cannot be had, in one sentence with what to do.
struct EmbeddedError: Error, CustomStringConvertible {
    enum Code: Equatable, Sendable {
        case binariesNotFound, unknownUser, folderNotUsable, folderInUse, initFailed, startFailed
    }

    let code: Code
    let description: String

    init(_ code: Code, _ sentence: String) {
        self.code = code
        description = sentence
    }

    /// Waiting does not mend these: the daemon ends with 78.
    var isConfiguration: Bool { code != .startFailed }
}
