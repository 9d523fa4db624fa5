// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres

extension Connection {
    /// What the register says of the offices, actions, projects and instruments that uses name, by programme; what there
    /// is not, or no longer, is left out.
    func instrumentUseFacts(
        programmes: Set<String>, actions: [String], projects: [String], instruments: [String]
    ) throws -> [String: InstrumentUseFacts] {
        var facts: [String: InstrumentUseFacts] = [:]
        let offices = try query(
            """
            select p.code, o.code from core.programme p join core.organisation o on o.id = p.office
             where p.code = any (\(programmes.sorted()))
            """, as: (String, String).self)
        for (programme, office) in offices { facts[programme, default: InstrumentUseFacts()].office = office }
        if !actions.isEmpty {
            let rows = try query(
                """
                select p.code, a.code, lead.code,
                       array(select o.code from core.roadmap_action_co_executor l
                               join core.organisation o on o.id = l.organisation where l.action = a.id)
                  from core.roadmap_action a
                  join core.programme p on p.id = a.programme
                  join core.organisation lead on lead.id = a.lead
                 where a.code = any (\(actions)) and a.ended_at is null
                """, as: (String, String, String, [String]).self)
            for (programme, code, lead, others) in rows {
                facts[programme, default: InstrumentUseFacts()].actions[code] = .init(lead: lead, others: Set(others))
            }
        }
        if !projects.isEmpty {
            let rows = try query(
                """
                select p.code, j.code, lead.code,
                       array(select o.code from core.project_participant l
                               join core.organisation o on o.id = l.organisation where l.project = j.id)
                  from core.project j
                  join core.programme p on p.id = j.programme
                  join core.organisation lead on lead.id = j.lead
                 where j.code = any (\(projects)) and j.ended_at is null
                """, as: (String, String, String, [String]).self)
            for (programme, code, lead, others) in rows {
                facts[programme, default: InstrumentUseFacts()].projects[code] = .init(lead: lead, others: Set(others))
            }
        }
        for (programme, code, terms) in try instrumentTerms(instruments) {
            facts[programme, default: InstrumentUseFacts()].instruments[code] = terms
        }
        return facts
    }

    private func instrumentTerms(_ codes: [String]) throws -> [(String, String, InstrumentUseFacts.Terms)] {
        guard !codes.isEmpty else { return [] }
        let windows = try query(
            """
            select p.code, i.code, w.first_day, w.last_day
              from core.instrument_window w
              join core.instrument i on i.id = w.instrument
              join core.programme p on p.id = i.programme
             where i.code = any (\(codes)) and w.ended_at is null and w.first_day <= w.last_day
            """, as: (String, String, CalendarDate, CalendarDate).self)
        let rows = try query(
            """
            select p.code, i.code, owner.code, i.first_day, i.last_day
              from core.instrument i
              join core.programme p on p.id = i.programme
              join core.organisation owner on owner.id = i.owner
             where i.code = any (\(codes)) and i.ended_at is null
            """, as: (String, String, String, CalendarDate?, CalendarDate?).self)
        return rows.map { programme, code, owner, firstDay, lastDay in
            let own = windows.filter { $0.0 == programme && $0.1 == code }.map { $0.2...$0.3 }
            return (
                programme, code,
                InstrumentUseFacts.Terms(owner: owner, firstDay: firstDay, lastDay: lastDay, windows: own)
            )
        }
    }
}
