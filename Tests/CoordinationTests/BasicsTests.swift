// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import Testing

@Suite struct IdentifierTests {
    @Test(arguments: [
        (0, "0000000000000"), (1, "0000000000001"), (31, "000000000000z"), (Int64.max, "7zzzzzzzzzzzz"),
        (-1, "fzzzzzzzzzzzz"),
    ])
    func textIsThirteenCrockfordCharacters(_ value: Int64, _ text: String) {
        #expect(Identifier(rawValue: value).description == text)
        #expect(Identifier(text)?.rawValue == value)
        #expect(Identifier(text.uppercased())?.rawValue == value)
    }

    @Test func lettersTakenForDigitsAreRead() {
        #expect(Identifier("000000000oiLO")?.description == "0000000000110")
    }

    @Test(arguments: ["", "1", "00000000000001", "g000000000000", "000000000000u", "00000000000-1", "００００００００００００１"])
    func whatIsNoIdentifierIsNotRead(_ text: String) {
        #expect(Identifier(text) == nil)
    }

    @Test func textsSortAsIdentifiersDo() {
        let identifiers = [Int64.min, -1, 0, 1, 1 << 40, Int64.max].map(Identifier.init(rawValue:)).sorted()
        #expect(identifiers.map(\.description) == identifiers.map(\.description).sorted())
    }

    @Test func jsonIsTheText() throws {
        let json = try JSONEncoder().encode([Identifier(rawValue: 32)])
        #expect(String(decoding: json, as: UTF8.self) == #"["0000000000010"]"#)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Identifier].self, from: Data("[1]".utf8)) }
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Identifier].self, from: Data(#"["1"]"#.utf8)) }
    }
}

@Suite struct InstantTests {
    @Test(arguments: [
        ("2016-03-25T12:00:00Z", "2016-03-25T12:00:00Z", 1_458_907_200_000_000),
        ("2016-03-25T18:00:00+06:00", "2016-03-25T12:00:00Z", 1_458_907_200_000_000),
        ("2016-03-25t06:30:00.120-05:30", "2016-03-25T12:00:00.12Z", 1_458_907_200_120_000),
        ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z", -1),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z", -62_135_596_800_000_000),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z", 253_402_300_799_000_000),
    ]) func textIsReadWithAnyOffsetAndWrittenInUTC(_ text: String, _ written: String, _ micros: Int64) {
        let instant = Instant(text)
        #expect(instant?.microsecondsSince1970 == micros)
        #expect(instant?.description == written)
    }

    @Test(arguments: [
        "", "2016-03-25", "2016-03-25T12:00Z", "2016-03-25T12:00:00", "2016-02-30T12:00:00Z", "2016-03-25T24:00:00Z",
        "2016-03-25T12:00:60Z", "2016-03-25T12:00:00.Z", "2016-03-25T12:00:00.1234567Z", "2016-03-25T12:00:00Z ",
        "2016-03-25T12:00:00+0600", "10000-01-01T00:00:00Z", "-001-01-01T00:00:00Z", "2016-03-25T12:00:00٣Z",
    ]) func whatIsNoInstantIsNotRead(_ text: String) {
        #expect(Instant(text) == nil)
    }

    @Test func theEndsOfTimeHold() {
        #expect(Instant(microsecondsSince1970: .max).adding(seconds: 1).microsecondsSince1970 == .max)
        #expect(Instant(microsecondsSince1970: .min).adding(seconds: .min).microsecondsSince1970 == .min)
        #expect(!Instant(microsecondsSince1970: .min).description.isEmpty)
        #expect(!Instant(microsecondsSince1970: .max).description.isEmpty)
    }
}

@Suite struct CalendarDateTests {
    @Test func everyDayOfFourCenturiesIsItsOwnAndNoOther() {
        var date = CalendarDate(daysSince1970: -80_000)
        for _ in 0..<150_000 {
            #expect(CalendarDate(year: date.year, month: date.month, day: date.day) == date)
            let next = date.adding(days: 1)
            let follows = next.day == date.day + 1 || next.day == 1 && next.month == date.month % 12 + 1
            #expect(follows && next.weekday == date.weekday % 7 + 1)
            date = next
        }
    }

