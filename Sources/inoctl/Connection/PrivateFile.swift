// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Files that hold what others must not read.
enum PrivateFile {
    /// Writes the file whole or not at all, with mode 0600, in a folder with mode 0700 where it has to be made.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let target = URL(filePath: path)
        let folder = target.deletingLastPathComponent().path(percentEncoded: false)
        do {
            if !FileManager.default.fileExists(atPath: folder) {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            }
        } catch {
            throw Failure(exit: Exit.unexpected, "the folder \(folder) cannot be made")
        }
        let temporary = path + ".new"
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(exit: Exit.unexpected, "\(path) cannot be written") }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data(bytes))
            try handle.close()
        } catch {
            throw Failure(exit: Exit.unexpected, "\(path) cannot be written")
        }
        guard rename(temporary, path) == 0 else { throw Failure(exit: Exit.unexpected, "\(path) cannot be written") }
    }
}
