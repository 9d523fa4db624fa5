// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Logging
import ServiceLifecycle

/// Looks again and again for work that comes with time, until the graceful stop: at once while there is more, then after a
/// pause, and after a failure not before ten seconds.
struct Sweep: Sendable {
    private static let afterFailure = Duration.seconds(10)

    let every: Duration
    let logger: Logger
    /// What the journal says when a look fails; the next one finds the same work.
    let failure: Logger.Message

    /// Runs `look`, which says whether there is more.
    func run(_ look: () async throws -> Bool) async {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            var pause = every
            do {
                while try await look(), !Task.isShuttingDownGracefully {}
            } catch {
                logger.warning(failure, metadata: ["error": "\(error)"])
                pause = max(every, Self.afterFailure)
            }
            try? await cancelWhenGracefulShutdown { [pause] in try await Task.sleep(for: pause) }
        }
    }
}
