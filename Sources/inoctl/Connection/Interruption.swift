// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation

/// Ctrl-C, and the signal that asks a process to end.
enum Interruption {
    /// Waits for one of the two; from then on they end the process no more by themselves.
    static func wait() async {
        let (signals, heard) = AsyncStream<Void>.makeStream()
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { heard.yield() }
            source.activate()
            return source
        }
        for await _ in signals { break }
        for source in sources { source.cancel() }
    }
}
