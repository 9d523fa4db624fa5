// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Postgres

extension Store {
    /// What a programme's deadlines go by: its zone, hours, working calendar and policies, as they are now.
    public func rules(of programme: String) async throws -> ProgrammeRules {
        try await reading { [ruleMemory] db in
            guard let state = try db.programmeStates([programme], rules: ruleMemory)[programme] else {
                throw Programmes.unknown(programme)
            }
            return state.rules
        }
    }
}

extension Connection {
    /// The programmes' rules and their now; the working calendar and the policies only where acts need them.
    func programmeStates(_ codes: Set<String>, rules memory: RuleMemory?) throws -> [String: ProgrammeState] {
        let rows = try query(
            """
            select p.code, p.zone, p.end_of_day_hour, p.calendar, p.policy,
                   case when p.clock = 'replay' then p.clock_now else clock_timestamp() end,
                   (select string_agg(y.year || ':' || y.stamp, ' ' order by y.year)
                      from core.calendar_year y where y.calendar = p.calendar),
                   (select max(d.import_message) from core.deadline_policy d where d.programme = p.id),
                   (select o.code from core.organisation o where o.id = p.office)
              from core.programme p
             where p.code = any (\(codes.sorted()))
            """, as: (String, String, Int16, String, String, Instant, String?, Int64?, String?).self)
        var states: [String: ProgrammeState] = [:]
        for (code, zoneName, hour, calendar, policy, now, stamp, policyStamp, office) in rows {
            guard let zone = Zone(identifier: zoneName) else {
                throw StoreError(
                    .internalFault, "Programme «\(code)» names the zone «\(zoneName)», which is not known here.")
            }
            let days = try memory.map { try workingCalendar(calendar, stamp: stamp ?? "", knownTo: $0) }
            let own = try memory.map { try deadlinePolicies(of: code, stamp: policyStamp, knownTo: $0) }
            states[code] = ProgrammeState(
                rules: ProgrammeRules(
                    code: code, zone: zone, endOfDayHour: Int(hour), policy: policy,
                    policies: DeadlinePolicy.shipped + (own ?? []), calendar: days ?? WorkingCalendar(),
                    office: office),
                now: now)
        }
        return states
    }

    private func workingCalendar(
        _ name: String, stamp: String, knownTo memory: RuleMemory
    ) throws -> WorkingCalendar {
        if let known = memory.calendars.value(named: name, stamp: stamp) { return known }
        let calendar = try CalendarMerge.read(name, in: self)
        memory.calendars.keep(calendar, named: name, stamp: stamp)
        return calendar
    }
}
