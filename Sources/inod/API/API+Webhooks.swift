// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Foundation
import HTTPTypes
import Hummingbird
import Store
import Wire

extension API {
    /// `/v1/webhooks`: an organisation's endpoints, by itself or by an operator.
    func webhooks(_ routes: inout Routes) {
        routes.get("/v1/webhooks", query: "organisation") { call in
            let whose = try call.query("organisation")
            let seesAll = !call.principal.scopes.isDisjoint(with: [.operate, .audit])
            let organisation = seesAll && whose == nil ? nil : try call.ownOrganisation()
            return try await call.page(store.webhooks(of: organisation).map(WebhookInfo.init)) { $0.id.description }
        }
        routes.get("/v1/webhooks/{id}") { call in
            let info = WebhookInfo(try await webhook(of: call))
            var reply = try Reply.json(info)
            reply.headers[.eTag] = "\"\(info.revision)\""
            return reply
        }
        routes.post("/v1/webhooks", needs: .act) { call in
            let request = try await call.body(WebhookRequest.self)
            let organisation = try call.ownOrganisation(named: request.organisation)
            let id = try await store.newIdentifier()
            let (secret, sealed) = try webhooks.secrets.make(for: id)
            try await verify(request.url, endpoint: id, secret)
            let made = try await store.addWebhook(
                NewWebhook(
                    id: id, organisation: organisation, url: request.url, description: request.description,
                    kinds: request.kinds ?? [], programmes: request.programmes ?? [], policy: request.policy ?? .hold),
                sealedSecret: sealed, by: call.principal.name, dryRun: call.dryRun)
            return try created(made, secret, for: call, status: .created)
        }
        routes.patch("/v1/webhooks/{id}", needs: .act) { call in
            let edit = try await call.body(WebhookEdit.self)
            let found = try await webhook(of: call)
            let revision = try call.webhookRevision()
            if let url = edit.url, url != found.url {
                let sealed = try await store.sealedWebhookSecrets(found.id).first ?? []
                try await verify(url, endpoint: found.id, webhooks.secrets.unseal(sealed, of: found.id))
            }
            return try await .json(
                WebhookInfo(
                    store.editWebhook(
                        found.id, edit, revision: revision, by: call.principal.name, dryRun: call.dryRun)))
        }
        routes.delete("/v1/webhooks/{id}", needs: .act) { call in
            let found = try await webhook(of: call)
            return try await .json(
                WebhookInfo(store.removeWebhook(found.id, by: call.principal.name, dryRun: call.dryRun)))
        }
        webhookStates(&routes)
        webhookReplays(&routes)
    }

    private func webhookStates(_ routes: inout Routes) {
        routes.post("/v1/webhooks/{id}/pause", needs: .act) { call in
            let (found, request) = (try await webhook(of: call), try await call.body(ReasonRequest.self))
            return try await .json(
                WebhookInfo(
                    store.pauseWebhook(
                        found.id, reason: request.reason, by: call.principal.name, dryRun: call.dryRun)))
        }
        routes.post("/v1/webhooks/{id}/resume", needs: .act) { call in
            let found = try await webhook(of: call)
            let resumed = try await store.resumeWebhook(found.id, by: call.principal.name, dryRun: call.dryRun)
            if try !call.dryRun { doorbell.ring([found.organisation]) }
            return try .json(WebhookInfo(resumed))
        }
        routes.post("/v1/webhooks/{id}/rotate-secret", needs: .act) { call in
            let found = try await webhook(of: call)
            let (secret, sealed) = try webhooks.secrets.make(for: found.id)
            let rotated = try await store.rotateWebhookSecret(
                found.id, sealedSecret: sealed, by: call.principal.name, dryRun: call.dryRun)
            return try created(rotated, secret, for: call, status: .ok)
        }
        routes.post("/v1/webhooks/{id}/test", needs: .act) { call in
            let found = try await webhook(of: call)
            guard try !call.dryRun else {
                return try .json(WebhookTest(detail: "Nothing was sent: a dry run.", milliseconds: 0))
            }
            let answer = try await ping(found)
            try await store.noteWebhookTest(found.id, by: call.principal.name, answer.sentence)
            return try .json(
                WebhookTest(
                    status: answer.status, detail: answer.sentence, milliseconds: answer.milliseconds,
                    answer: answer.body.isEmpty ? nil : String(decoding: answer.body, as: UTF8.self)))
        }
    }

    /// The endpoint a path names, if the caller may know of it.
    func webhook(of call: Call) async throws -> Webhook {
        let name = try call.path("id")
        let found = try await store.webhook(name)
        guard call.mayKnow(found.organisation) else { throw Problem.notFound("Webhook '\(name)'") }
        return found
    }

    /// The secret of what was only tried signs nothing: nobody is to keep it.
    private func created(
        _ webhook: Webhook, _ secret: WebhookSecret, for call: Call, status: HTTPResponse.Status
    ) throws -> Reply {
        let dryRun = try call.dryRun
        return try .json(
            WebhookCreated(secret: dryRun ? nil : secret.text, webhook: WebhookInfo(webhook)),
            status: dryRun ? .ok : status)
    }

    private func ping(_ webhook: Webhook) async throws -> WebhookConnection.Answer {
        let now = Dispatch.realClock()
        let id = "test-\(try await store.newIdentifier())"
        let body = try OutgoingEvent.ofEndpoint("test", id: id, endpoint: webhook.id, at: now, text: "It works.")
        let (secrets, store) = (webhooks.secrets, store)
        return await webhooks.outlet.connected(to: webhook.url) { connection in
            await connection.post(body, id: id, at: now) {
                try await secrets.signatures(of: $0, webhook: webhook.id, in: store)
            }
        }
    }
}

extension Call {
    /// Whether what belongs to an organisation is the caller's to see: its own, or anybody's for operators and auditors.
    func mayKnow(_ organisation: String) -> Bool {
        organisation == principal.organisation || !principal.scopes.isDisjoint(with: [.operate, .audit])
    }

    fileprivate func webhookRevision() throws -> Int {
        guard let text = request.headers[.ifMatch] else {
            throw Problem(
                code: "revision-required", title: "The edit needs an If-Match", status: 428,
                detail: "Without the revision it was made on, it could undo what somebody else wrote.",
                next: "Read /v1/webhooks/{id}, and send its revision as If-Match.")
        }
        let digits = text.replacing("\"", with: "")
        guard digits.hasPrefix("r"), let revision = Int(digits.dropFirst()) else {
            throw Problem.badRequest("'\(text)' is no revision.", code: "invalid-value", at: "If-Match")
        }
        return revision
    }
}

extension WebhookInfo {
    init(_ webhook: Webhook) {
        self.init(
            id: webhook.id, organisation: webhook.organisation, url: webhook.url, description: webhook.description,
            kinds: webhook.kinds, programmes: webhook.programmes, policy: webhook.policy, state: webhook.state,
            reason: webhook.reason, revision: "r\(webhook.revision)", createdAt: webhook.created.at,
            createdBy: webhook.created.by, position: webhook.position, waiting: max(0, webhook.last - webhook.position),
            parked: webhook.parked, replays: webhook.replays, failingSince: webhook.failure?.since,
            attempts: webhook.failure?.attempts, nextAttemptAt: webhook.failure?.nextAt,
            lastStatus: webhook.failure?.status, lastDetail: webhook.failure?.detail)
    }
}
