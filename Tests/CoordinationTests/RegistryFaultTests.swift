// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Coordination

/// One text changed in one file of a good registry, and the fault it must give.
struct RegistryCase: CustomTestStringConvertible, Sendable {
    let file: String
    let old: String
    let new: String
    let place: String
    let sentence: String
    let next: String?

    init(_ file: String, _ old: String, _ new: String, _ place: String, _ sentence: String, next: String? = nil) {
        self.file = file
        self.old = old
        self.new = new
        self.place = place
        self.sentence = sentence
        self.next = next
    }

    var testDescription: String { "\(file): \(sentence)" }
}

@Suite struct RegistryFaultTests {
    @Test func aSmallRegionWithItsOwnRoadmapVersionIsGood() {
        let (data, faults, warnings) = RegistrySamples.check(RegistrySamples.small)
        #expect(faults.isEmpty, "\(faults)")
        #expect(warnings.isEmpty, "\(warnings)")
        #expect(data?.rowCount(of: "roadmap_actions_2030.csv") == 1)
    }

    static let forms: [RegistryCase] = [
        .init(
            "stakeholders.csv", "kind,", "kynd,", "1:6", "the column 'kynd' is not known", next: "did you mean 'kind'?"),
        .init("stakeholders.csv", ",cluster,evidence", ",evidence", "1:79", "the column 'cluster' is missing"),
        .init("stakeholders.csv", "name_en,name_ru", "name_en,name_en", "1:19", "the column 'name_en' is there twice"),
        .init("stakeholders.csv", "office,project_office", "Office!,project_office", "3:1", "'Office!' is not a code"),
        .init("stakeholders.csv", "team,task_team", "office,task_team", "4:1", "code 'office' is already in line 3"),
        .init(
            "stakeholders.csv", "Офис,ministry", "Офис,ministri", "3:35",
            "'ministri' is not a code of stakeholders.csv", next: "did you mean 'ministry'?"),
        .init(
            "stakeholders.csv", "Министерство,,", "Министерство,team,", "2:49",
            "the parents form a circle: ministry → team → office → ministry"),
        .init(
            "stakeholders.csv", "federal_ministry", "federal_minstry", "2:10",
            "'federal_minstry' is not a value of 'kind'"),
        .init("stakeholders.csv", "Office,", ",", "3:23", "'name_en' is empty"),
        .init("stakeholders.csv", "Office,", " Office,", "3:23", "'name_en' begins or ends with a blank"),
        .init("stakeholders.csv", "Office,", "\"Off\nice\",", "3:23", "'name_en' has a line break"),
        .init("stakeholders.csv", "Office,", "\"Office,", "3:23", "the quote that opens this field is never closed"),
        .init("stakeholders.csv", "Office,", "\"Off\"ice,", "3:28", "text follows the closing quote of a field"),
        .init("stakeholders.csv", "Office,", "Off\"ice,", "3:26", "a quote stands inside a field without quotes"),
        .init("stakeholders.csv", "Office,", "Office,,", "3:1", "the row has 11 fields, the header 10"),
        .init("stakeholders.csv", "\nteam", "\n\nteam", "4:1", "the line is empty"),
        .init("work_areas.csv", "code,", "\u{FEFF}code,", "1:1", "the file starts with a byte order mark"),
        .init(
            "persons.csv", "2014,2016-03", "01.02.2014,2016-03", "2:44", "'01.02.2014' is not a date",
            next: "write 2014-02-01; the forms are 2016-03-25, 2014-06 or 2014"),
        .init("persons.csv", "2014,2016-03", "2014-02-30,2016-03", "2:44", "'2014-02-30' is not a date"),
        .init("persons.csv", "2014,2016-03", "2014,2013-12", "2:49", "valid_to 2013-12 is before valid_from 2014"),
        .init("projects.csv", ",12.5,", ",\"12,5\",", "2:89", "'12,5' is not a number", next: "write 12.5"),
        .init("work_areas.csv", "industry,1,", "industry,01,", "2:10", "'01' is not a whole number"),
        .init("indicator_values.csv", "2006/2016", "2016/2006", "2:6", "'2016/2006' is not a period"),
    ]

