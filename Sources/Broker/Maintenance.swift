// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Logging
public import ServiceLifecycle
public import Store

/// Keeps the logs fit: partitions ahead of time, checkpoints of the inboxes, old idempotency answers.
///
/// Every step is idempotent and short, so several daemons may do it side by side and a stop in the middle harms nothing.
public struct Maintenance: Service {
    private let store: Store
    private let logger: Logger
    private let every: Duration

    /// Maintenance once at start and then every hour unless told otherwise.
    public init(store: Store, logger: Logger, every: Duration = .seconds(3600)) {
        self.store = store
        self.logger = logger
        self.every = every
    }

    /// Works until the graceful stop.
    public func run() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                let done = try await store.maintain()
                logger.debug("Maintenance done", metadata: ["partitions.made": "\(done.partitions)"])
            } catch {
                logger.warning("Maintenance failed and is tried again", metadata: ["error": "\(error)"])
            }
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: every) }
        }
    }
}
