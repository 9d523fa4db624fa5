// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Postgres

extension Store {
    /// Whom a sender reaches by what it named, looked up now.
    ///
    /// A group whose members have all left meanwhile does not change what was sent before: under a key that the sender
    /// used already nothing is looked up, and the intake gives the first answer.
    public func audience(
        _ named: [Recipient], programme: String, sender: String, key: String
    ) async throws -> [Recipient] {
        let groups = Audience.groups(among: named)
        guard !groups.isEmpty else { return named }
        let (members, wasSent) = try await reading { connection in
            var members: [AudienceGroup: [String]] = [:]
            for group in groups {
                members[group] = try connection.members(of: group, programme: programme, sender: sender)
            }
            let sent = try connection.query(
                """
                select 1 from core.send_key s join core.organisation o on o.id = s.sender
                 where o.code = \(sender) and s.key = \(key)
                """, as: Int32.self)
            return (members, !sent.isEmpty)
        }
        return wasSent ? [] : try Audience.resolve(named, members: members, sender: sender)
    }
}

extension Connection {
    /// The codes of a group's organisations as the register has them now.
    fileprivate func members(of group: AudienceGroup, programme: String, sender: String) throws -> [String] {
        let isMember: Statement
        switch group {
        case .all: isMember = "true"
        case .kind(let kind): isMember = "o.kind = \(kind)"
        case .cluster(let code):
            isMember = """
                m.cluster = (select c.id from core.cluster c
                              where c.programme = p.id and c.code = \(code) and c.ended_at is null)
                """
        case .instrument(let code):
            isMember = """
                o.id in (select r.organisation
                           from core.instrument_recipient r
                           join core.instrument i on i.id = r.instrument
                          where i.programme = p.id and i.code = \(code) and i.ended_at is null and \(Self.stillReceives("r")))
                """
        case .area(let code): isMember = "o.id in (\(Self.partOf(area: code)))"
        case .parties(let reference):
            return try parties(ofCase: reference, programme: programme, sender: sender)
        }
        return try query(
            """
            select o.code
              from core.programme p
              join core.programme_organisation m on m.programme = p.id and m.ended_at is null
              join core.organisation o on o.id = m.organisation and o.ended_at is null
             where p.code = \(programme) and \(isMember)
             order by o.code
            """, as: String.self)
    }

    /// Whether a row of an instrument's recipients is on record and not over on the programme's day; `p` is the programme.
    private static func stillReceives(_ row: String) -> Statement {
        let row = Statement(unescaped: row)
        return """
            \(row).ended_at is null
            and (\(row).last_day is null or \(row).last_day >= (core.programme_now(p.id) at time zone p.zone)::date)
            """
    }

    /// The leads and participants of an area's projects, the owners and recipients of its instruments, and the leads and
    /// co-executors of the roadmap's actions in it; `p` is the programme.
    private static func partOf(area code: String) -> Statement {
        let area: Statement =
            "(select w.id from core.work_area w where w.programme = p.id and w.code = \(code) and w.ended_at is null)"
        return """
            select x.lead from core.project x where x.work_area = \(area) and x.ended_at is null
             union
            select y.organisation
              from core.project x join core.project_participant y on y.project = x.id
             where x.work_area = \(area) and x.ended_at is null
             union
            select x.owner from core.instrument x where x.work_area = \(area) and x.ended_at is null
             union
            select y.organisation
              from core.instrument x join core.instrument_recipient y on y.instrument = x.id and \(stillReceives("y"))
             where x.work_area = \(area) and x.ended_at is null
             union
            select x.lead
              from core.roadmap_action x
             where x.work_area = \(area) and x.ended_at is null and x.status <> 'withdrawn'
             union
            select y.organisation
              from core.roadmap_action x join core.roadmap_action_co_executor y on y.action = x.id
             where x.work_area = \(area) and x.ended_at is null and x.status <> 'withdrawn'
            """
    }

    /// Who has sent or received a message of the case, in which the sender has to be one of them: a stranger is told no more
    /// than of a case that is not there.
    private func parties(ofCase reference: String, programme: String, sender: String) throws -> [String] {
        for kind in CaseKind.allCases {
            let id: Identifier
            do {
                id = try caseReference(kind, reference, programme: programme).id
            } catch let error as StoreError {
                // A suffix that means several says nothing either: their numbers are not for everybody.
                switch error.code {
                case .notFound, .ambiguous: continue
                default: throw error
                }
            }
            let parties = try query(
                """
                select distinct o.code
                  from core.message m
                 cross join unnest(m.sender || m.audience) party
                  join core.organisation o on o.id = party
                 where m.case_id = \(id) and m.case_id <> m.id
                """, as: String.self)
            return parties.contains(sender) ? parties : []
        }
        return []
    }
}
