// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Logging
import Postgres
import ServiceLifecycle
import Store
import TestDatabase

/// A programme of four bodies and the broker's services over the test's database, run while a closure works.
struct Post: Sendable {
    let store: Store
    let intake: Intake
    let doorbell: Doorbell
    let flows: FlowControl

    /// Services of one daemon on the test's database.
    init(
        largestBatch: Int = 256, sweepEvery: Duration = .seconds(3600),
        now: @escaping @Sendable () -> Instant = Dispatch.realClock
    ) throws {
        let logger = Logger(label: "test")
        store = Store(
            StoreConfiguration(conninfo: try TestDatabase.current.conninfo(user: "ino_daemon"), poolSize: 4),
            logger: logger)
        doorbell = Doorbell(store: store, logger: logger, sweepEvery: sweepEvery)
        flows = FlowControl(store: store, doorbell: doorbell, logger: logger, now: now, sweepEvery: sweepEvery)
        intake = Intake(store: store, doorbell: doorbell, logger: logger, largestBatch: largestBatch)
    }

    /// Makes the programme and its bodies.
    static func furnish() async throws {
        try await TestDatabase.current.furnish(bodies: ["fano", "minekonom", "tpu", "tsu"])
    }

    /// Runs the services while the closure works, then stops them gracefully.
    func run<R: Sendable>(_ body: @escaping @Sendable () async throws -> R) async throws -> R {
        let group = ServiceGroup(
            configuration: .init(services: [store, doorbell, flows, intake], logger: Logger(label: "test")))
        return try await withThrowingTaskGroup(of: R?.self) { tasks in
            tasks.addTask {
                try await group.run()
                return nil
            }
            let result = try await body()
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return result
        }
    }

    func send(_ key: String, to recipients: [String] = ["tsu"]) async throws -> Answer {
        try await intake.submit(Self.letter(key, to: recipients))
    }

    func read(for time: Duration) async throws -> InboxSlice {
        try await doorbell.inbox(of: "tsu", after: 0, limit: 10, waitingUpTo: time)
    }

    static func letter(_ key: String, to recipients: [String] = ["tsu"]) -> Submission {
        Submission(
            programme: "demo", principal: "minekonom", key: key, digest: Array(key.utf8),
            actor: Actor(organisation: "minekonom", capacity: .system),
            work: .letter(
                Letter(
                    audience: recipients.map { Recipient(organisation: $0) }, contentType: "text/plain",
                    body: Array(key.utf8)))
        ) { outcome in
            guard case .accepted(let messages, _) = outcome, let message = messages.first else {
                return Answer(status: 409, contentType: "text/plain", body: [])
            }
            return Answer(status: 201, contentType: "text/plain", body: Array(message.id.description.utf8))
        }
    }
}
