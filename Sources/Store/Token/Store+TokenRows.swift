// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres

/// The statements on `core.token` that answer with whole tokens.
extension Connection {
    /// One token, or all of them, the newest first.
    func tokens(id: Identifier?) throws -> [TokenRecord] {
        try query(
            """
            select t.id, t.name, p.code, t.position, o.code, t.scopes,
                   t.created_at, t.created_by, t.expires_at, t.last_used_at, t.revoked_at, t.revoked_by
              from core.token t
              left join core.person p on p.id = t.person
              left join core.organisation o on o.id = t.organisation
             where \(id)::bigint is null or t.id = \(id)
             order by t.id desc
            """,
            as: (
                Identifier, String, String?, String?, String?, [String],
                Instant, String, Instant, Instant?, Instant?, String?
            ).self
        ).map(TokenRecord.init)
    }

    /// The token that a secret opens now, and whether its last use was noted more than a minute ago.
    func liveToken(hash: [UInt8]) throws -> (TokenRecord, isUseStale: Bool)? {
        let found = try optional(
            """
            select id, coalesce(last_used_at, '-infinity') < clock_timestamp() - interval '1 minute'
              from core.token
             where hash = \(hash) and revoked_at is null and expires_at > clock_timestamp()
            """, as: (Identifier, Bool).self)
        guard let (id, isUseStale) = found, let record = try tokens(id: id).first else { return nil }
        return (record, isUseStale)
    }

    /// The id behind a person's code.
    func personID(_ code: String) throws -> Int32 {
        let id = try optional("select id from core.person where code = \(code)", as: Int32.self)
        guard let id else {
            throw StoreError(.notFound(what: "person", name: code), "No person has the code «\(code)».")
        }
        return id
    }

    /// The id behind an organisation's code.
    func organisationID(_ code: String) throws -> Int32 {
        let id = try optional("select id from core.organisation where code = \(code)", as: Int32.self)
        guard let id else {
            throw StoreError(.notFound(what: "organisation", name: code), "No organisation has the code «\(code)».")
        }
        return id
    }
}

extension TokenRecord {
    /// A row of the statement above.
    fileprivate init(
        id: Identifier, name: String, person: String?, position: String?, organisation: String?, scopes: [String],
        createdAt: Instant, createdBy: String, expiresAt: Instant, lastUsedAt: Instant?, revokedAt: Instant?,
        revokedBy: String?
    ) {
        self.init(
            id: id, name: name, person: person, position: position, organisation: organisation,
            scopes: Set(scopes.compactMap { Scope(rawValue: $0) }), createdAt: createdAt, createdBy: createdBy,
            expiresAt: expiresAt, lastUsedAt: lastUsedAt, revokedAt: revokedAt, revokedBy: revokedBy)
    }
}