    static let rules: [RegistryCase] = [
        .init(
            "stakeholders.csv", "invented,timber,invented", "invented,timber,stored_page", "3:74",
            "evidence 'stored_page' does not go with provenance 'sample'"),
        .init(
            "stakeholders.csv", "http://example.org", "a page", "2:64",
            "the note of a row with evidence 'stored_page' lacks the address of the page"),
        .init(
            "work_areas.csv", "sample,invented,invented", "sample,invented,for a test", "2:52",
            "the note of a row with evidence 'invented' lacks the word 'invented'"),
        .init("instruments.csv", "Act 1,2014-06", "Act 1,", "2:42", "valid_to stands without valid_from"),
        .init("instruments.csv", ",Act 1,", ",,", "2:80", "legal_basis and legal_basis_evidence do not go together"),
        .init(
            "roadmap_actions_2030.csv", "office,team", "office,team;office", "2:33",
            "the lead 'office' is also a co-executor"),
        .init("roadmap_actions_2030.csv", "office,team", "office,team;team", "2:38", "'co_executors' repeats 'team'"),
        .init(
            "roadmap_actions_2030.csv", "2030-01", "2030-02", "2:3", "the code '2030-02' does not follow the number 1"),
        .init(
            "roadmap_actions_2030.csv", "sample,none", "sample,named_activity", "2:83",
            "document_link 'named_activity' does not go with provenance 'sample'"),
        .init("projects.csv", "2016-05-01", "2014-05-01", "2:70", "end 2014-05-01 is before start 2015"),
        .init("projects.csv", ",12.5,2,", ",12.5,20,", "2:94", "the extra-budgetary part is above the whole budget"),
        .init(
            "projects.csv", "office,team", "ministry,team", "2:53",
            "an invented project is put on the real body 'ministry'"),
        .init(
            "projects.csv", "p-1,Sample project 1", "p-1,Real project 1", "2:5",
            "the title of an invented project does not say so"),
        .init(
            "projects.csv", "30,loan,2030-01,sample,sample,sample", "30,loan,2030-01,sample,sample,none", "2:126",
            "money or jobs and numbers_provenance do not go together"),
        .init("indicator_values.csv", "107,jobs", "107,percent", "2:21", "the unit 'percent' is not the indicator's"),
        .init(
            "indicator_values.csv", ",107,100,", ",107,90,", "2:37", "plan_derived 90 is not fact / percent",
            next: "write 100.0"),
        .init(
            "indicator_values.csv", ",107,jobs,sample,107,100", ",,jobs,sample,,", "2:17",
            "the row has no plan, fact or percent of plan"),
        .init("indicator_values.csv", "of the plan,,,", "of the plan,,5,", "2:65", "alt_fact stands without doubt"),
        .init(
            "meetings.csv", "2014-06,month", "2014-06,day", "2:14", "date 2014-06 is a month, date_precision says 'day'"
        ),
        .init(
            "meeting_decisions.csv", "ev-1-d01,ev-1,1", "ev-1-d01,ev-1,2", "2:15", "decision 1 of ev-1 is numbered '2'"),
    ]

    @Test(arguments: forms + rules)
    func aMistakeIsAFaultAtItsPlace(_ one: RegistryCase) throws {
        let (data, faults, _) = RegistrySamples.check(try RegistrySamples.small(one.file, one.old, one.new))
        #expect(data == nil)
        // A code that is wrong leaves others that pointed to it in the air, so more may follow.
        #expect(faults.first?.place == "\(one.file):\(one.place)", "\(faults)")
        #expect(faults.first?.sentence == one.sentence.asSentence)
        if let next = one.next { #expect(faults.first?.next == next.asSentence) }
        #expect(faults.allSatisfy { !$0.next.isEmpty })
    }

    @Test func allFaultsOfAllFilesComeAtOnceInTheirOrder() throws {
        var files = try RegistrySamples.small("stakeholders.csv", "task_team", "team")
        files["persons.csv"] = files["persons.csv"]?.replacing("2014,", with: "yesterday,")
        files["meetings.csv"] = nil
        files["stakeholder.csv"] = "code\n"
        let (_, faults, _) = RegistrySamples.check(files)
        #expect(
            faults.map(\.place) == [
                "stakeholder.csv:1:1", "stakeholders.csv:4:6", "persons.csv:2:44", "meetings.csv:1:1",
            ])
        #expect(faults.first?.next == "Did you mean stakeholders.csv?")
    }

    @Test func aRoadmapVersionThatIsNotThereIsSaidAtTheColumn() throws {
        let files = try RegistrySamples.small("projects.csv", "action_2030", "action_2020")
        let (_, faults, _) = RegistrySamples.check(files)
        #expect(faults.first?.sentence == "The column 'action_2020' is not known.")
        #expect(faults.first?.next == "Did you mean 'action_2030'?")
    }

    @Test func anActionIsNotCarriedOverFromOneThatIsDone() throws {
        var files = try RegistrySamples.small("roadmap_actions_2030.csv", ",planned,", ",done,")
        let later = try #require(RegistrySamples.small["roadmap_actions_2030.csv"])
        files["roadmap_actions_2035.csv"] =
            later.replacing("2030-01", with: "2035-01").replacing(
                "source_note,evidence\n", with: "source_note,evidence,origin_2030\n"
            )
            .replacing("invented,invented\n", with: "invented,invented,2030-01\n")
        let (_, faults, _) = RegistrySamples.check(files)
        #expect(faults.map(\.sentence) == ["It is carried over from 2030-01, which is done."])
    }

    @Test func columnsMayStandInAnyOrderAndLinesEndEitherWay() throws {
        var files = RegistrySamples.small
        files["area_types.csv"] =
            "number,code,name_ru,name_en,source_note,evidence,provenance\r\n1,park,Парк,Park,invented,invented,sample\r\n"
        #expect(RegistrySamples.check(files).faults.isEmpty)
    }

    @Test func noBytesMakeTheValidationCrash() {
        var state: UInt64 = 20_160_325
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let names = RegistrySamples.small.keys.sorted()
        for _ in 0..<500 {
            var files = RegistrySamples.small.mapValues { Array($0.utf8) }
            for _ in 0...next(3) {
                let name = names[next(names.count)]
                guard var bytes = files[name], !bytes.isEmpty else { continue }
                let place = next(bytes.count)
                switch next(4) {
                case 0: bytes[place] = UInt8(next(256))
                case 1: bytes.remove(at: place)
                case 2: bytes.insert([0x22, 0x2C, 0x0A, 0x3B, 0x2D][next(5)], at: place)
                default: bytes.removeSubrange(place...)
                }
                files[name] = bytes
            }
            let (data, faults, _) = RegistryValidation.check(RegistryFiles(files: files))
            #expect((data == nil) == !faults.isEmpty)
            #expect(faults.allSatisfy { $0.line > 0 && $0.column > 0 })
        }
    }
}
