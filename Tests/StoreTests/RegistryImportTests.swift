// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import TestDatabase
import Testing

@testable import Store

@Suite(.database) struct RegistryImportTests {
    @Test func theReferenceDataMakesItsProgrammeAndFillsTheRegistry() async throws {
        let registry = try RegistryFixture()
        let summary = try await registry.load()
        #expect(summary.programme == "ino-tomsk")
        #expect(summary.hasChanges && summary.messageID != nil)
        #expect(summary.files.map(\.rows).reduce(0, +) == summary.files.map(\.added.count).reduce(0, +))
        #expect(summary.filesHash.count == 64)
        #expect(summary.warnings.contains { $0.trap == "D3" })

        let store = registry.store
        #expect(try await store.organisations().count == 518)
        #expect(try await store.instruments().count == 82)
        #expect(try await store.projects().count == 110)
        #expect(try await store.persons().count == 72)
        #expect(try await store.indicators().flatMap(\.values).count == 52)
        #expect(try await store.meetings().flatMap(\.decisions).count == 42)
        #expect(try await store.roadmaps().map(\.actionCount) == [65, 55])
        #expect(try await store.roadmap("v1").actionsByStatus["done"] == 42)
        #expect(try await store.roadmap("v2").actions?.count == 55)
        let programme = try await store.programme()
        #expect(programme.clock == "replay" && programme.zone == "Asia/Tomsk" && programme.office == "tomsk_admin")
        #expect(programme.now == Instant("2016-03-25T03:00:00Z"))
    }

    @Test func theSameFilesAgainChangeNothingAndWriteNoMessage() async throws {
        let registry = try RegistryFixture()
        let first = try await registry.load()
        let second = try await registry.load()
        #expect(!second.hasChanges && second.messageID == nil)
        #expect(second.filesHash == first.filesHash)
        #expect(second.files.map(\.unchanged).reduce(0, +) == first.files.map(\.rows).reduce(0, +))
        #expect(try await registry.count("select count(*) from core.message where kind = 'registry.change'") == 1)
        #expect(try await registry.count("select count(*) from core.registry_history") == 0)
    }

