// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import NIOCore
import Store
import Wire

extension API {
    /// `/metrics`: figures for Prometheus, on the operator's socket or by a token with the scope operate or audit.
    func metrics(_ routes: inout Routes) {
        routes.get("/metrics") { call in
            try call.demandWatcher()
            return Reply(
                bytes: Array(await figures(by: call.context.channel.eventLoop).utf8),
                contentType: MetricsText.contentType)
        }
    }

    /// What the daemon knows by itself, and what the database tells in time: a scrape does not wait for one that is away.
    private func figures(by loop: any EventLoop) async -> String {
        let found = try? await within(Self.patience, by: loop) { [store] in try await store.status() }
        var text = MetricsText()
        text.add("inod_build_info", .gauge, "The daemon's version.", [(["version": Inod.version], 1)])
        text.add(
            "inod_start_time_seconds", .gauge, "When the daemon was started.",
            Double(running.startedAt.microsecondsSince1970) / 1_000_000)
        let paused = Set(flows.pauses.map(\.flow))
        text.add(
            "inod_paused", .gauge, "Whether an operator has paused the flow.",
            Flow.allCases.map { (["flow": $0.rawValue], paused.contains($0) ? 1 : 0) })
        add(counters.all, to: &text)
        text.add(
            "inod_intake_waiting", .gauge, "Messages and acts that wait to be stored.",
            Double(intake.waitingCount))
        let pool = store.connectionCounts
        text.add(
            "inod_db_pool_connections", .gauge, "Connections to PostgreSQL, by what they do.",
            [
                (["state": "idle"], Double(pool.idle)), (["state": "used"], Double(pool.connections - pool.idle)),
            ])
        text.add("inod_db_pool_size", .gauge, "How many connections there may be.", Double(pool.size))
        text.add("inod_db_pool_waiting", .gauge, "Callers that wait for a connection.", Double(pool.waiting))
        text.add(
            "inod_database_up", .gauge, "Whether the database answered just now and takes writes.",
            found.map { $0.isReadOnly ? 0 : 1 } ?? 0)
        if let found { add(found, to: &text) }
        return text.text
    }

    private static let patience = Duration.seconds(3)

    private func add(_ counts: [Counters.Event: Int], to text: inout MetricsText) {
        var (accepted, refused): ([MetricsText.Sample], [MetricsText.Sample]) = ([], [])
        var fired: [MetricsText.Sample] = []
        for (event, count) in counts {
            switch event {
            case .accepted(let kind): accepted.append((["kind": kind], Double(count)))
            case .refused(let reason): refused.append((["reason": reason], Double(count)))
            case .fired(let act): fired.append((["act": act], Double(count)))
            case .fetched, .expired, .pushed: break
            }
        }
        text.add("inod_messages_accepted_total", .counter, "Messages stored, by what they are.", accepted)
        text.add(
            "inod_messages_refused_total", .counter,
            "Messages and acts not stored, by the problem their senders were told.",
            refused)
        text.add(
            "inod_deliveries_total", .counter, "Messages that arrived at a recipient, by the way they took.",
            [
                (["channel": "pull"], Double(counts[.fetched] ?? 0)),
                (["channel": "webhook"], Double(counts[.pushed(.done)] ?? 0)),
            ])
        text.add(
            "inod_messages_expired_total", .counter, "Copies of messages that nobody acknowledged by their end.",
            Double(counts[.expired] ?? 0))
        text.add("inod_clock_acts_total", .counter, "What the clock did in cases, by the act.", fired)
        text.add(
            "inod_webhook_attempts_total", .counter, "Attempts to push a message, by what came of them.",
            Counters.PushOutcome.allCases.map { (["result": $0.rawValue], Double(counts[.pushed($0)] ?? 0)) })
    }

    /// Every daemon on the database tells the same of these: take their maximum, not their sum.
    private func add(_ found: StoreStatus, to text: inout MetricsText) {
        text.add(
            "inod_schema_version", .gauge, "The last step of the database's schema.", Double(found.schema.found))
        text.add(
            "inod_outbox_messages", .gauge, "Messages of the whole database that no recipient has said it has.",
            Double(found.queue.undelivered))
        text.add("inod_outbox_inboxes", .gauge, "Inboxes in which such a message waits.", Double(found.queue.inboxes))
        let now = Dispatch.realClock().microsecondsSince1970
        let age = found.queue.oldestAt.map { max(0, Double(now - $0.microsecondsSince1970) / 1_000_000) }
        text.add(
            "inod_outbox_oldest_age_seconds", .gauge, "How long the oldest of them has waited; 0 when none waits.",
            age ?? 0)
        text.add(
            "inod_dead_letters", .gauge, "Messages set aside that nobody has decided about, by channel.",
            [(["channel": "webhook"], Double(found.parked))])
        text.add(
            "inod_clock_looks_due", .gauge, "Instructions that the clock should have looked at.",
            Double(found.clock.due))
        text.add(
            "inod_clock_behind_seconds", .gauge,
            "How long the longest of them has waited, in its programme's time; 0 when none waits.", found.clock.behind)
        text.add("inod_attachments", .gauge, "Attachments that are kept.", Double(found.attachments.count))
        text.add("inod_attachment_bytes", .gauge, "Their bytes together.", Double(found.attachments.bytes))
        text.add("inod_db_size_bytes", .gauge, "The database on disk.", Double(found.bytes))
    }
}
