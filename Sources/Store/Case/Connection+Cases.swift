// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres

extension Connection {
    /// Keeps everybody else from deciding on the cases until the transaction ends, and answers their last messages.
    ///
    /// Kind by kind and in id order, so that no two batches wait for one another; in statements of its own, so that the
    /// messages are read by a later snapshot.
    func lockCases(_ ids: [CaseKind: Set<Identifier>]) throws -> [Identifier: Identifier] {
        var lastMessages: [Identifier: Identifier] = [:]
        for kind in CaseKind.allCases {
            guard let ids = ids[kind] else { continue }
            let rows = try query(
                """
                select id, last_message from core.\(unescaped: kind.table)
                 where id = any (\(ids.sorted()))
                 order by id
                   for no key update
                """, as: (Identifier, Identifier).self)
            for (id, last) in rows { lastMessages[id] = last }
        }
        return lastMessages
    }

    /// Opens cases by folding their messages.
    func openCases(_ ids: Set<Identifier>) throws -> [Identifier: OpenCase] {
        guard !ids.isEmpty else { return [:] }
        let messages = try messages(where: "m.case_id = any (\(ids.sorted())) and m.case_id <> m.id order by m.id")
        return try Dictionary(grouping: messages, by: \.caseID).mapValues { log in
            OpenCase(state: try CaseState.folding(log), lastMessage: log.last?.id)
        }
    }

    /// Which of the persons, actions and instruments the acts name there are; and what the actors themselves hold.
    func facts(of acts: [CaseAct], by actors: [Actor]) throws -> CaseFacts {
        var facts = CaseFacts()
        // An operator who enters another body's paper holds no position there, and need not.
        let signers = actors.filter { $0.capacity == .own }.compactMap(\.person)
        let named = acts.map(\.named)
        let persons = named.flatMap(\.persons) + signers
        if !persons.isEmpty {
            let rows = try query(
                """
                select p.code, o.code, held.first_day, held.last_day
                  from core.person p
                  join core.person_position held on held.person = p.id
                  join core.organisation o on o.id = held.organisation
                 where p.code = any (\(persons))
                """, as: (String, String, CalendarDate?, CalendarDate?).self)
            facts.positions = rows.map { CaseFacts.Position(person: $0, organisation: $1, from: $2, to: $3) }
        }
        let actions = named.flatMap(\.actions)
        if !actions.isEmpty {
            let rows = try query(
                """
                select p.code, a.code from core.roadmap_action a join core.programme p on p.id = a.programme
                 where a.code = any (\(actions))
                """, as: (String, String).self)
            for (programme, code) in rows { facts.actions[programme, default: []].insert(code) }
        }
        let instruments = named.flatMap(\.instruments)
        if !instruments.isEmpty {
            let rows = try query(
                """
                select p.code, i.code from core.instrument i join core.programme p on p.id = i.programme
                 where i.code = any (\(instruments))
                """, as: (String, String).self)
            for (programme, code) in rows { facts.instruments[programme, default: []].insert(code) }
        }
        return facts
    }
}

extension CaseState {
    /// The state of a case: the fold of its messages, oldest first.
    static func folding(_ log: [StoredMessage]) throws -> CaseState? {
        try fold(
            log.map { stored in
                let message = stored.message
                guard let kind = CaseKind(messageKind: message.kind),
                    let event = try? CaseEvent(kind, json: message.body)
                else {
                    throw StoreError(
                        .internalFault,
                        "Message \(stored.id) of case \(stored.caseID), kind \(message.kind), cannot be read as an act."
                    )
                }
                let header = MessageHeader(
                    caseID: stored.caseID, programme: message.programme, kind: message.kind, actor: message.actor,
                    occurredAt: message.occurredAt)
                return (header, event)
            })
    }
}
