// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres
import Synchronization

/// The working calendars that were read before: hundreds of days, which change once a year.
///
/// Only a hint: a calendar counts as known when its years still bear the stamps that they had before it was read.
final class CalendarMemory: Sendable {
    private struct Known {
        let stamp: String
        let calendar: WorkingCalendar
    }

    private let calendars = Mutex<[String: Known]>([:])

    /// The calendar, when it is still as it was when it was read.
    func calendar(named name: String, stamp: String) -> WorkingCalendar? {
        calendars.withLock { calendars in
            calendars[name].flatMap { $0.stamp == stamp ? $0.calendar : nil }
        }
    }

    /// Keeps a calendar under the stamp that was read before it: a newer calendar under an older stamp is read again.
    func keep(_ calendar: WorkingCalendar, named name: String, stamp: String) {
        calendars.withLock { $0[name] = Known(stamp: stamp, calendar: calendar) }
    }
}

extension Connection {
    /// The programmes' rules and their now; the working calendar only where acts need it.
    func programmeStates(_ codes: Set<String>, calendars: CalendarMemory?) throws -> [String: ProgrammeState] {
        let rows = try query(
            """
            select p.code, p.zone, p.end_of_day_hour, p.calendar, p.policy,
                   case when p.clock = 'replay' then p.clock_now else clock_timestamp() end,
                   (select string_agg(y.year || ':' || y.stamp, ' ' order by y.year)
                      from core.calendar_year y where y.calendar = p.calendar)
              from core.programme p
             where p.code = any (\(codes.sorted()))
            """, as: (String, String, Int16, String, String, Instant, String?).self)
        var states: [String: ProgrammeState] = [:]
        for (code, zoneName, hour, calendar, policy, now, stamp) in rows {
            guard let zone = Zone(identifier: zoneName) else {
                throw StoreError(
                    .internalFault, "Programme «\(code)» names the zone «\(zoneName)», which is not known here.")
            }
            let days = try calendars.map { try workingCalendar(calendar, stamp: stamp ?? "", knownTo: $0) }
            states[code] = ProgrammeState(
                rules: ProgrammeRules(
                    code: code, zone: zone, endOfDayHour: Int(hour), policy: policy, calendar: days ?? WorkingCalendar()
                ),
                now: now)
        }
        return states
    }

    private func workingCalendar(
        _ name: String, stamp: String, knownTo calendars: CalendarMemory
    ) throws -> WorkingCalendar {
        if let known = calendars.calendar(named: name, stamp: stamp) { return known }
        let calendar = try CalendarMerge.read(name, in: self)
        calendars.keep(calendar, named: name, stamp: stamp)
        return calendar
    }
}
