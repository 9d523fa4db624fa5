// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Synchronization

/// What every act needs of its programme and hardly ever changes: hundreds of days of a calendar, a handful of policies.
struct RuleMemory: Sendable {
    let calendars = StampedMemory<WorkingCalendar>()
    let policies = StampedMemory<[DeadlinePolicy]>()
}

/// Values that were read before, each with the stamp that it bore then.
///
/// Only a hint: a value counts as known when the database still has the stamp that was read before it.
final class StampedMemory<Value: Sendable>: Sendable {
    private struct Known {
        let stamp: String
        let value: Value
    }

    private let values = Mutex<[String: Known]>([:])

    /// The value, when it is still as it was when it was read.
    func value(named name: String, stamp: String) -> Value? {
        values.withLock { values in values[name].flatMap { $0.stamp == stamp ? $0.value : nil } }
    }

    /// Keeps a value under the stamp that was read before it: a newer value under an older stamp is read again.
    func keep(_ value: Value, named name: String, stamp: String) {
        values.withLock { $0[name] = Known(stamp: stamp, value: value) }
    }
}
