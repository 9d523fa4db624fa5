// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Postgres

/// The secrets of an endpoint as they lie in the database, sealed.
public struct SealedSecrets: Hashable, Sendable {
    /// The endpoint.
    public let webhook: Identifier
    /// Whose it is.
    public let organisation: String
    /// The one that signs.
    public let secret: [UInt8]
    /// The one before it, that signs beside it for a while after a rotation or no more.
    public let old: [UInt8]?
}

extension Store {
    /// The secrets of all endpoints that are there.
    public func sealedSecrets() async throws -> [SealedSecrets] {
        try await reading { db in try db.sealedSecrets(where: "true") }
    }

    /// Seals the secrets of one endpoint anew, both or neither, and says so in its log; `seal` answers nil for one that
    /// needs it not. Answers whether anything changed.
    ///
    /// What it reads is locked until it is written: a rotation of the secret beside it comes before or after.
    public func reseal(
        _ webhook: Identifier, by actor: String, _ seal: @escaping @Sendable ([UInt8]) throws -> [UInt8]?
    ) async throws -> Bool {
        try await transaction { db in
            // One that was removed meanwhile has no secrets.
            let locked = try db.query(
                "select 1 from core.webhook where id = \(webhook) and removed_at is null for no key update",
                as: Int32.self)
            guard !locked.isEmpty, let found = try db.sealedSecrets(where: "w.id = \(webhook)").first else {
                return false
            }
            let secret = try seal(found.secret)
            let old = try found.old.flatMap { try seal($0) }
            guard secret != nil || old != nil else { return false }
            try db.execute(
                """
                update core.webhook
                   set secret = coalesce(\(secret), secret), old_secret = coalesce(\(old), old_secret)
                 where id = \(webhook)
                """)
            try db.note(webhook, "resealed", by: actor, nil)
            return true
        }
    }
}

extension Connection {
    fileprivate func sealedSecrets(where condition: Statement) throws -> [SealedSecrets] {
        try query(
            """
            select w.id, o.code, w.secret, w.old_secret
              from core.webhook w
              join core.organisation o on o.id = w.organisation
             where w.removed_at is null and (\(condition))
             order by o.code, w.id
            """, as: (Identifier, String, [UInt8], [UInt8]?).self
        ).map { SealedSecrets(webhook: $0.0, organisation: $0.1, secret: $0.2, old: $0.3) }
    }
}
