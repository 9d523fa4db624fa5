// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Coordination

@Suite struct RegistryRealDataTests {
    @Test func theReferenceDataOfInoTomskHasNoFault() throws {
        let (data, faults, _) = RegistryValidation.check(RegistryFiles(files: try RegistrySamples.inoTomsk()))
        #expect(faults.isEmpty, "\(faults)")
        let counts = [
            "stakeholders.csv": 518, "instruments.csv": 82, "roadmap_actions_v1.csv": 65, "roadmap_actions_v2.csv": 55,
            "projects.csv": 110, "indicator_values.csv": 52, "meeting_decisions.csv": 42, "programme.csv": 1,
        ]
        for (file, count) in counts { #expect(data?.rowCount(of: file) == count) }
    }

    @Test func itsTrapsAreWarningsThatNameRowAndColumn() throws {
        let (_, _, warnings) = RegistryValidation.check(RegistryFiles(files: try RegistrySamples.inoTomsk()))
        func places(_ trap: String) -> [String] {
            warnings.filter { $0.trap == trap }.map { "\($0.file):\($0.line) \($0.columnName ?? "")" }
        }
        #expect(places("D1").contains("indicators.csv:17 name_en"))
        #expect(
            places("D2") == [
                "clusters.csv:4 document_wording", "clusters.csv:5 document_wording", "clusters.csv:6 document_wording",
            ])
        #expect(places("D3") == ["indicator_values.csv:7 pct_of_plan"])
        #expect(Set(places("D4")) == ["indicator_values.csv:8 fact", "indicator_values.csv:9 fact"])
        #expect(places("doubt").count == 11)
    }

    @Test func theCalendarOfRussiaHasNoFault() throws {
        let name = "working_calendar_ru.csv"
        let bytes = try #require(try RegistrySamples.inoTomsk()[name])
        let (data, faults, _) = CalendarValidation.check(file: name, bytes: bytes)
        #expect(faults.isEmpty, "\(faults)")
        #expect(data?.days.count == 344)
        #expect(data?.years == Array(2014...2026))
    }

    @Test func aBrokenByteInABigFileIsOneFaultAtItsPlace() throws {
        var files = try RegistrySamples.inoTomsk()
        var bytes = try #require(files["stakeholders.csv"])
        // The second byte of the first Russian letter.
        let place = try #require(bytes.firstIndex(of: 0xD0)) + 1
        bytes[place] = 0x41
        files["stakeholders.csv"] = bytes
        let (data, faults, _) = RegistryValidation.check(RegistryFiles(files: files))
        #expect(data == nil)
        #expect(faults.map(\.place) == ["stakeholders.csv:2:87"])
    }
}
