// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import Logging
import Postgres
import Store
import TestDatabase
import Testing

@Suite(.database)
struct TokensTests {
    private let rector = NewToken(
        name: "the rector's notebook", person: "clerk-tsu", position: "Clerk", organisation: "tsu",
        scopes: [.read, .act], days: 30)

    @Test func aTokenOpensTheDoorForItsBearerAlone() async throws {
        let store = try await Office.open().store
        let (secret, token) = try await store.createToken(rector, by: "root")
        #expect(secret.hasPrefix("ino_live_") && secret.count == 73)
        let principal = try #require(await store.principal(forToken: secret))
        #expect(
            principal
                == Principal(
                    tokenID: token.id.description, name: "the rector's notebook", person: "clerk-tsu",
                    position: "Clerk", organisation: "tsu", scopes: [.read, .act]))
    }

    @Test(arguments: ["", "ino_live_", "ino_live_" + String(repeating: "0", count: 64), "Ещё один", "'; drop table"])
    func aSecretNobodyHasOpensNothing(_ secret: String) async throws {
        let store = try await Office.open().store
        _ = try await store.createToken(rector, by: "root")
        #expect(try await store.principal(forToken: secret) == nil)
    }

    @Test func theDatabaseKeepsNoSecret() async throws {
        let office = try await Office.open()
        let (secret, _) = try await office.store.createToken(rector, by: "root")
        let row = try #require(await office.value("select t::text || e::text from core.token t, core.token_event e"))
        #expect(!row.contains(secret.dropFirst("ino_live_".count)))
        #expect(
            try await office.value(
                "select encode(hash, 'hex') = encode(sha256(\(secret)::bytea), 'hex') from core.token") == "t")
    }

    @Test func aRevokedTokenIsShutOutAtOnceAndForGood() async throws {
        let office = try await Office.open()
        let (secret, token) = try await office.store.createToken(rector, by: "root")
        #expect(try await office.store.principal(forToken: secret) != nil)
        let revoked = try await office.store.revokeToken(token.id, by: "operator")
        #expect(revoked.revokedBy == "operator")
        #expect(try await office.store.principal(forToken: secret) == nil)

        let again = try await office.store.revokeToken(token.id, by: "somebody else")
        #expect(again.revokedBy == "operator")
        #expect(again.revokedAt == revoked.revokedAt)
        let daemon = try await office.database.connection(user: "ino_daemon")
        let error = try await #require(throws: PostgresError.self) {
            try await daemon.execute("update core.token set revoked_at = null, revoked_by = null")
        }
        #expect(error.sqlState == "23001")
    }

    @Test func anExpiredTokenIsShutOut() async throws {
        let office = try await Office.open()
        let (secret, _) = try await office.store.createToken(rector, by: "root")
        _ = try await office.value(
            """
            update core.token set created_at = created_at - interval '31 days', expires_at = expires_at - interval '31 days'
            """)
        #expect(try await office.store.principal(forToken: secret) == nil)
    }

    @Test func theUseOfATokenIsNotedAtMostOnceAMinute() async throws {
        let office = try await Office.open()
        let (secret, token) = try await office.store.createToken(rector, by: "root")
        #expect(token.lastUsedAt == nil)
        _ = try await office.store.principal(forToken: secret)
        let noted = try #require(try await office.store.tokens().first?.lastUsedAt)

        // Another daemon has nothing in its cache: it asks, and leaves the minute alone.
        let other = Store(
            StoreConfiguration(conninfo: office.database.conninfo(user: "ino_daemon")), logger: Logger(label: "test"))
        _ = try await other.principal(forToken: secret)
        #expect(try await other.tokens().first?.lastUsedAt == noted)
    }

    @Test func makingAndRevokingAreRecordedAndTheRecordStays() async throws {
        let office = try await Office.open()
        let (_, token) = try await office.store.createToken(rector, by: "root")
        _ = try await office.store.revokeToken(token.id, by: "operator")
        let record = try await office.value(
            "select string_agg(kind || ' by ' || actor, ', ' order by kind) from core.token_event")
        #expect(record == "created by root, revoked by operator")
        for change in [
            "update core.token_event set actor = 'x'", "delete from core.token_event", "truncate core.token_event",
        ] {
            let error = try await #require(throws: PostgresError.self) {
                try await office.value(Statement(unescaped: change))
            }
            #expect(error.sqlState == "23001")
        }
    }

    @Test(arguments: [
        (NewToken(name: " ", scopes: [.audit]), "a token needs a name"),
        (NewToken(name: "x", scopes: []), "a token without a scope could do nothing"),
        (NewToken(name: "x", scopes: [.audit], days: 367), "a token lives from 1 to 366 days, not 367"),
        (NewToken(name: "x", scopes: [.act]), "only an operator sends or acts without an organisation"),
        (NewToken(name: "x", position: "Clerk", scopes: [.read]), "a position is a person's, in an organisation"),
    ])
    func aTokenThatCannotBeIsRefusedInOneSentence(_ token: NewToken, _ sentence: String) async throws {
        let store = try await Office.open().store
        let refusal = try await #require(throws: Refusal.self) { try await store.createToken(token, by: "root") }
        #expect(refusal.sentence == sentence)
        #expect(try await store.tokens().isEmpty)
    }

    @Test func aTokenForSomebodyUnknownIsRefused() async throws {
        let store = try await Office.open().store
        let error = try await #require(throws: StoreError.self) {
            try await store.createToken(NewToken(name: "x", organisation: "nobody", scopes: [.read]), by: "root")
        }
        #expect(error.code == .notFound(what: "organisation", name: "nobody"))
    }
}
