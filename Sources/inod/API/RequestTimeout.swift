// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Wire

/// Ends a request that takes too long. What it had begun in the database is finished or rolled back there, so the answer
/// asks for a repetition under the same key.
func within<R: Sendable>(_ limit: Duration, _ work: @escaping @Sendable () async throws -> R) async throws -> R {
    try await withThrowingTaskGroup(of: R.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw Problem(
                code: "timeout", title: "The request took too long", status: 503, detail: "It may have been done.",
                retryable: true, next: "Repeat it with the same key.")
        }
        defer { group.cancelAll() }
        guard let result = try await group.next() else { throw CancellationError() }
        return result
    }
}
