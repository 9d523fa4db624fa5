// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Wire

/// Ends a request that takes too long. What it had begun in the database is finished or rolled back there, so the answer
/// asks for a repetition under the same key.
///
/// The time is kept by the connection's event loop: setting and taking back a timer of its own costs more than most
/// requests.
///
/// - Parameter executor: Where the work is done; nil for where the caller is.
func within<R: Sendable>(
    _ limit: Duration, by loop: any EventLoop, on executor: (any TaskExecutor)? = nil,
    _ work: @escaping @Sendable () async throws -> R
) async throws -> R {
    let timer = loop.scheduleTask(in: TimeAmount(limit)) {}
    return try await withThrowingTaskGroup(of: R.self) { group in
        group.addTask(executorPreference: executor) { try await work() }
        group.addTask {
            try await timer.futureResult.get()
            throw Problem(
                code: "timeout", title: "The request took too long", status: 503, detail: "It may have been done.",
                retryable: true, next: "Repeat it with the same key.")
        }
        defer {
            group.cancelAll()
            timer.cancel()
        }
        guard let result = try await group.next() else { throw CancellationError() }
        return result
    }
}