    @Test func knownDaysHaveTheirWeekdays() {
        #expect(Fixture.date("1970-01-01").weekday == 4)
        #expect(Fixture.date("2016-03-25").weekday == 5)
        #expect(Fixture.date("2016-02-29").adding(days: 1).description == "2016-03-01")
    }

    @Test(arguments: [
        "2015-02-29", "2016-13-01", "2016-00-01", "2016-1-1", "16-01-01", "0000-01-01", "2016-01-32", "2016-01-01 ",
    ])
    func whatIsNoDayIsNotRead(_ text: String) {
        #expect(CalendarDate(text) == nil)
    }

    @Test(arguments: [
        ("2016-01-31", 1, "2016-02-29"), ("2015-01-31", 1, "2015-02-28"), ("2016-12-31", 2, "2017-02-28"),
        ("2016-03-31", -1, "2016-02-29"),
    ])
    func aMonthLaterIsTheSameDayOrTheMonthsLast(_ from: String, _ months: Int, _ to: String) {
        #expect(Fixture.date(from).adding(months: months) == Fixture.date(to))
    }
}

@Suite struct PartialDateTests {
    @Test(arguments: [
        ("2016-03-25", "2016-03-25", "2016-03-25"), ("2016-02", "2016-02-01", "2016-02-29"),
        ("2014", "2014-01-01", "2014-12-31"), ("2006/2016", "2006-01-01", "2016-12-31"),
    ]) func everyPrecisionStaysWhatItIs(_ text: String, _ first: String, _ last: String) throws {
        let date = try #require(PartialDate(text))
        #expect(date.description == text)
        #expect(date.firstDay == Fixture.date(first))
        #expect(date.lastDay == Fixture.date(last))
        #expect(try JSONDecoder().decode([PartialDate].self, from: JSONEncoder().encode([date])) == [date])
    }

    @Test(arguments: ["", "2016-13", "2016/2006", "206", "2016-03-25/2017", "0000", "2016/"])
    func whatIsNoDateIsNotRead(_ text: String) {
        #expect(PartialDate(text) == nil)
    }
}

@Suite struct ZoneTests {
    @Test func tomskMovedForwardInMay2016() {
        #expect(Fixture.zone.offsetSeconds(at: Fixture.instant("2016-05-28T00:00:00Z")) == 6 * 3600)
        #expect(Fixture.zone.offsetSeconds(at: Fixture.instant("2016-05-30T00:00:00Z")) == 7 * 3600)
        #expect(
            Fixture.zone.instant(Fixture.date("2016-05-27"), hour: 18, minute: 0).description == "2016-05-27T12:00:00Z")
        #expect(
            Fixture.zone.instant(Fixture.date("2016-05-30"), hour: 18, minute: 0).description == "2016-05-30T11:00:00Z")
    }

    @Test func textIsTheWallClock() {
        #expect(Fixture.zone.text(Fixture.instant("2016-03-25T12:00:00Z")) == "25.03.2016 18:00")
        #expect(Fixture.zone.date(of: Fixture.instant("2016-03-25T18:30:00Z")) == Fixture.date("2016-03-26"))
    }

    @Test func aSkippedTimeMovesOnAndADoubledOneIsTheFirst() throws {
        let berlin = try #require(Zone(identifier: "Europe/Berlin"))
        #expect(berlin.instant(Fixture.date("2016-03-27"), hour: 2, minute: 30).description == "2016-03-27T01:30:00Z")
        #expect(berlin.instant(Fixture.date("2016-10-30"), hour: 2, minute: 30).description == "2016-10-30T00:30:00Z")
    }

    @Test func anUnknownZoneIsNotMade() {
        #expect(Zone(identifier: "Asia/Nowhere") == nil)
    }
}
