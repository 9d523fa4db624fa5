// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// What is to be ended when this program is interrupted or told to go: the processes it started would outlive it, hold
/// their ports and go on working.
enum Ending {
    private static let state = Mutex((last: 0, open: [Int: @Sendable () -> Void]()))

    /// Ends all that is open when SIGINT or SIGTERM comes, and then the program.
    static func heedSignals() {
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                // The handler holds the source, which nobody else does.
                withExtendedLifetime(source) {
                    for end in state.withLock({ Array($0.open.values) }) { end() }
                    exit(128 + number)
                }
            }
            source.resume()
        }
    }

    /// Has something ended at a signal; the number takes it back.
    static func register(_ end: @escaping @Sendable () -> Void) -> Int {
        state.withLock { state in
            state.last += 1
            state.open[state.last] = end
            return state.last
        }
    }

    /// It was ended in the usual way.
    static func forget(_ number: Int) { state.withLock { _ = $0.open.removeValue(forKey: number) } }
}

extension Process {
    /// Asks it to go, and makes it go when it has not after a while.
    func end(within seconds: Double = 30) {
        guard isRunning else { return }
        terminate()
        for _ in 0..<Int(seconds * 50) where isRunning { usleep(20_000) }
        if isRunning { kill(processIdentifier, SIGKILL) }
        waitUntilExit()
    }
}
