// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Postgres

/// Something that happened to an endpoint.
public struct WebhookEvent: Hashable, Sendable {
    /// What it is spoken of by; rises with time.
    public let id: Identifier
    /// When, by the real clock.
    public let at: Instant
    /// made, changed, paused, resumed, rotated, resealed, tested, removed, failing, suspended, disabled or recovered.
    public let kind: String
    /// Who did it; `system` for the daemons.
    public let actor: String
    /// What there is to say of it.
    public let detail: String?
}

extension Store {
    /// What happened to an endpoint, the newest first, before an event if one is named.
    public func webhookEvents(
        of webhook: Identifier, before: Identifier? = nil, limit: Int
    ) async throws -> [WebhookEvent] {
        let rows = try await reading { db in
            try db.query(
                """
                select e.id, e.at, e.kind, e.actor, e.detail
                  from core.webhook_event e
                 where e.webhook = \(webhook) and (\(before)::int8 is null or e.id < \(before))
                 order by e.id desc
                 limit \(Int64(limit))
                """, as: (Identifier, Instant, String, String, String?).self)
        }
        return rows.map { WebhookEvent(id: $0.0, at: $0.1, kind: $0.2, actor: $0.3, detail: $0.4) }
    }
}

extension Webhook {
    /// Whether its owner was told that it takes nothing, and that still holds.
    public var isStuck: Bool {
        state == .suspended || state == .disabled || state == .active && (failure?.told ?? .none) > .none
    }
}

extension WebhookNotice {
    /// What is told of an endpoint as it is now.
    init(_ webhook: Webhook) {
        let failure = webhook.failure
        self.init(
            webhook: webhook.id, url: webhook.url, state: webhook.state, failingSince: failure?.since,
            number: failure?.number, attempts: failure?.attempts, lastDetail: failure?.detail,
            waiting: max(0, webhook.last - webhook.position))
    }
}

extension Connection {
    /// Tells an endpoint's owner in its inbox that the endpoint takes nothing, in the programme of the message that waits
    /// first; the office of that programme says it, or without one the owner's own machine.
    func tellOwner(of webhook: Webhook) throws {
        let notice = WebhookNotice(webhook)
        let found = try optional(
            """
            select p.code, office.code, core.programme_now(p.id), m.id
              from core.webhook w
              join core.delivery d on d.recipient = w.organisation and d.seq = \(notice.number)
              join core.message m on m.id = d.message_id
              join core.programme p on p.id = m.programme
              left join core.organisation office on office.id = p.office
             where w.id = \(webhook.id)
            """, as: (String, String?, Instant, Identifier).self)
        guard let (programme, office, now, cause) = found else { return }
        let told = BrokerNotice(
            programme: programme, office: office, recipient: webhook.organisation, kind: notice.kind,
            key: "\(try one("select core.new_id()", as: Identifier.self))", now: now, cause: cause)
        _ = try append(
            [try told.saying(notice)],
            directory: try directory(organisations: [told.author, webhook.organisation], programmes: [programme]))
        try wake([webhook.organisation])
    }
}
