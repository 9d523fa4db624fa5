// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation

/// Reads a file or a pipe part by part: nothing is read before it is asked for.
final class PartReader: Sendable {
    private static let size = 64 << 10
    private let file: FileHandle
    /// A pipe may keep a thread waiting for long: it is not one of those that the tasks share.
    private let queue = DispatchQueue(label: "parts")

    init(_ file: FileHandle) { self.file = file }

    /// The next bytes; nil at the end.
    @Sendable func next() async throws -> [UInt8]? {
        let file = file
        return try await withCheckedThrowingContinuation { continuation in
            queue.async {
                // `read(upToCount:)` of a pipe waits until it has all; this gives what is there.
                var bytes = [UInt8](repeating: 0, count: Self.size)
                let count = Glibc.read(file.fileDescriptor, &bytes, bytes.count)
                guard count >= 0 else {
                    let failure = Failure(
                        exit: Exit.unexpected, "the file cannot be read: \(String(cString: strerror(errno)))")
                    return continuation.resume(throwing: failure)
                }
                continuation.resume(returning: count == 0 ? nil : Array(bytes.prefix(count)))
            }
        }
    }
}
