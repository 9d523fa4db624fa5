// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Foundation
public import Logging
public import ServiceLifecycle
public import Store
import Synchronization

/// Keeps the logs fit: partitions ahead of time, checkpoints of the inboxes, old idempotency answers.
///
/// Every step is idempotent and short, so several daemons may do it side by side and a stop in the middle harms nothing.
public struct Maintenance: Service {
    private let store: Store
    private let logger: Logger
    private let every: Duration
    private let rounds = Rounds()
    private static let afterFailure = Duration.seconds(10)

    /// One round: when it ended, by the real clock, and why it failed if it did.
    public struct Round: Hashable, Sendable {
        /// When it ended.
        public let at: Instant
        /// Why it failed; nil when it went well.
        public let failure: String?
    }

    /// The last round; nil before the first has ended.
    public var last: Round? { rounds.last }

    /// Maintenance once at start and then every hour unless told otherwise.
    public init(store: Store, logger: Logger, every: Duration = .seconds(3600)) {
        self.store = store
        self.logger = logger
        self.every = every
    }

    /// Works until the graceful stop.
    public func run() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            let pause: Duration
            do {
                let done = try await store.maintain()
                rounds.ended()
                pause = every
                logger.debug("Maintenance done", metadata: ["partitions.made": "\(done.partitions)"])
            } catch {
                rounds.ended((error as? StoreError)?.sentence ?? "\(error)")
                logger.warning("Maintenance failed and is tried again", metadata: ["error": "\(error)"])
                // The private PostgreSQL starts beside it; a month's partition must not wait an hour for that.
                pause = min(every, Self.afterFailure)
            }
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: pause) }
        }
    }
}

/// The last round, for those who ask while the service runs.
private final class Rounds: Sendable {
    private let held = Mutex<Maintenance.Round?>(nil)

    var last: Maintenance.Round? { held.withLock { $0 } }

    func ended(_ failure: String? = nil) {
        let now = Instant(microsecondsSince1970: Int64(Date.now.timeIntervalSince1970 * 1_000_000))
        held.withLock { $0 = Maintenance.Round(at: now, failure: failure) }
    }
}
