// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A file that is written piece by piece under another name, and gets its own when it is whole.
struct NewFile: Sendable {
    /// Writes what comes next.
    let write: @Sendable ([UInt8]) throws -> Void
    /// All is there: the file gets its name, in place of what had it.
    let keep: @Sendable () throws -> Void
    /// Leaves nothing behind.
    let discard: @Sendable () -> Void
}

extension NewFile {
    /// A file on disk; what is being written lies beside it.
    static func onDisk(_ path: String) throws -> NewFile {
        let temporary = "\(path).\(ProcessInfo.processInfo.processIdentifier).part"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            throw Failure(
                exit: Exit.unexpected, "\(path) cannot be written: \(String(cString: strerror(errno)))",
                next: "name a folder you may write to")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        @Sendable func failure() -> Failure {
            Failure(exit: Exit.unexpected, "\(path) cannot be written: \(String(cString: strerror(errno)))")
        }
        return NewFile(
            write: { bytes in
                do { try handle.write(contentsOf: Data(bytes)) } catch { throw failure() }
            },
            keep: {
                do {
                    try handle.synchronize()
                    try handle.close()
                } catch { throw failure() }
                guard rename(temporary, path) == 0 else { throw failure() }
            },
            discard: {
                try? handle.close()
                unlink(temporary)
            })
    }
}
