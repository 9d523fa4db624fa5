// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import TestDatabase
import Testing

@testable import Store

@Suite(.database) struct RegistryProgrammeTests {
    private let start = Instant("2016-03-25T03:00:00Z")

    private func draft(_ code: String) -> ProgrammeDraft {
        ProgrammeDraft(
            code: code, nameEn: "Test", nameRu: "Проба", zone: "Asia/Tomsk", clock: "replay", clockStart: start)
    }

    @Test func aProgrammeMadeByHandTakesFilesWithoutAProgramme() async throws {
        let registry = try RegistryFixture()
        try await registry.store.createProgramme(draft("other"), by: "tester")
        var files = RegistryFixture.files
        files["programme.csv"] = nil
        let by = Actor(organisation: "tomsk_admin", capacity: .operatorOnBehalf, basis: "test")
        let summary = try await registry.load(files, programme: "other", by: by)
        #expect(summary.programme == "other" && summary.hasChanges)
    }

    @Test func withoutAnOfficeAndABodyNothingIsLoaded() async throws {
        let registry = try RegistryFixture()
        try await registry.store.createProgramme(draft("other"), by: "tester")
        var files = RegistryFixture.files
        files["programme.csv"] = nil
        await #expect(throws: Refusal.self) { try await registry.load(files) }
        #expect(try await registry.count("select count(*) from core.organisation") == 0)
    }

    @Test func twoProgrammesShareOrganisationsAndNothingElse() async throws {
        let registry = try RegistryFixture()
        try await registry.load()
        let second = try RegistryFixture.files.replacing("ino-tomsk,INO", with: "second,INO", in: "programme.csv")
        try await registry.load(second)
        #expect(try await registry.count("select count(*) from core.organisation") == 518)
        #expect(try await registry.count("select count(*) from core.project") == 220)
        await #expect(throws: StoreError.self) { try await registry.store.projects() }
        #expect(try await registry.store.projects(RegistryFilter(programme: "second")).count == 110)

        // One programme lets a body go: the other still has it.
        let smaller = try second.dropping("sme-400,", from: "stakeholders.csv")
        try await registry.load(smaller)
        #expect(try await registry.store.organisations(RegistryFilter(programme: "second")).count == 517)
        #expect(try await registry.store.organisations(RegistryFilter(programme: "ino-tomsk")).count == 518)
        #expect(try await registry.count("select count(*) from core.organisation where ended_at is not null") == 0)
    }

    @Test func filesOfAnotherProgrammeAreRefused() async throws {
        let registry = try RegistryFixture()
        await #expect(throws: Refusal.self) { try await registry.load(programme: "other") }
    }

    @Test func theReplayClockOnlyGoesForward() async throws {
        let store = try RegistryFixture().store
        try await store.createProgramme(draft("replay"), by: "tester")
        let later = try #require(start?.adding(seconds: 3600))
        #expect(try await store.setProgrammeClock("replay", to: later, by: "tester").now == later)
        #expect(try await store.setProgrammeClock(nil, to: later, by: "tester").now == later)
        await #expect(throws: Refusal.self) {
            try await store.setProgrammeClock("replay", to: #require(start), by: "tester")
        }
    }

    @Test func aRealClockIsNotSet() async throws {
        let store = try RegistryFixture().store
        let draft = ProgrammeDraft(code: "real", nameEn: "Real", nameRu: "Настоящая", zone: "Europe/Moscow")
        let made = try await store.createProgramme(draft, by: "tester")
        #expect(made.clock == "real" && made.endOfDayHour == 18 && made.calendar == "ru" && made.policy == "federal")
        await #expect(throws: Refusal.self) {
            try await store.setProgrammeClock("real", to: #require(start), by: "tester")
        }
    }

    @Test(arguments: [
        ProgrammeDraft(code: "Not A Code", nameEn: "", nameRu: "", zone: "Asia/Tomsk"),
        ProgrammeDraft(code: "a", nameEn: "", nameRu: "", zone: "Asia/Atlantis"),
        ProgrammeDraft(code: "a", nameEn: "", nameRu: "", zone: "Asia/Tomsk", endOfDayHour: 25),
        ProgrammeDraft(code: "a", nameEn: "", nameRu: "", zone: "Asia/Tomsk", policy: "none"),
        ProgrammeDraft(code: "a", nameEn: "", nameRu: "", zone: "Asia/Tomsk", clock: "replay"),
        ProgrammeDraft(code: "a", nameEn: "", nameRu: "", zone: "Asia/Tomsk", clock: "sundial"),
    ])
    func aFaultyDraftIsRefused(_ draft: ProgrammeDraft) async throws {
        let store = try RegistryFixture().store
        await #expect(throws: Refusal.self) { try await store.createProgramme(draft, by: "tester") }
    }

    @Test func aProgrammeIsMadeOnce() async throws {
        let store = try RegistryFixture().store
        try await store.createProgramme(draft("twice"), by: "tester")
        await #expect(throws: Refusal.self) { try await store.createProgramme(draft("twice"), by: "tester") }
    }
}
