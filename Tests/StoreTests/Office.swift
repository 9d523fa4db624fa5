// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Evidence
import Foundation
import Logging
import Postgres
import Store
import TestDatabase

/// A small programme in the test's database, and the shortest way to submit something there.
struct Office: Sendable {
    let store: Store
    let database: TestDatabase

    static let programme = "demo"
    static let bodies = ["fano", "minekonom", "tpu", "tsu"]

    /// A replay programme on 2016-03-25 with four bodies, one person in each, and the working calendar of 2016.
    static func open() async throws -> Office {
        let database = try TestDatabase.current
        try await database.furnish(programme: programme, replayingFrom: "2016-03-25 04:00+00", bodies: bodies)
        let admin = try await database.connection()
        try await admin.script(
            """
            insert into core.person (code, name_en, provenance, evidence, source_note, imported_by)
            select 'clerk-' || code, code, 'sample', 'invented', 'invented', 'test' from core.organisation;
            insert into core.person_position (person, organisation, position_en, provenance, evidence, source_note,
                   imported_by)
            select p.id, o.id, 'Clerk', 'sample', 'invented', 'invented', 'test'
              from core.person p join core.organisation o on p.code = 'clerk-' || o.code;
            insert into core.calendar_year values ('ru', 2016);
            insert into core.calendar_day (calendar, day, kind, imported_by) values ('ru', '2016-05-02', 'day_off', 'test')
            """)
        let store = Store(
            StoreConfiguration(conninfo: database.conninfo(user: "ino_daemon"), poolSize: 4),
            logger: Logger(label: "test"))
        return Office(store: store, database: database)
    }

    func clerk(of organisation: String) -> Actor {
        Actor(person: "clerk-\(organisation)", position: "Clerk", organisation: organisation, capacity: .own)
    }

    func letter(
        from sender: String = "minekonom", to recipients: [String], key: String, text: String = "hello",
        in programme: String = programme
    ) -> Submission {
        var letter = submission(
            by: clerk(of: sender), key: key, digest: text,
            .letter(
                Letter(
                    audience: recipients.map { Recipient(organisation: $0) }, contentType: "text/plain",
                    body: Array(text.utf8))))
        letter.programme = programme
        return letter
    }

    func submission(
        by actor: Actor, key: String, digest: String = "", dryRun: Bool = false, _ work: Submission.Work
    ) -> Submission {
        Submission(
            programme: Self.programme, principal: actor.organisation, key: key,
            digest: ContentHash.sha256(Array(digest.utf8)), actor: actor, work: work, dryRun: dryRun
        ) { outcome in
            switch outcome {
            case .accepted(let messages, let after):
                let lines = messages.map { message in
                    let deliveries = message.deliveries.map { "\($0.organisation):\($0.number)" }
                    return "\(message.id) \(message.kind) \(deliveries.joined(separator: ","))"
                }
                let state = after?.instruction.map { ["\($0.id) \($0.number ?? "-") \($0.state.rawValue)"] } ?? []
                return Answer(
                    status: 201, contentType: "text/plain", body: Array((lines + state).joined(separator: "\n").utf8))
            case .refused(let refusal):
                return Answer(status: 409, contentType: "text/plain", body: Array(refusal.sentence.utf8))
            }
        }
    }

    /// Commits one submission and answers its text.
    @discardableResult
    func commit(_ submission: Submission) async throws -> (status: Int, text: String, replayed: Bool) {
        let results = try await store.commit([submission], decide: CaseState.decide)
        let answer = try results[0].get().answer
        return (answer.status, String(decoding: answer.body, as: UTF8.self), answer.replayed)
    }

    /// Acts on a case in the name of an organisation's clerk.
    @discardableResult
    func act(
        _ acts: [InstructionAct], on id: Identifier?, by organisation: String, key: String
    ) async throws -> (status: Int, text: String, replayed: Bool) {
        try await commit(
            submission(
                by: clerk(of: organisation), key: key, digest: "\(acts)",
                .acts(case: id, acts.map(CaseAct.instruction))))
    }

    /// Issues an instruction from minekonom to tsu with tpu and fano, and answers its id.
    func issue(key: String = "issue") async throws -> Identifier {
        let draft = InstructionDraft(
            responsible: "tsu", coExecutors: ["tpu"], observers: ["fano"], text: "Предложения", mark: .prompt,
            basis: "Протокол № 1")
        let answer = try await act([.create(draft), .issue], on: nil, by: "minekonom", key: key)
        guard answer.status == 201, let last = answer.text.split(separator: "\n").last,
            let id = Identifier(String(last.prefix(13)))
        else { throw StoreError(.invalid, answer.text) }
        return id
    }

    /// More time for what `issue` gave, until a Friday after its term.
    static let request = InstructionAct.requestExtension(
        newDate: CalendarDate(year: 2016, month: 4, day: 15) ?? CalendarDate(daysSince1970: 0), reason: "information",
        text: "Нет выписки")

    /// One value the database answers, as the superuser sees it.
    func value(_ statement: Statement) async throws -> String? {
        let connection = try await database.connection()
        return try await connection.table(statement).rows.first?.first ?? nil
    }
}