    @Test func anImportIsOneMessageWithItsSummaryAndHash() async throws {
        let registry = try RegistryFixture()
        let summary = try await registry.load()
        let body = "select convert_from(body, 'UTF8')::jsonb from core.message where kind = 'registry.change'"
        #expect(try await registry.text("(\(body)) ->> 'filesHash'") == summary.filesHash)
        #expect(try await registry.count("jsonb_array_length((\(body)) -> 'files')") == 16)
        #expect(try await registry.text("(\(body)) ->> 'programme'") == "ino-tomsk")
        let unsigned = "select count(*) from core.organisation where import_message is null"
        #expect(try await registry.count(unsigned) == 0)
        #expect(
            try await registry.count(
                "select count(distinct import_message) from core.project where import_message = "
                    + "(select id from core.message where kind = 'registry.change')") == 1)
    }

    @Test func theFirstImportReachesEveryBodyButTheSenderWithOneMessage() async throws {
        let registry = try RegistryFixture()
        let clock = ContinuousClock.now
        let summary = try await registry.load()
        #expect(ContinuousClock.now - clock < .seconds(30))
        let id = try #require(summary.messageID)
        #expect(try await registry.count("select count(*) from core.delivery") == 517)
        let stored = try await registry.store.message(id.description)
        #expect(stored.message.sender == "tomsk_admin" && !stored.message.audience.contains { $0.role == "office" })
        #expect(try await registry.store.inbox(of: "tpu", after: 0, limit: 5).items.map(\.message.id) == [id])
    }

    @Test(.timeLimit(.minutes(2))) func aChangeIsHeardByEveryDaemon() async throws {
        let registry = try RegistryFixture()
        let (wakes, heard) = AsyncStream.makeStream(of: Wake.self)
        let listening = Task { await registry.store.listen { heard.yield($0) } }
        defer { listening.cancel() }
        var waiting = wakes.makeAsyncIterator()
        // It listens; only from now on nothing is missed.
        guard case .lookAgain = await waiting.next() else {
            Issue.record("a listener begins with a look everywhere")
            return
        }
        try await registry.load()
        guard case .inboxes(let bodies) = await waiting.next() else {
            Issue.record("the change was not told of")
            return
        }
        #expect(bodies.contains("tsu"))
    }

    @Test func aChangeIsDeliveredToThoseItConcernsAndToNobodyElse() async throws {
        let registry = try RegistryFixture()
        try await registry.load()
        let files = try RegistryFixture.files.replacing(
            "minpromtorg;tomsk_admin,2015-12-31,Cluster", with: "fano,2015-12-31,Cluster", in: "roadmap_actions_v1.csv")
        let by = Actor(organisation: "minekonom", capacity: .operatorOnBehalf, basis: "test")
        let id = try #require(try await registry.load(files, by: by).messageID)
        let audience = try await registry.store.message(id.description).message.audience
        #expect(audience.map(\.organisation) == ["fano", "minpromtorg", "tomsk_admin"])
        #expect(audience.map(\.role) == ["concerned", "concerned", "office"])
    }

    @Test func aRowThatIsNoLongerPresentConcernsWhomItNamed() async throws {
        let registry = try RegistryFixture()
        try await registry.load()
        let files = try RegistryFixture.files.dropping("ev-2014-06-pilot-d01", from: "meeting_decisions.csv")
        let id = try #require(try await registry.load(files).messageID)
        let audience = try await registry.store.message(id.description).message.audience
        #expect(audience.contains(Recipient(organisation: "minekonom", role: "concerned")) && audience.count < 5)
    }

    @Test func aDryRunAnswersTheSameAndStoresNothing() async throws {
        let registry = try RegistryFixture()
        let dry = try await registry.load(dryRun: true)
        #expect(dry.dryRun && dry.hasChanges && dry.messageID == nil)
        #expect(try await registry.count("select count(*) from core.programme") == 0)
        #expect(try await registry.count("select count(*) from core.organisation") == 0)
        let wet = try await registry.load()
        #expect(wet.files == dry.files)
    }

    @Test func twoImportsAtOnceLoadTheFilesOnce() async throws {
        let registry = try RegistryFixture()
        async let one = registry.load()
        async let other = registry.load()
        let changes = try await [one.hasChanges, other.hasChanges]
        #expect(changes.filter { $0 }.count == 1)
        #expect(try await registry.count("select count(*) from core.message where kind = 'registry.change'") == 1)
    }

    @Test func oneFaultLoadsNothing() async throws {
        let registry = try RegistryFixture()
        let files = try RegistryFixture.files.replacing(";tpu,", with: ";tpuu,", in: "projects.csv")
        let (data, faults, _) = RegistryFixture.check(files)
        #expect(data == nil && !faults.isEmpty)
        #expect(faults.allSatisfy { $0.file == "projects.csv" && $0.next == "Did you mean 'tpu'?" })
        #expect(try await registry.count("select count(*) from core.registry_row") == 0)
    }

    @Test func changedAddedAndMissingRowsAreNamedAndKeptInHistory() async throws {
        let registry = try RegistryFixture()
        try await registry.load()
        var files = try RegistryFixture.files.replacing(
            "Fluoride technologies industry", with: "Fluorine technologies", in: "projects.csv")
        files = try files.dropping("ev-2014-06-pilot-d01", from: "meeting_decisions.csv")
        files["work_areas.csv"]? +=
            "culture,6,Culture,Культура,sample,invented,invented for this test\r\n"
        let summary = try await registry.load(files)
        let byFile = Dictionary(uniqueKeysWithValues: summary.files.map { ($0.file, $0) })
        #expect(byFile["projects.csv"]?.changed == ["p-002"] && byFile["projects.csv"]?.unchanged == 109)
        #expect(byFile["meeting_decisions.csv"]?.noLongerPresent == ["ev-2014-06-pilot-d01"])
        #expect(byFile["work_areas.csv"]?.added == ["culture"])

        #expect(try await registry.store.project("p-002").titleEn == "Fluorine technologies")
        #expect(try await registry.store.meetings().flatMap(\.decisions).count == 41)
        #expect(try await registry.store.workAreas().count == 6)
        let old = "select cells ->> 'title_en' from core.registry_history where key = 'p-002'"
        #expect(try await registry.text(old) == "Fluoride technologies industry")
        #expect(try await registry.count("select count(*) from core.meeting_decision where ended_at is not null") == 1)

        let back = try await registry.load()
        #expect(back.files.first { $0.file == "meeting_decisions.csv" }?.added == ["ev-2014-06-pilot-d01"])
        #expect(try await registry.store.meetings().flatMap(\.decisions).count == 42)
    }

    @Test func aChangedListReplacesTheLinks() async throws {
        let registry = try RegistryFixture()
        try await registry.load()
        let files = try RegistryFixture.files.replacing(
            "minpromtorg;tomsk_admin,2015-12-31,Cluster", with: "fano,2015-12-31,Cluster", in: "roadmap_actions_v1.csv")
        try await registry.load(files)
        let action = try await registry.store.roadmap("v1").actions?.first { $0.code == "v1-01" }
        #expect(action?.coExecutors == ["fano"])
        #expect(try await registry.store.roadmap("v2").actions?.first?.origins == ["v1-02"])
    }

    @Test func aRenamedOrganisationKeepsItsFormerName() async throws {
        let registry = try RegistryFixture()
        try await registry.load()
        let files = try RegistryFixture.files.replacing(
            "Ministry of Economic Development of the Russian Federation,", with: "Ministry of Economy,",
            in: "stakeholders.csv")
        try await registry.load(files)
        let body = try await registry.store.organisation("minekonom")
        #expect(body.nameEn == "Ministry of Economy")
        #expect(body.formerNames.map(\.nameEn) == ["Ministry of Economic Development of the Russian Federation"])
        #expect(body.formerNames.first?.validTo == CalendarDate("2016-03-24"))
    }

    @Test func aPersonWhoMovesOnKeepsTheFormerPosition() async throws {
        let registry = try RegistryFixture()
        try await registry.load()
        let files = try RegistryFixture.files.replacing(
            "Mikhail Kotyukov,,fano,Head,", with: "Mikhail Kotyukov,,minobrnauki,Minister,", in: "persons.csv")
        try await registry.load(files)
        let positions = try await registry.store.person("kotyukov").positions
        #expect(positions.map(\.organisation) == ["minobrnauki", "fano"])
        #expect(positions.map(\.isCurrent) == [true, false])
    }

    @Test func aVersionWithoutItsFileIsEnded() async throws {
        let registry = try RegistryFixture()
        try await registry.load()
        var files = RegistryFixture.files
        files["roadmap_actions_v2.csv"] = nil
        files = try files.dropping("v2,", from: "roadmap_versions.csv")
        files["projects.csv"] = try Samples.withoutColumn("action_v2", in: #require(files["projects.csv"]))
        let summary = try await registry.load(files)
        #expect(summary.files.first { $0.file == "roadmap_actions_v2.csv" }?.noLongerPresent.count == 55)
        #expect(try await registry.store.roadmaps().map(\.code) == ["v1"])
    }

    @Test func everyTableKeepsWhatItsFileSaid() async throws {
        let registry = try RegistryFixture()
        try await registry.load()
        let store = registry.store
        let jobs = try await store.indicator("sez_jobs_total").values.first
        #expect(jobs?.period == PartialDate("2006/2016") && jobs?.fact == 1822 && jobs?.pctOfPlan == 107)
        #expect(jobs?.plan == nil && jobs?.isDoubtful == true)
        #expect(try await store.meeting("ev-2014-06-pilot").date == PartialDate("2014-06"))
        let zone = try await store.instrument("sez_tomsk")
        #expect(zone.owner == "minekonom" && zone.recipients.first?.organisation == "sez_tomsk_mc")
        #expect(zone.windows.isEmpty && zone.budgets.isEmpty && zone.validTo == nil)
        let project = try await store.project("p-003")
        #expect(project.budgetMrub == 500 && project.jobsPlanned == 42 && project.actions == ["v1-07"])
        #expect(try await store.clusters().count == 6)
        #expect(try await store.areaTypes().count == 6)
    }
}

enum Samples {
    /// The text of a file without quoted line breaks, with one column taken away.
    static func withoutColumn(_ name: String, in text: String) throws -> String {
        let lines = text.split(separator: "\r\n").map { fields(of: $0) }
        let index = try #require(lines.first?.firstIndex(of: Substring(name)))
        return lines.map { line in
            line.indices.filter { $0 != index }.map { line[$0] }.joined(separator: ",") + "\r\n"
        }.joined()
    }

    /// The fields as they stand, quotes and all.
    private static func fields(of line: Substring) -> [Substring] {
        var isQuoted = false
        return line.split(omittingEmptySubsequences: false) { character in
            if character == "\"" { isQuoted.toggle() }
            return character == "," && !isQuoted
        }
    }
}
