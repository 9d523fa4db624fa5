// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres

extension Connection {
    /// Opens cases by folding their messages; with `locking`, nobody else decides on them until the transaction ends.
    func openCases(_ ids: Set<Identifier>, locking: Bool) throws -> [Identifier: OpenCase] {
        guard !ids.isEmpty else { return [:] }
        if locking {
            // In id order, and in a statement of its own: the messages are read by a later snapshot.
            _ = try execute(
                "select 1 from core.instruction where id = any (\(ids.sorted())) order by id for no key update")
        }
        let messages = try messages(where: "m.case_id = any (\(ids.sorted())) and m.case_id <> m.id order by m.id")
        return try Dictionary(grouping: messages, by: \.caseID).mapValues { log in
            OpenCase(instruction: try Instruction.folding(log), lastMessage: log.last?.id)
        }
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
    func facts(of acts: [InstructionAct], by actors: [Actor]) throws -> CaseFacts {
        var facts = CaseFacts()
        // An operator who enters another body's paper holds no position there, and need not.
        let signers = actors.filter { $0.capacity == .own }.compactMap(\.person)
        let persons = acts.compactMap { if case .assign(let person) = $0 { person } else { nil } } + signers
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
        let drafts = acts.compactMap { if case .create(let draft) = $0 { draft } else { nil } }
        let actions = drafts.compactMap(\.aboutAction)
        if !actions.isEmpty {
            let rows = try query(
                """
                select p.code, a.code from core.roadmap_action a join core.programme p on p.id = a.programme
                 where a.code = any (\(actions))
                """, as: (String, String).self)
            for (programme, code) in rows { facts.actions[programme, default: []].insert(code) }
        }
        let instruments = drafts.flatMap(\.instruments)
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

extension Instruction {
    /// The state of a case: the fold of its messages, oldest first.
    static func folding(_ log: [StoredMessage]) throws -> Instruction? {
        var state: Instruction?
        for stored in log {
            let event: InstructionEvent
            do {
                event = try InstructionEvent(json: stored.message.body)
            } catch {
                throw StoreError(
                    .internalFault, "Message \(stored.id) of case \(stored.caseID) cannot be read as an act.",
                    cause: error)
            }
            let header = MessageHeader(
                caseID: stored.caseID, programme: stored.message.programme, kind: stored.message.kind,
                actor: stored.message.actor, occurredAt: stored.message.occurredAt)
            state = applying(event, of: header, to: state)
        }
        return state
    }
}
