// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Foundation
import Store
import Synchronization
import Wire

extension API {
    /// `/v1/broker/status`: how this daemon and its database do, for those who run it and those who audit it.
    func broker(_ routes: inout Routes) {
        routes.get("/v1/broker/status") { call in
            try call.demandWatcher()
            return try await .json(status())
        }
    }

    /// What is known now. A database that does not answer is said, not an error: that is when one asks.
    private func status() async -> BrokerStatus {
        let now = Instant(microsecondsSince1970: Int64(Date.now.timeIntervalSince1970 * 1_000_000))
        var status = BrokerStatus(
            version: Inod.version, startedAt: running.startedAt,
            uptimeSeconds: (now.microsecondsSince1970 - running.startedAt.microsecondsSince1970) / 1_000_000,
            listeners: running.listeners.places, pausedFlows: flows.pauses.map(\.flow.rawValue), pauses: flows.pauses,
            pool: BrokerStatus.Pool(store.connectionCounts), intake: intake.waitingCount,
            lastMaintenance: running.maintenance?.last.map(BrokerStatus.Maintenance.init))
        do {
            let found = try await store.status()
            status.schema = BrokerStatus.Schema(found.schema)
            status.queue = BrokerStatus.Queue(found.queue)
            status.attachments = BrokerStatus.Attachments(
                count: found.attachments.count, bytes: found.attachments.bytes)
            status.database = BrokerStatus.Database(found, isEmbedded: running.isEmbedded)
        } catch {
            status.databaseFault = (error as? StoreError)?.sentence ?? "The database does not answer."
        }
        return status
    }
}

extension Call {
    /// Refuses who neither runs nor audits the broker.
    func demandWatcher() throws(Refusal) {
        guard principal.scopes.isDisjoint(with: [.operate, .audit]) else { return }
        throw Refusal(
            code: "not-authorised", sentence: "This shows all queues; \(principal.name) may not see it.",
            next: "Ask for a token with the scope operate or audit.")
    }
}

/// What the process knows of itself.
struct Running: Sendable {
    var startedAt = Instant(microsecondsSince1970: Int64(Date.now.timeIntervalSince1970 * 1_000_000))
    var listeners = Places()
    var maintenance: Maintenance?
    var isEmbedded = false
}

/// Where the daemon listens, as far as it is open.
final class Places: Sendable {
    private let open = Mutex<[String]>([])

    var places: [String] { open.withLock { $0.sorted() } }

    /// Adds one and answers all.
    @discardableResult
    func add(_ place: String) -> [String] {
        open.withLock { open in
            open.append(place)
            return open
        }
    }
}

extension BrokerStatus.Schema {
    fileprivate init(_ status: MigrationStatus) {
        self.init(
            found: status.found, required: status.required, state: status.state.rawValue, sentence: status.sentence)
    }
}

extension BrokerStatus.Pool {
    fileprivate init(_ counts: ConnectionCounts) {
        self.init(
            size: counts.size, connections: counts.connections, idle: counts.idle, waiting: counts.waiting)
    }
}

extension BrokerStatus.Queue {
    fileprivate init(_ depth: QueueDepth) {
        self.init(
            undelivered: depth.undelivered, inboxes: depth.inboxes, oldestUndelivered: depth.oldestAt,
            oldestInbox: depth.oldestIn)
    }
}

extension BrokerStatus.Database {
    fileprivate init(_ status: StoreStatus, isEmbedded: Bool) {
        self.init(
            version: status.version, bytes: status.bytes,
            clockAheadSeconds: (status.clockAhead * 1000).rounded() / 1000, isReadOnly: status.isReadOnly,
            isEmbedded: isEmbedded)
    }
}

extension BrokerStatus.Maintenance {
    fileprivate init(_ round: Maintenance.Round) {
        self.init(at: round.at, failure: round.failure)
    }
}
