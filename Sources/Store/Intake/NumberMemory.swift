// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Synchronization

/// The last number that was seen given in each inbox: from there the database looks for the next.
///
/// Only a hint: another daemon may have gone further, and where the database finds nothing from there, as after it was
/// restored from a copy, it looks through the whole inbox.
final class NumberMemory: Sendable {
    private let numbers = Mutex<[String: Int64]>([:])

    /// For each recipient, a number of its inbox; 0 where none is known.
    func near(_ recipients: some Sequence<Recipient>) -> [Int64] {
        numbers.withLock { numbers in recipients.map { numbers[$0.organisation] ?? 0 } }
    }

    /// Takes in what was appended.
    func saw(_ appended: some Sequence<Appended>) {
        numbers.withLock { numbers in
            for delivery in appended.lazy.flatMap(\.deliveries) { numbers[delivery.organisation] = delivery.number }
        }
    }
}
