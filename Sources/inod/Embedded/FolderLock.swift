// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Says that this process keeps the state folder. The kernel lets go of it when the process ends, however it ends.
final class FolderLock: Sendable {
    private let descriptor: Int32

    /// Waits a while for a predecessor that is just stopping.
    init(_ path: String, patience: Duration = .seconds(15)) async throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw EmbeddedError(.folderNotUsable, "\(path) cannot be opened: \(String(cString: strerror(errno))).")
        }
        self.descriptor = descriptor
        let end = ContinuousClock.now.advanced(by: patience)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard ContinuousClock.now < end else {
                let owner = (try? String(contentsOfFile: path, encoding: .utf8)) ?? "?"
                throw EmbeddedError(
                    .folderInUse, "another inod (process \(owner)) keeps \(path): stop it, or set embedded.folder.")
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        let text = Array("\(getpid())".utf8)
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, text, text.count, 0)
    }

    deinit { close(descriptor) }
}
