// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Logging
public import ServiceLifecycle
public import Store

/// Looks for messages whose end has come, and has their senders told of the copies that nobody acknowledged by then.
///
/// Any number of daemons look side by side; each message is looked at once, in one transaction with what follows from it, so
/// a stop or a crash in the middle loses nothing and tells nothing twice.
public struct Expiring: Service {
    private let store: Store
    private let counters: Counters
    private let logger: Logger
    private let every: Duration
    private static let most = 50

    /// A look every second unless told otherwise.
    public init(store: Store, counters: Counters = Counters(), logger: Logger, every: Duration = .seconds(1)) {
        self.store = store
        self.counters = counters
        self.logger = logger
        self.every = every
    }

    /// Looks until the graceful stop.
    public func run() async throws {
        let sweep = Sweep(
            every: every, logger: logger,
            failure: "Messages whose end has come could not be looked at and are again later")
        await sweep.run { try await look() }
    }

    /// One look; whether there is more.
    private func look() async throws -> Bool {
        let round = try await store.expire(limit: Self.most)
        counters.count(.expired, round.copies)
        if round.copies > 0 {
            logger.info(
                "Copies of messages expired and their senders were told",
                metadata: ["messages": "\(round.messages)", "copies": "\(round.copies)"])
        }
        return round.messages == Self.most
    }
}
