// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import ServiceLifecycle

/// Pats systemd's watchdog as long as every event loop answers. The database being away is no reason to withhold it:
/// a restart would not bring it back.
struct Watchdog: Service {
    let manager: ServiceManager
    var group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton

    /// Ends at graceful stop; systemd watches the stop with its own time-out.
    func run() async throws {
        guard let interval = manager.watchdogInterval else {
            try? await gracefulShutdown()
            return
        }
        let ticks = AsyncTimer(interval: interval)
        for await _ in ticks.cancelOnGracefulShutdown() {
            try await everyLoopAnswers()
            manager.send(.watchdog)
        }
    }

    private func everyLoopAnswers() async throws {
        for loop in group.makeIterator() { try await loop.submit {}.get() }
    }
}

/// An endless sequence with a pause between its elements, the first at once.
struct AsyncTimer: AsyncSequence, AsyncIteratorProtocol, Sendable {
    let interval: Duration
    private var started = false

    init(interval: Duration) { self.interval = interval }

    func makeAsyncIterator() -> AsyncTimer { self }

    mutating func next() async -> Void? {
        defer { started = true }
        if started, (try? await Task.sleep(for: interval)) == nil { return nil }
        return ()
    }
}
