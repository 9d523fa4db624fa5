// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Logging
import TestDatabase
import Testing

@testable import Store

@Suite(.database) struct CalendarTests {
    private static let file = "working_calendar_ru.csv"

    private func load(_ text: String, in registry: RegistryFixture, dryRun: Bool = false) async throws -> ImportSummary
    {
        let (data, faults, _) = CalendarValidation.check(file: Self.file, bytes: Array(text.utf8))
        return try await registry.store.importCalendar(
            try #require(data, "\(faults)"), calendar: "ru", importer: "tester", dryRun: dryRun)
    }

    @Test func theRussianCalendarIsLoadedOnce() async throws {
        let registry = try RegistryFixture()
        let text = try #require(RegistryFixture.files[Self.file])
        let dry = try await load(text, in: registry, dryRun: true)
        #expect(dry.hasChanges)
        #expect(try await registry.store.calendar(named: "ru").years.isEmpty)
        let summary = try await load(text, in: registry)
        #expect(summary.files.map(\.added.count) == [344])
        let again = try await load(text, in: registry)
        #expect(!again.hasChanges && again.files.map(\.unchanged) == [344])

        let calendar = try await registry.store.calendar(named: "ru")
        #expect(calendar.years == Set(2014...2026))
        #expect(try !calendar.isWorked(#require(CalendarDate("2016-01-08"))))
        #expect(try calendar.isWorked(#require(CalendarDate("2016-02-20"))))
        #expect(throws: Refusal.self) { try calendar.isWorked(#require(CalendarDate("2030-01-10"))) }
        #expect(try await registry.count("select count(*) from report_v1.calendar_day") == 344)
    }

    @Test func aDayThatIsGoneFromAYearItHasIsTakenAwayAndKept() async throws {
        let registry = try RegistryFixture()
        let head = "date,kind,moved_from,holiday_ru,holiday_en\r\n"
        _ = try await load(
            head + "2015-01-01,day_off,,,\r\n2016-01-01,day_off,,,\r\n2016-01-04,day_off,,,\r\n", in: registry)
        let summary = try await load(head + "2016-01-01,day_off,,Новый год,\r\n", in: registry)
        #expect(summary.files.first?.changed == ["2016-01-01"])
        #expect(summary.files.first?.noLongerPresent == ["2016-01-04"])
        let calendar = try await registry.store.calendar(named: "ru")
        #expect(calendar.years == [2015, 2016] && calendar.days.count == 2)
        #expect(try await registry.count("select count(*) from core.registry_history") == 2)
    }

    @Test func anActGoesByTheCalendarThatWasImportedAMomentAgo() async throws {
        let office = try await Office.open()
        let id = try await office.issue()
        let holiday = try #require(CalendarDate("2016-05-02"))
        let known = try await office.store.instruction(id).rules.calendar
        #expect(try !known.isWorked(holiday))
        let (data, _, _) = CalendarValidation.check(
            file: Self.file,
            bytes: Array("date,kind,moved_from,holiday_ru,holiday_en\r\n2016-05-03,day_off,,,\r\n".utf8))
        // By another daemon: this one only finds the stamp changed.
        let other = Store(
            StoreConfiguration(conninfo: office.database.conninfo(user: "ino_daemon"), poolSize: 2),
            logger: Logger(label: "other"))
        _ = try await other.importCalendar(try #require(data), calendar: "ru", importer: "tester")
        let calendar = try await office.store.instruction(id).rules.calendar
        #expect(try calendar.isWorked(holiday))
        #expect(calendar.days.keys.sorted() == [try #require(CalendarDate("2016-05-03"))])
    }
}
