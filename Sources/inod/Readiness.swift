// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Store
import Synchronization

/// Whether the daemon works, asked anew each time: a 200 must mean "works", not "worked a moment ago".
final class Readiness: Sendable {
    /// One thing that must be so.
    struct Check: Encodable, Equatable, Sendable {
        let name: String
        let isGood: Bool
        let detail: String
    }

    private let store: Store
    private let stopping = Mutex(false)

    init(store: Store) { self.store = store }

    /// From here on the daemon takes no new work.
    func stop() { stopping.withLock { $0 = true } }

    /// All checks; the database has two seconds to answer.
    func check() async -> [Check] {
        let stopping = stopping.withLock { $0 }
        let state = await Self.within(.seconds(2)) { [store] in try await store.schemaState() }
        var checks = [Check(name: "serving", isGood: !stopping, detail: stopping ? "stopping" : "serving")]
        switch state {
        case .success(let schema):
            let isGood = schema.state == .current || schema.state == .ahead
            checks.append(Check(name: "database", isGood: true, detail: "answers"))
            checks.append(Check(name: "schema", isGood: isGood, detail: schema.sentence))
        case .failure(let error):
            let detail = (error as? StoreError)?.sentence ?? "does not answer"
            checks.append(Check(name: "database", isGood: false, detail: detail))
            checks.append(Check(name: "schema", isGood: false, detail: "not known"))
        }
        return checks
    }

    private static func within<R: Sendable>(
        _ time: Duration, _ work: @escaping @Sendable () async throws -> R
    ) async -> Result<R, any Error> {
        await withTaskGroup(of: Result<R, any Error>.self) { group in
            group.addTask {
                do { return .success(try await work()) } catch { return .failure(error) }
            }
            group.addTask {
                try? await Task.sleep(for: time)
                return .failure(CancellationError())
            }
            defer { group.cancelAll() }
            return await group.next() ?? .failure(CancellationError())
        }
    }
}
