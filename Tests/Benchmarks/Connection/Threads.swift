// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// Seconds of a clock that only goes forward.
func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// Runs each work on a thread of its own, since a queue would run no more of them at once than there are cores, and
/// waits for all; the first error is thrown then.
func together<Result: Sendable>(_ works: [@Sendable () throws -> Result]) throws -> [Result] {
    let state = Mutex((results: [Int: Result](), failure: (any Error)?.none))
    let running = DispatchGroup()
    for (place, work) in works.enumerated() {
        running.enter()
        Thread.detachNewThread {
            do {
                let result = try work()
                state.withLock { $0.results[place] = result }
            } catch {
                state.withLock { $0.failure = $0.failure ?? error }
            }
            running.leave()
        }
    }
    running.wait()
    return try state.withLock { state in
        if let failure = state.failure { throw failure }
        return works.indices.compactMap { state.results[$0] }
    }
}

/// Waits until a moment of `seconds()`.
func sleep(until moment: Double) {
    let left = moment - seconds()
    if left > 0 { usleep(UInt32(left * 1e6)) }
}
