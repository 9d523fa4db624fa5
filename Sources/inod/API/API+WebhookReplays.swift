// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import HTTPTypes
import Store
import Wire

extension API {
    /// `/v1/webhooks/{id}/deliveries`, `/events` and `/replay`, and `/v1/parked`: what was tried, what happened, what is sent
    /// again, what was set aside.
    func webhookReplays(_ routes: inout Routes) {
        routes.get("/v1/webhooks/{id}/events") { call in
            let (found, limit) = (try await webhook(of: call), try call.limit())
            let rows = try await store.webhookEvents(
                of: found.id, before: call.query("after", as: Identifier.self), limit: limit)
            let items = rows.map { event in
                WebhookEventInfo(
                    id: event.id, at: event.at, kind: event.kind, actor: event.actor, detail: event.detail)
            }
            return try .list(items, next: items.count == limit ? items.last?.id.description : nil)
        }
        routes.get("/v1/webhooks/{id}/deliveries", query: "number") { call in
            let found = try await webhook(of: call)
            let before = try call.query("after", as: Instant.self)
            let limit = try call.limit()
            let rows = try await store.attempts(
                of: found.id, number: call.query("number", as: Int64.self), before: before, limit: limit)
            let items = rows.map(WebhookAttempt.init)
            return try .list(items, next: items.count == limit ? items.last?.at.description : nil)
        }
        routes.post("/v1/webhooks/{id}/replay", needs: .act) { call in
            let (found, request) = (try await webhook(of: call), try await call.body(ReplayRequest.self))
            let count = try await store.replay(
                ReplayRange(request), to: found.id, by: call.principal.name, dryRun: call.dryRun)
            if try !call.dryRun { doorbell.ring([found.organisation]) }
            return try .json(ReplayAnswer(webhook: found.id, count: count))
        }
        routes.get("/v1/parked", query: "organisation webhook decided") { call in
            let seesAll = !call.principal.scopes.isDisjoint(with: [.operate, .audit])
            let whose = try call.query("organisation")
            let organisation = seesAll && whose == nil ? nil : try call.ownOrganisation()
            let webhook: Webhook? =
                if let name = try call.query("webhook") { try await store.webhook(name) } else { nil }
            let rows = try await store.parked(of: organisation, webhook: webhook?.id, decided: call.flag("decided"))
            return try call.page(rows.map(ParkedInfo.init)) { $0.id.description }
        }
        routes.get("/v1/parked/{id}") { call in try await .json(ParkedInfo(parked(of: call))) }
        routes.post("/v1/parked/{id}/requeue", needs: .act) { call in
            let found = try await parked(of: call)
            let again = try await store.requeue(found.id, by: call.principal.name, dryRun: call.dryRun)
            if try !call.dryRun { doorbell.ring([found.organisation]) }
            return try .json(ParkedInfo(again))
        }
        routes.post("/v1/parked/{id}/discard", needs: .act) { call in
            let (found, request) = (try await parked(of: call), try await call.body(ReasonRequest.self))
            return try await .json(
                ParkedInfo(
                    store.discard(
                        found.id, note: request.reason, by: call.principal.name, dryRun: call.dryRun)))
        }
    }

    private func parked(of call: Call) async throws -> ParkedMessage {
        let name = try call.path("id")
        guard let id = Identifier(name) else { throw Problem.notFound("Parked message '\(name)'") }
        let found = try await store.parkedMessage(id)
        guard call.mayKnow(found.organisation) else { throw Problem.notFound("Parked message '\(name)'") }
        return found
    }
}

extension ReplayRange {
    fileprivate init(_ request: ReplayRequest) throws {
        switch (request.ids, request.from, request.since) {
        case (let ids?, nil, nil) where !ids.isEmpty && request.to == nil: self = .messages(ids)
        case (nil, let from?, nil) where from >= 1 && (request.to ?? from) >= from:
            self = .numbers(from...(request.to ?? from))
        case (nil, nil, let since?) where request.to == nil: self = .since(since)
        default:
            throw Problem.badRequest(
                "Say what to push again in one of three ways: 'ids', 'from' with or without 'to', or 'since'.",
                code: "invalid-value")
        }
    }
}

extension WebhookAttempt {
    fileprivate init(_ row: AttemptRow) {
        self.init(
            message: row.message, number: row.number, attempt: row.n, at: row.at, result: row.result,
            status: row.status,
            detail: row.detail, milliseconds: row.milliseconds, isReplay: row.isReplay,
            answer: row.answer.map { String(decoding: $0, as: UTF8.self) })
    }
}

extension ParkedInfo {
    fileprivate init(_ row: ParkedMessage) {
        self.init(
            id: row.id, webhook: row.webhook, organisation: row.organisation, number: row.number, message: row.message,
            kind: row.kind, parkedAt: row.at, attempts: row.attempts, status: row.status, reason: row.reason,
            resolution: row.resolution, resolvedBy: row.resolvedBy)
    }
}
