// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
public import Logging
public import ServiceLifecycle
public import Store

/// Follows the deadlines of instructions: reminds, says that one has passed, escalates, and lets requests lapse that
/// nobody decided on.
///
/// Any number of daemons look side by side, and each look is one transaction with all that follows from it: a stop or a
/// crash in the middle loses nothing and tells nothing twice, and what was missed while nobody looked is told on return as
/// far as it still makes sense. It looks every second, at an index of what is due and no more: a replay's clock may be
/// moved, and an act stored, by any daemon at any time.
public struct DeadlineClock: Service {
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
            every: every, logger: logger, failure: "Deadlines could not be looked at and are again later")
        await sweep.run { try await look() }
    }

    /// Does all that is due: for who has moved a replay's clock and wants to find done what that brings.
    public func catchUp() async throws {
        while try await look() {}
    }

    /// One look; whether there is more.
    private func look() async throws -> Bool {
        let round = try await store.lookAtDeadlines(limit: Self.most, decide: CaseState.decide)
        for (act, number) in round.fired { counters.count(.fired(act: act), number) }
        for (instruction, reason) in round.refused {
            logger.error(
                "A deadline could not be followed; it is looked at again in an hour of its programme",
                metadata: ["instruction": "\(instruction)", "reason": "\(reason)"])
        }
        if !round.fired.isEmpty {
            let acts = round.fired.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            logger.info(
                "Deadlines were followed",
                metadata: ["instructions": "\(round.looked)", "acts": "\(acts.joined(separator: ", "))"])
        }
        return round.looked == Self.most
    }
}
