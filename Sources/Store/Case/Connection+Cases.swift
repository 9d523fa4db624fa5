// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres

extension Connection {
    /// Keeps everybody else from deciding on the cases until the transaction ends.
    ///
    /// Kind by kind and in id order, so that no two batches wait for one another; in statements of its own, so that the
    /// messages are read by a later snapshot.
    func lockCases(_ ids: [CaseKind: Set<Identifier>]) throws {
        for kind in CaseKind.allCases {
            guard let ids = ids[kind] else { continue }
            _ = try execute(
                """
                select 1 from core.\(unescaped: kind.table) where id = any (\(ids.sorted())) order by id for no key update
                """)
        }
    }

    /// Opens cases by folding their messages.
    func openCases(_ ids: Set<Identifier>) throws -> [Identifier: OpenCase] {
        guard !ids.isEmpty else { return [:] }
        let messages = try messages(where: "m.case_id = any (\(ids.sorted())) and m.case_id <> m.id order by m.id")
        return try Dictionary(grouping: messages, by: \.caseID).mapValues { log in
            OpenCase(state: try CaseState.folding(log), lastMessage: log.last?.id)
        }
    }

    /// Finds a case by number, id, or a unique suffix of its id.
    func caseID(_ kind: CaseKind, _ reference: String, programme: String?) throws -> Identifier {
        let condition: Statement =
            if let id = Identifier(reference) {
                "c.id = \(id)"
            } else if let suffix = IdentifierSuffix(reference) {
                "c.id & \(suffix.mask) = \(suffix.bits)"
            } else {
                """
                c.number_key = \(RegistrationNumber.key(reference))
                   and (\(programme)::text is null
                        or c.programme = (select p.id from core.programme p where p.code = \(programme)))
                """
            }
        let rows = try query(
            """
            select c.id, c.number from core.\(unescaped: kind.table) c where \(condition) order by c.id desc limit 6
            """, as: (Identifier, String?).self)
        let what = kind.rawValue
        guard let first = rows.first else {
            throw StoreError(.notFound(what: what, name: reference), "No \(what) goes by «\(reference)».")
        }
        guard rows.count == 1 else {
            throw StoreError(
                .ambiguous(what: what, candidates: rows.map { $0.1 ?? $0.0.description }),
                "«\(reference)» means more than one \(what): give its number, or more of its id.")
        }
        return first.0
    }

    /// The programmes' rules and their now; the working calendar only where acts need it.
    func programmeStates(_ codes: Set<String>, withCalendar: Bool) throws -> [String: ProgrammeState] {
        let rows = try query(
            """
            select code, zone, end_of_day_hour, calendar, policy,
                   case when clock = 'replay' then clock_now else clock_timestamp() end
              from core.programme
             where code = any (\(codes.sorted()))
            """, as: (String, String, Int16, String, String, Instant).self)
        let calendars = withCalendar ? try workingCalendars(Set(rows.map(\.3))) : [:]
        var states: [String: ProgrammeState] = [:]
        for (code, zoneName, hour, calendar, policy, now) in rows {
            guard let zone = Zone(identifier: zoneName) else {
                throw StoreError(
                    .internalFault, "Programme «\(code)» names the zone «\(zoneName)», which is not known here.")
            }
            states[code] = ProgrammeState(
                rules: ProgrammeRules(
                    code: code, zone: zone, endOfDayHour: Int(hour), policy: policy,
                    calendar: calendars[calendar] ?? WorkingCalendar()),
                now: now)
        }
        return states
    }

    private func workingCalendars(_ names: Set<String>) throws -> [String: WorkingCalendar] {
        var calendars: [String: WorkingCalendar] = [:]
        let years = try query(
            "select calendar, year from core.calendar_year where calendar = any (\(names.sorted()))",
            as: (String, Int32).self)
        for (name, year) in years { calendars[name, default: WorkingCalendar()].years.insert(Int(year)) }
        let days = try query(
            "select calendar, day, kind from core.calendar_day where calendar = any (\(names.sorted()))",
            as: (String, CalendarDate, String).self)
        for (name, day, kind) in days {
            calendars[name, default: WorkingCalendar()].days[day] = DayKind(rawValue: kind)
        }
        return calendars
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
