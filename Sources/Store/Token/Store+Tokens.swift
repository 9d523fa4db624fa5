// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Postgres

extension Store {
    /// Makes a token. The secret is in the answer and nowhere else; that of a dry run opens nothing.
    ///
    /// - Parameter maker: Who makes it, for the record that nobody can change.
    /// - Throws: `Refusal` for a token that cannot be, `StoreError` for an organisation or person nobody knows.
    public func createToken(
        _ new: NewToken, by maker: String, dryRun: Bool = false
    ) async throws -> (secret: String, token: TokenRecord) {
        if let refusal = new.refusal { throw refusal }
        let secret = TokenSecret()
        let record = try await transaction(dryRun: dryRun) { db in
            let organisation = try new.organisation.map { try db.organisationID($0) }
            let person = try new.person.map { try db.personID($0) }
            let id = try db.one(
                """
                insert into core.token (id, hash, name, person, position, organisation, scopes, created_by, created_at,
                                        expires_at)
                select core.new_id(), \(secret.hash), \(new.name), \(person), \(new.position), \(organisation),
                       \(new.scopes.map(\.rawValue).sorted()), \(maker), at, at + make_interval(days => \(Int32(new.days)))
                  from clock_timestamp() at
                returning id
                """, as: Identifier.self)
            return try db.tokens(id: id).first
        }
        guard let record else { preconditionFailure("a token just written is not there") }
        return (secret.text, record)
    }

    /// Every token, the newest first; revoked and expired ones too.
    public func tokens() async throws -> [TokenRecord] {
        try await reading { db in try db.tokens(id: nil) }
    }

    /// Ends a token at once here, and within five seconds in every other daemon. Revoking it again changes nothing.
    ///
    /// - Throws: `StoreError` where there is no such token.
    public func revokeToken(
        _ id: Identifier, by revoker: String, dryRun: Bool = false
    ) async throws -> TokenRecord {
        let record = try await transaction(dryRun: dryRun) { db in
            try db.execute(
                """
                update core.token
                   set revoked_at = clock_timestamp(), revoked_by = \(revoker)
                 where id = \(id) and revoked_at is null
                """)
            return try db.tokens(id: id).first
        }
        if !dryRun { tokenCache.forget(id) }
        guard let record else {
            throw StoreError(.notFound(what: "token", name: "\(id)"), "No token has the id \(id).")
        }
        return record
    }

    /// Who the bearer of a secret is; nil for a secret that is unknown, revoked or expired, with no word about which.
    public func principal(forToken text: String) async throws -> Principal? {
        guard let hash = TokenSecret(text)?.hash else { return nil }
        let now = ContinuousClock.now
        if let principal = tokenCache.principal(forHash: hash, at: now) { return principal }
        guard let (record, isUseStale) = try await reading({ db in try db.liveToken(hash: hash) }) else {
            return nil
        }
        let principal = Principal(
            tokenID: record.id.description, name: record.name, person: record.person, position: record.position,
            organisation: record.organisation, scopes: record.scopes)
        tokenCache.keep(principal, of: record.id, forHash: hash, at: now)
        if isUseStale { await noteUse(of: record.id) }
        return principal
    }

    /// Writes down that a token is in use, at most once a minute. A database that cannot write just now (a fail-over) must
    /// not shut out its readers, so a failure here is nobody's.
    private func noteUse(of id: Identifier) async {
        _ = try? await transaction { db in
            try db.execute(
                """
                update core.token
                   set last_used_at = clock_timestamp()
                 where id = \(id)
                   and coalesce(last_used_at, '-infinity') < clock_timestamp() - interval '1 minute'
                """)
        }
    }
}
