// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Coordination

@Suite struct RegistryReaderTests {
    private func read(_ text: String) -> ([[String]], [Fault]) { read(Array(text.utf8)) }

    private func read(_ bytes: [UInt8]) -> ([[String]], [Fault]) {
        var reader = CSVReader(bytes, file: "f.csv")
        let records = reader.records()
        return (records.map { $0.fields.map(\.value) }, reader.faults)
    }

    @Test func quotesKeepCommasLineBreaksAndDoubledQuotes() {
        let (rows, faults) = read("a,\"b,\"\"c\"\"\",\"d\r\ne\"\r\n\"\",,x")
        #expect(rows == [["a", "b,\"c\"", "d\r\ne"], ["", "", "x"]])
        #expect(faults.isEmpty)
    }

    @Test func placesCountLinesAndCharacters() {
        var reader = CSVReader(Array("имя,\"две\nстроки\",б\nв,г".utf8), file: "f.csv")
        let fields = reader.records().flatMap(\.fields)
        #expect(fields.map(\.line) == [1, 1, 2, 3, 3])
        #expect(fields.map(\.column) == [1, 5, 9, 1, 3])
    }

    @Test func badBytesAreOneFaultARun() {
        let (rows, faults) = read(Array("а,".utf8) + [0xFF, 0xFE, 0xC3] + Array(",b\nc,d,e".utf8))
        #expect(faults.map(\.place) == ["f.csv:1:3"])
        #expect(rows.count == 2)
    }

    @Test func aLoneCarriageReturnIsAFault() {
        let (rows, faults) = read("a,b\rc,d\n")
        #expect(faults.map(\.place) == ["f.csv:1:4"])
        #expect(rows == [["c", "d"]])
    }

    @Test func nothingIsReadFromNothing() {
        let (rows, faults) = read("")
        #expect(rows.isEmpty && faults.isEmpty)
    }

    @Test func theNearestWordIsTheOneThatWasMeant() {
        #expect(Nearest.match("tsuu", in: ["tsu", "tpu"]) == "tsu")
        #expect(Nearest.match("utsab", in: ["tusab", "tspu"]) == "tusab")
        #expect(Nearest.match("xyz", in: ["tsu", "tpu"]) == nil)
    }

    @Test(arguments: [
        ("2016-02-29,day_off,,,", nil),
        ("2015-02-29,day_off,,,", "'2015-02-29' is not a date"),
        ("2016-02,day_off,,,", "'2016-02' is not a day"),
        ("2016-02-29,holiday,,,", "'holiday' is not a value of 'kind'"),
        ("2016-02-29,working_weekend,,,", "2016-02-29 is no Saturday or Sunday, so it cannot be a worked weekend day"),
        ("2016-02-29,day_off,,,\n2016-02-29,short_day,,,", "date '2016-02-29' is already in line 2"),
        ("2016-02-29,day_off,,", "the row has 4 fields, the header 5"),
    ])
    func aCalendarFileIsJudged(_ rows: String, _ sentence: String?) {
        let text = "date,kind,moved_from,holiday_ru,holiday_en\n" + rows + "\n"
        let (data, faults, _) = CalendarValidation.check(file: "calendar.csv", bytes: Array(text.utf8))
        #expect(faults.map(\.sentence) == (sentence.map { [$0.asSentence] } ?? []))
        #expect((data == nil) == (sentence != nil))
    }
}
