// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// What one daemon has done since its start, in numbers that only rise, for whoever watches it.
///
/// What is counted by is bounded: kinds of cases, slugs of problems, results; never an id, an organisation or what a sender
/// calls its messages.
public final class Counters: Sendable {
    /// Something that is counted.
    public enum Event: Hashable, Sendable {
        /// A message or an act was stored, by what it is: `letter`, or the kind of its case.
        case accepted(kind: String)
        /// A message or an act was not stored, by the slug of the problem its sender was told.
        case refused(reason: String)
        /// A message's recipient said that it has it, having fetched it itself.
        case fetched
        /// A copy of a message expired before its recipient acknowledged it.
        case expired
        /// The clock did something in a case, by the act's name.
        case fired(act: String)
        /// A message was pushed, by what came of it.
        case pushed(PushOutcome)
    }

    /// What came of an attempt, as the reports name it.
    public enum PushOutcome: String, CaseIterable, Hashable, Sendable {
        case done, retry, parked, gone, fenced
    }

    private let counts = Mutex<[Event: Int]>([:])

    /// Counters at nothing.
    public init() {}

    /// Counts something.
    public func count(_ event: Event, _ number: Int = 1) {
        guard number > 0 else { return }
        counts.withLock { $0[event, default: 0] += number }
    }

    /// All that was counted; what never happened is not in it.
    public var all: [Event: Int] { counts.withLock { $0 } }
}
