// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Logging
import Store

extension Dispatch {
    /// Pushes to one endpoint what waits for it, one after the other, until nothing waits, something fails, or the daemon
    /// stops.
    func drain(_ due: DueWebhook) async {
        if let epoch = lease.epochs[due.shard] {
            let run = Run(daemon: daemon, shard: due.shard, epoch: epoch)
            do {
                try await drain(due, run)
            } catch {
                logger.warning(
                    "A push was not written down and is repeated",
                    metadata: ["webhook.id": "\(due.id)", "error": "\(error)"])
            }
        }
        finished(due.id)
    }

    private func drain(_ due: DueWebhook, _ run: Run) async throws {
        var scanned: Int64 = 0
        while mayBegin, let batch = try await store.nextPushes(due.id, scanned: scanned, now: now()) {
            let before = max(scanned, batch.webhook.position)
            scanned = batch.scanned
            guard !batch.pushes.isEmpty else {
                if scanned >= batch.webhook.last || scanned == before {
                    note(due.id, revision: batch.webhook.revision, passedUpTo: scanned)
                    if scanned - batch.webhook.position >= 100 { try await store.passOver(due.id, upTo: scanned) }
                    return
                }
                continue
            }
            let goesOn = try await outlet.connected(to: batch.webhook.url) { connection in
                for push in batch.pushes {
                    guard mayBegin, try await self.push(push, to: batch.webhook, connection, run) else { return false }
                }
                return true
            }
            guard goesOn else { return }
        }
    }

    /// One attempt and its record; answers whether the next message may follow at once.
    private func push(
        _ push: Push, to webhook: Webhook, _ connection: WebhookConnection, _ run: Run
    ) async throws -> Bool {
        let failure = webhook.failure.flatMap { $0.number == push.event.number ? $0 : nil }
        let attempts = (failure?.attempts ?? 0) + 1
        var record = PushRecord(
            webhook: webhook.id, message: push.event.id, number: push.event.number, replay: push.replay,
            attempts: attempts, at: now(), meaning: .step(.done), status: nil, detail: "", milliseconds: 0, answer: [])
        // What is played must reach nobody outside; without a way to the endpoint it is not known where it is.
        if push.isOfReplayProgramme, connection.closed == nil, !connection.isInside {
            record.detail = "Not sent: the programme is replayed, and the endpoint is not listed as inside."
            record.meaning = .fenced(record.detail)
        } else {
            let answer = await connection.post(
                try push.event.json(), id: push.event.id.description, at: now(),
                sign: { [outlet] in try await outlet.signatures(webhook.id, $0) })
            record.at = now()
            record.meaning = .step(
                PushStep(
                    after: answer.result, attempts: attempts, policy: webhook.policy, now: record.at, jitter: jitter()))
            record.status = answer.status
            record.detail = answer.sentence
            record.milliseconds = answer.milliseconds
            record.answer = answer.body
        }
        let written = try await store.record(record, daemon: run.daemon, shard: run.shard, epoch: run.epoch)
        if written != .leaseLost { counters.count(.pushed(Counters.PushOutcome(record.meaning))) }
        guard written == .goesOn else { return false }
        switch record.meaning {
        case .step(.done), .step(.park), .fenced: return true
        case .step(.retry), .step(.disable): return false
        }
    }
}

/// Under which lease a run began.
struct Run: Sendable {
    let daemon: String
    let shard: Int16
    let epoch: Int64
}

extension Counters.PushOutcome {
    /// What an attempt's meaning is counted as.
    fileprivate init(_ meaning: PushRecord.Meaning) {
        self =
            switch meaning {
            case .step(.done): .done
            case .step(.retry): .retry
            case .step(.park): .parked
            case .step(.disable): .gone
            case .fenced: .fenced
            }
    }
}
