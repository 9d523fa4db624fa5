// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Postgres

extension Store {
    /// A new id, for a thing whose id must be known before it is stored.
    public func newIdentifier() async throws -> Identifier {
        try await reading { db in try db.one("select core.new_id()", as: Identifier.self) }
    }

    /// Makes an endpoint that is pushed what comes from now on. The secret is sealed already.
    public func addWebhook(
        _ new: NewWebhook, sealedSecret: [UInt8], by actor: String, dryRun: Bool = false
    ) async throws -> Webhook {
        try await transaction(dryRun: dryRun) { db in
            let inbox = try db.inbox(new.organisation, locking: true)
            try db.checkProgrammes(new.programmes)
            let same = try db.webhooks(where: "o.code = \(new.organisation) and w.url = \(new.url)")
            if let first = same.first {
                throw Refusal(
                    code: "rule-refused", sentence: "\(new.organisation) has a webhook to this address: \(first.id).",
                    next: "Edit that one, or remove it first.")
            }
            try db.execute(
                """
                insert into core.webhook (id, organisation, url, description, kinds, programmes, policy, state, secret,
                                          start_seq, start_id, created_by)
                select \(new.id), \(inbox.id), \(new.url), \(new.description), \(new.kinds), \(new.programmes),
                       \(new.policy.rawValue), 'active', \(sealedSecret), \(inbox.last),
                       coalesce((select d.message_id from core.delivery d
                                  where d.recipient = \(inbox.id) and d.seq = \(inbox.last)), 0),
                       \(actor)
                """)
            try db.note(new.id, "made", by: actor, "to \(new.url)")
            return try db.webhook(new.id)
        }
    }

    /// The endpoints of an organisation, or of all, by organisation and age.
    public func webhooks(of organisation: String? = nil) async throws -> [Webhook] {
        try await reading { db in
            try db.webhooks(where: "\(organisation)::text is null or o.code = \(organisation)")
        }
    }

    /// An endpoint by its id or by a unique suffix of at least five characters of it.
    public func webhook(_ reference: String) async throws -> Webhook {
        try await reading { db in
            let found: [Webhook]
            if let id = Identifier(reference) {
                found = try db.webhooks(where: "w.id = \(id)")
            } else if let suffix = IdentifierSuffix(reference) {
                found = try db.webhooks(where: "w.id & \(suffix.mask) = \(suffix.bits)")
            } else {
                found = []
            }
            guard let first = found.first else { throw StoreError.noWebhook(reference) }
            guard found.count == 1 else {
                throw StoreError(
                    .ambiguous(what: "webhook", candidates: found.map(\.id.description)),
                    "«\(reference)» ends the id of more than one webhook: give more of its characters.")
            }
            return first
        }
    }

    /// Changes an endpoint that still has this revision.
    public func editWebhook(
        _ id: Identifier, _ edit: WebhookEdit, revision: Int, by actor: String, dryRun: Bool = false
    ) async throws -> Webhook {
        try await transaction(dryRun: dryRun) { db in
            try db.lockWebhook(id)
            let found = try db.webhook(id)
            guard found.revision == revision else {
                throw Refusal(
                    code: "stale-revision",
                    sentence: "The webhook was changed meanwhile: its revision is \(found.revision), not \(revision).",
                    next: "Read it again and repeat the edit.")
            }
            try db.checkProgrammes(edit.programmes ?? [])
            let changes = try db.one(
                """
                update core.webhook
                   set url = coalesce(\(edit.url), url), description = coalesce(\(edit.description), description),
                       kinds = coalesce(\(edit.kinds)::text[], kinds),
                       programmes = coalesce(\(edit.programmes)::text[], programmes),
                       policy = coalesce(\(edit.policy?.rawValue), policy), revision = revision + 1,
                       changed_at = clock_timestamp()
                 where id = \(id)
                returning url || ', ' || policy
                """, as: String.self)
            try db.note(id, "changed", by: actor, changes)
            return try db.webhook(id)
        }
    }

    /// Pauses an endpoint: what comes waits for it. One that stopped for a reason of its own keeps it.
    public func pauseWebhook(
        _ id: Identifier, reason: String?, by actor: String, dryRun: Bool = false
    ) async throws -> Webhook {
        try await transaction(dryRun: dryRun) { db in
            try db.lockWebhook(id)
            let state = try db.webhook(id).state
            guard state == .active else { return try db.webhook(id) }
            try db.execute(
                "update core.webhook set state = \(state.paused.rawValue), reason = \(reason) where id = \(id)")
            try db.note(id, "paused", by: actor, reason)
            return try db.webhook(id)
        }
    }

    /// Pushes to an endpoint again, from the message at which it stopped, at once and as if it had never failed.
    public func resumeWebhook(_ id: Identifier, by actor: String, dryRun: Bool = false) async throws -> Webhook {
        try await transaction(dryRun: dryRun) { db in
            try db.lockWebhook(id)
            let found = try db.webhook(id)
            guard found.state != .active || found.failure != nil else { return found }
            try db.execute("update core.webhook set state = 'active', reason = null where id = \(id)")
            try db.execute("delete from core.webhook_retry where webhook = \(id)")
            try db.note(id, "resumed", by: actor, nil)
            return try db.webhook(id)
        }
    }

    /// Gives an endpoint a new secret; the old one signs beside it for some days.
    public func rotateWebhookSecret(
        _ id: Identifier, sealedSecret: [UInt8], by actor: String, dryRun: Bool = false
    ) async throws -> Webhook {
        try await transaction(dryRun: dryRun) { db in
            try db.lockWebhook(id)
            try db.execute(
                """
                update core.webhook
                   set old_secret = secret, secret = \(sealedSecret),
                       old_secret_until = clock_timestamp() + make_interval(days => \(Int32(WebhookSecret.overlapDays)))
                 where id = \(id)
                """)
            try db.note(id, "rotated", by: actor, nil)
            return try db.webhook(id)
        }
    }

    /// Takes an endpoint away, and its secrets for good; its attempts stay in the record.
    public func removeWebhook(_ id: Identifier, by actor: String, dryRun: Bool = false) async throws -> Webhook {
        try await transaction(dryRun: dryRun) { db in
            try db.lockWebhook(id)
            let found = try db.webhook(id)
            try db.execute("delete from core.webhook_retry where webhook = \(id)")
            try db.execute(
                """
                update core.webhook
                   set removed_at = clock_timestamp(), secret = '', old_secret = null, old_secret_until = null,
                       state = 'paused', reason = 'removed'
                 where id = \(id)
                """)
            try db.note(id, "removed", by: actor, nil)
            return found
        }
    }

    /// Writes down that an endpoint was tested, and what it answered.
    public func noteWebhookTest(_ id: Identifier, by actor: String, _ outcome: String) async throws {
        try await transaction { db in try db.note(id, "tested", by: actor, outcome) }
    }

    /// The sealed secrets that are good now, the newest first.
    public func sealedWebhookSecrets(_ id: Identifier) async throws -> [[UInt8]] {
        try await reading { db in
            let found = try db.optional(
                """
                select secret, case when old_secret_until > clock_timestamp() then old_secret end
                  from core.webhook
                 where id = \(id) and removed_at is null
                """, as: ([UInt8], [UInt8]?).self)
            guard let (secret, old) = found else { throw StoreError.noWebhook(id.description) }
            return [secret] + (old.map { [$0] } ?? [])
        }
    }
}

extension StoreError {
    static func noWebhook(_ reference: String) -> StoreError {
        StoreError(.notFound(what: "webhook", name: reference), "No webhook goes by «\(reference)».")
    }
}
