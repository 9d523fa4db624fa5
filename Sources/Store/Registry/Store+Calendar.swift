// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Foundation
import Postgres

extension Store {
    /// Merges a working calendar's file; the years it has are complete after it.
    ///
    /// Days of a year the file has that it no longer lists are taken away and kept in the history; years it does not have
    /// stay as they are.
    public func importCalendar(
        _ data: CalendarData, calendar: String, importer: String, warnings: [Warning] = [], dryRun: Bool = false
    ) async throws -> ImportSummary {
        let merge = try CalendarMerge(calendar: calendar, importer: importer)
        return try await transaction(dryRun: dryRun) { db in
            try merge.run(data, warnings: warnings, dryRun: dryRun, in: db)
        }
    }

    /// The same once under a key: its answer is kept, and given again byte for byte.
    public func importCalendar(
        _ data: CalendarData, calendar: String, importer: String, warnings: [Warning] = [], once key: RequestKey,
        render: @escaping @Sendable (ImportSummary) throws -> Answer
    ) async throws -> Answer {
        let merge = try CalendarMerge(calendar: calendar, importer: importer)
        return try await once(key) { db in try render(merge.run(data, warnings: warnings, dryRun: false, in: db)) }
    }

    /// A working calendar; one that was never imported knows no year.
    public func calendar(named name: String) async throws -> WorkingCalendar {
        try await reading { db in try CalendarMerge.read(name, in: db) }
    }
}

/// One import of a calendar.
struct CalendarMerge {
    let calendar: String
    let importer: String

    /// Refuses a name that no calendar can have.
    init(calendar: String, importer: String) throws(Refusal) {
        guard RegistryValidation.isCode(calendar) else {
            throw Refusal(
                code: "rule-refused", sentence: "'\(calendar)' is not the name of a calendar.",
                next: "Use lower-case letters and digits, such as 'ru'.")
        }
        self.calendar = calendar
        self.importer = importer
    }

    static func read(_ name: String, in db: isolated Connection) throws -> WorkingCalendar {
        let years = try db.query("select year from core.calendar_year where calendar = \(name)", as: Int.self)
        let days = try db.query(
            "select day, kind from core.calendar_day where calendar = \(name)", as: (PostgresDate, String).self)
        let kinds = days.compactMap { day, kind in
            DayKind(rawValue: kind).map { (CalendarDate(daysSince1970: day.daysSince1970), $0) }
        }
        return WorkingCalendar(days: Dictionary(kinds) { first, _ in first }, years: Set(years))
    }

    func run(
        _ data: CalendarData, warnings: [Warning], dryRun: Bool, in db: isolated Connection
    ) throws -> ImportSummary {
        ImportSummary(
            programme: nil, dryRun: dryRun, filesHash: FilesHash.of([data.file: data.bytes]),
            files: [try merge(data, in: db)], warnings: warnings, messageID: nil)
    }

    private func merge(_ data: CalendarData, in db: isolated Connection) throws -> ImportSummary.FileSummary {
        try db.execute("lock table core.calendar_day in share row exclusive mode")
        try stage(data, in: db)
        let touched = try db.query(
            """
            select case when d.day is null then 'added' else 'changed' end, i.day::text
              from calendar_incoming i
              left join core.calendar_day d on d.calendar = \(calendar) and d.day = i.day
             where d.day is null
                or (d.kind, d.moved_from, d.holiday_ru, d.holiday_en)
                   is distinct from (i.kind, i.moved_from, i.holiday_ru, i.holiday_en)
             union all
            select 'gone', d.day::text
              from core.calendar_day d
             where d.calendar = \(calendar) and extract(year from d.day)::int = any (\(data.years))
               and not exists (select from calendar_incoming i where i.day = d.day)
             order by 2
            """, as: (String, String).self)
        func days(_ state: String) -> [String] { touched.filter { $0.0 == state }.map(\.1) }
        try keepOldValues(days("changed"), days("gone"), in: db)
        try write(data, days("gone"), in: db)
        return ImportSummary.FileSummary(
            file: data.file, rows: data.days.count, added: days("added"), changed: days("changed"),
            unchanged: data.days.count - days("added").count - days("changed").count, noLongerPresent: days("gone"))
    }

    private func stage(_ data: CalendarData, in db: isolated Connection) throws {
        try db.script(
            """
            create temp table calendar_incoming (
                day date primary key, kind text not null, moved_from date, holiday_ru text, holiday_en text
            ) on commit drop
            """)
        try db.copyIn(
            "calendar_incoming", columns: ["day", "kind", "moved_from", "holiday_ru", "holiday_en"],
            rows: data.days.map {
                [$0.date.description, $0.kind, $0.movedFrom?.description, $0.holidayRu, $0.holidayEn]
            })
    }

    private func keepOldValues(_ changed: [String], _ gone: [String], in db: isolated Connection) throws {
        try db.execute(
            """
            insert into core.registry_history (file, key, change, cells, valid_from, imported_by)
            select 'calendar ' || d.calendar, d.day::text,
                   case when d.day::text = any (\(gone)) then 'ended' else 'changed' end,
                   jsonb_strip_nulls(jsonb_build_object('kind', d.kind, 'moved_from', d.moved_from,
                                     'holiday_ru', d.holiday_ru, 'holiday_en', d.holiday_en)), d.imported_at, \(importer)
              from core.calendar_day d
             where d.calendar = \(calendar) and d.day::text = any (\(changed + gone))
            """)
    }

    private func write(_ data: CalendarData, _ gone: [String], in db: isolated Connection) throws {
        try db.execute(
            "delete from core.calendar_day where calendar = \(calendar) and day::text = any (\(gone))")
        try db.execute(
            """
            insert into core.calendar_day (calendar, day, kind, moved_from, holiday_ru, holiday_en, imported_by)
            select \(calendar), day, kind, moved_from, holiday_ru, holiday_en, \(importer) from calendar_incoming
                on conflict (calendar, day) do update
               set kind = excluded.kind, moved_from = excluded.moved_from, holiday_ru = excluded.holiday_ru,
                   holiday_en = excluded.holiday_en, imported_by = excluded.imported_by, imported_at = now()
             where (calendar_day.kind, calendar_day.moved_from, calendar_day.holiday_ru, calendar_day.holiday_en)
                   is distinct from (excluded.kind, excluded.moved_from, excluded.holiday_ru, excluded.holiday_en)
            """)
        try db.execute(
            """
            insert into core.calendar_year (calendar, year, stamp)
            select \(calendar), year, core.new_id() from unnest(\(data.years)) year
                on conflict (calendar, year) do update set stamp = excluded.stamp
            """)
        // What is counted in working days may now be due at another time.
        try db.askForLooks(where: "p.calendar = \(calendar)")
    }
}
