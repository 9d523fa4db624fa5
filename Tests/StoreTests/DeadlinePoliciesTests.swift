// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import TestDatabase
import Testing

@testable import Store

/// Deadline policies as a programme's data brings them.
@Suite(.database) struct DeadlinePoliciesTests {
    private static let header =
        "code,version,name_en,name_ru,valid_from,starts_with,urgent,prompt,unstated,roll,half_term,without_deadline,"
        + "evidence_required,extension_window,extensions,dispute_window,reopening_term,legal_basis,provenance,evidence,"
        + "source_note\n"
    private static let own =
        "own,1,Own,Свои,2016-04-01,signing,,5 working days,1 month,forward,no,yes,no,10 working days,2,3 working days,"
        + "1 month,,sample,invented,invented\n"
    private static let second =
        "federal,2,Federal,Федеральные,2016-05-01,signing,2 working days,10 calendar days,1 month,back,yes,no,yes,,,,,,"
        + "sample,invented,invented\n"

    private func files(_ rows: String...) -> [String: String] {
        RegistryFixture.files.merging(["deadline_policies.csv": Self.header + rows.joined()]) { $1 }
    }

    @Test func whatComesWithInoStandsInTheDatabaseAsTheRulesHaveIt() async throws {
        let registry = try RegistryFixture()
        for policy in DeadlinePolicy.shipped {
            let row = """
                select count(*) from core.deadline_policy
                 where programme is null and code = '\(policy.code)' and version = \(policy.version)
                   and starts_with = '\(policy.start.rawValue)' and urgent = '\(policy.urgent?.text ?? "")'
                   and prompt = '\(policy.prompt?.text ?? "")' and unstated = '\(policy.unstated.text)'
                   and roll = '\(policy.roll.rawValue)' and half_term = \(policy.hasHalfTerm)
                   and without_deadline = \(policy.allowsNoDeadline) and evidence_required = \(policy.requiresEvidence)
                   and extension_window is null and extensions is null
                """
            #expect(try await registry.count(row) == 1, "\(policy.code)")
        }
        #expect(try await registry.count("select count(*) from core.deadline_policy") == DeadlinePolicy.shipped.count)
    }

    @Test func theRulesOfAProgrammeHaveItsOwnPolicies() async throws {
        let registry = try RegistryFixture()
        try await registry.load()
        #expect(try await registry.store.rules(of: "ino-tomsk").policies == DeadlinePolicy.shipped)
        try await registry.load(files(Self.own, Self.second))
        let rules = try await registry.store.rules(of: "ino-tomsk")
        #expect(rules.policies.map { "\($0.code) \($0.version)" } == ["federal 1", "regional 1", "federal 2", "own 1"])
        let own = try rules.policy(named: "own", on: #require(CalendarDate("2016-04-01")))
        #expect(
            own
                == DeadlinePolicy(
                    code: "own", version: 1, start: .signing, urgent: nil, prompt: .init(5, .workingDays),
                    unstated: .init(1, .months), roll: .forward, hasHalfTerm: false,
                    validFrom: CalendarDate("2016-04-01"), allowsNoDeadline: true, requiresEvidence: false,
                    limits: .init(
                        extensionWindow: .init(10, .workingDays), extensions: 2, disputeWindow: .init(3, .workingDays),
                        reopening: .init(1, .months))))
    }

    @Test func aVersionThatIsTakenBackIsKeptForWhatWasIssuedUnderIt() async throws {
        let registry = try RegistryFixture()
        try await registry.load(files(Self.own, Self.second))
        try await registry.load(files(Self.second))
        let rules = try await registry.store.rules(of: "ino-tomsk")
        #expect(rules.policies.filter(\.isEnded).map(\.code) == ["own"])
        let refusal = #expect(throws: Refusal.self) {
            try rules.policy(named: "own", on: #require(CalendarDate("2016-04-01")))
        }
        #expect(refusal?.code == "deadline-policy")
    }

    @Test func aVersionThatIsThereSaysForEverWhatItSaid() async throws {
        let registry = try RegistryFixture()
        try await registry.load(files(Self.own))
        let changed = Self.own.replacing("5 working days", with: "6 working days")
        let refusal = await #expect(throws: Refusal.self) { try await registry.load(files(changed)) }
        #expect(
            refusal?.sentence
                == "deadline_policies.csv changes how deadlines are counted in a version that is there already: own 1.")
        #expect(refusal?.next == "Leave the row as it was and add one of own with the next version.")
        try await registry.load(files(Self.own.replacing(",Own,", with: ",Our own,")))
        #expect(try await registry.count("select count(*) from core.deadline_policy where name_en = 'Our own'") == 1)
    }

    @Test func badRowsAreFaultsWithTheirPlace() {
        let bad = Self.own.replacing("5 working days", with: "5 days").replacing(",2,3 working", with: ",0,3 working")
        let shipped = Self.second.replacing("federal,2", with: "federal,1")
        let (data, faults, _) = RegistryFixture.check(files(bad, shipped))
        #expect(data == nil)
        #expect(faults.map(\.columnName) == ["prompt", "extensions", "version"])
        #expect(faults.first?.next == "Write it as '3 calendar days', '10 working days' or '1 month'.")
    }
}
