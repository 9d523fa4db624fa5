// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import NIOCore
import ServiceLifecycle
import Synchronization

/// Writes of a stream that a stop of the daemon ends at once, also when its reader takes nothing.
///
/// A write waits for as long as the connection is full, and that can be for ever. A stop closes the connection under a
/// write that is under way; where none is, the next one is not begun and the stream ends in good order.
final class StoppableWriting: Sendable {
    private let channel: any Channel
    private let isWriting = Mutex(false)

    init(_ channel: any Channel) { self.channel = channel }

    /// Runs what writes.
    @concurrent func run(_ body: @concurrent () async throws -> Void) async throws {
        try await withGracefulShutdownHandler {
            try await body()
        } onGracefulShutdown: {
            if self.isWriting.withLock({ $0 }) { self.channel.close(promise: nil) }
        }
    }

    /// Writes, and waits until the connection has room again; false when the daemon is stopping and nothing was written.
    @concurrent func write(_ bytes: [UInt8], to writer: inout any ResponseBodyWriter) async throws -> Bool {
        // Said before the look: either this sees the stop, or the stop sees this.
        isWriting.withLock { $0 = true }
        defer { isWriting.withLock { $0 = false } }
        guard !Task.isShuttingDownGracefully else {
            // Whoever takes nothing would not take the end of the stream either.
            if !channel.isWritable { channel.close(promise: nil) }
            return false
        }
        try await writer.write(ByteBuffer(bytes: bytes))
        return true
    }
}
