// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import Synchronization

/// PostgreSQL's clock as this host can tell it without asking: never ahead, and behind by no more than one answer took.
///
/// A letter's time is part of its hash, so it must be known before the letter is sent to the server, which refuses one
/// from the future.
final class ServerClock: Sendable {
    private struct State {
        /// Microseconds from this host's clock to the server's, nearest seen.
        var offset: Int64?
        /// The programmes whose now it is; a replay has a now of its own.
        var programmes: Set<String> = []
    }

    private let state = Mutex(State())

    /// The programme's now; nil when it was not heard of, or has a clock of its own.
    func now(in programme: String) -> Instant? {
        state.withLock { state in
            guard let offset = state.offset, state.programmes.contains(programme) else { return nil }
            return Instant(microsecondsSince1970: Self.here + offset)
        }
    }

    /// The server told its time a moment ago, which is also the now of these programmes.
    func heard(_ time: Instant, in programmes: some Sequence<String> = []) {
        let seen = time.microsecondsSince1970 - Self.here
        state.withLock { state in
            state.offset = max(state.offset ?? seen, seen)
            state.programmes.formUnion(programmes)
        }
    }

    /// What was heard does not hold: a clock was moved, perhaps.
    func forget() { state.withLock { $0 = State() } }

    private static var here: Int64 { Int64(Date().timeIntervalSince1970 * 1_000_000) }
}
