// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres

/// What makes a repetition of a request recognisable: whose it is, its key, and what was asked for.
public struct RequestKey: Hashable, Sendable {
    /// Who answers for the key: the token or the operator.
    public let principal: String
    /// The idempotency key.
    public let key: String
    /// SHA-256 over what was asked for: the same key with another digest is refused.
    public let digest: [UInt8]

    /// A key of its parts.
    public init(principal: String, key: String, digest: [UInt8]) {
        self.principal = principal
        self.key = key
        self.digest = digest
    }

    /// The answer that was kept under the key, or why none can be given.
    func answer(_ kept: KeptAnswer) throws(StoreError) -> Answer {
        guard kept.digest == digest else {
            throw StoreError(
                .keyReused, "This key was used for another request: give this one a key of its own.")
        }
        var answer = kept.answer
        answer.replayed = true
        return answer
    }
}

/// An answer under its key, with the digest of the request it answered.
struct KeptAnswer: Sendable {
    let digest: [UInt8]
    let answer: Answer
}

extension Store {
    /// Does the work once under a key: its answer is stored in the same transaction and given again, byte for byte, for
    /// 30 days.
    ///
    /// A refusal is not kept: nothing was done, and the same request may pass once its cause is mended.
    func once(_ key: RequestKey, _ work: @escaping @Sendable (isolated Connection) throws -> Answer) async throws
        -> Answer
    {
        try await transaction { db in
            // Two requests with one key at once: the second waits here, and then finds the first one's answer.
            try db.execute(
                "select pg_advisory_xact_lock(hashtextextended(\(key.principal) || ' ' || \(key.key), 0))")
            if let kept = try db.keptAnswers([key]).first?.answer { return try key.answer(kept) }
            let answer = try work(db)
            try db.keep([(key, answer)])
            return answer
        }
    }
}

extension Connection {
    /// The answers kept under some of the keys, each with the place of its key.
    func keptAnswers(_ keys: [RequestKey]) throws -> [(place: Int, answer: KeptAnswer)] {
        try query(
            """
            select k.n, i.digest, i.status, i.content_type, i.answer
              from unnest(\(keys.map(\.principal)), \(keys.map(\.key))) with ordinality k (principal, key, n)
              join core.idempotency i on i.principal = k.principal and i.key = k.key
            """, as: (Int64, [UInt8], Int16, String, [UInt8]).self
        ).map { n, digest, status, contentType, body in
            let answer = Answer(status: Int(status), contentType: contentType, body: body)
            return (Int(n) - 1, KeptAnswer(digest: digest, answer: answer))
        }
    }

    /// Keeps answers under their keys.
    func keep(_ answers: [(key: RequestKey, answer: Answer)]) throws {
        guard !answers.isEmpty else { return }
        try execute(
            """
            insert into core.idempotency (principal, key, digest, status, content_type, answer)
            select * from unnest(\(answers.map(\.key.principal)), \(answers.map(\.key.key)),
                                 \(answers.map(\.key.digest)), \(answers.map { Int16($0.answer.status) }),
                                 \(answers.map(\.answer.contentType)), \(answers.map(\.answer.body)))
            """)
    }
}
