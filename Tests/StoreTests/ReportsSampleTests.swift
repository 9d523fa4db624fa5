// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres
import Schema
import Store
import TestDatabase
import Testing

/// The sample queries that are shipped, on generated instructions and on the register of INO Tomsk. How long they take is
/// printed by `swift run -c release Benchmarks reports`; it decides no test.
@Suite(.database)
struct ReportsSampleTests {
    private func rows(_ sample: Schema.Sample, _ reader: Connection) async throws -> Int {
        try await reader.table(Statement(unescaped: String(sample.sql.trimming { $0.isNewline || $0 == ";" }))).rows
            .count
    }

    @Test func eachSampleAsksTheContractAloneAndSaysWhatInBothLanguages() {
        #expect(Schema.samples.count >= 20)
        for sample in Schema.samples {
            #expect(sample.title.split(separator: " · ").count == 2, "\(sample.name)")
            #expect(sample.sql.contains("report_v1.") && !sample.sql.contains("core."), "\(sample.name)")
            #expect(sample.sql.filter { $0 == ";" }.count == 1 && sample.sql.hasSuffix(";\n"), "\(sample.name)")
        }
        #expect(Set(Schema.samples.map(\.name)).count == Schema.samples.count)
    }

    @Test func eachSampleAnswersOnAGeneratedYear() async throws {
        let admin = try await TestDatabase.current.connection()
        try await ReportData.small.fill(admin)
        let counts = try await admin.one(
            """
            select (select count(*) from core.instruction),
                   (select count(*) from core.message where kind like 'instruction.%'),
                   (select count(*) from core.approval), (select count(*) from core.instrument_use)
            """, as: (Int64, Int64, Int64, Int64).self)
        #expect(counts == (2_000, 20_000, 200, 100))
        for kind in [Migrator.ReaderKind.all, .organisation("body_20")] {
            try await Reader.reading(as: kind) { reader in
                for sample in Schema.samples {
                    let answered = try await rows(sample, reader)
                    #expect(answered > 0 || kind != .all, "\(sample.name) answers nothing")
                }
            }
        }
    }

    @Test func eachSampleOnTheRegisterAnswersOnInoTomsk() async throws {
        try await RegistryFixture().load()
        try await Reader.reading(as: .all) { reader in
            for sample in Schema.samples where sample.isOfTheRegister {
                let answered = try await rows(sample, reader)
                #expect(answered > 0 || sample.mayBeEmpty, "\(sample.name) answers nothing")
            }
        }
    }

    @Test func theGeneratedYearIsTheSameEachTime() async throws {
        let admin = try await TestDatabase.current.connection()
        try await ReportData(instructions: 200, events: 2_000).fill(admin)
        let figures = try await admin.one(
            """
            select count(*) filter (where is_overdue) || ' ' || count(*) filter (where timeliness = 'DONE_LATE') || ' '
                   || count(*) filter (where state = 'CLOSED')
              from report_v1.instruction
            """, as: String.self)
        #expect(figures == "11 32 156")
    }

    @Test func theGeneratedCasesAgreeWithTheirMessages() async throws {
        let admin = try await TestDatabase.current.connection()
        try await ReportData(instructions: 400, events: 4_000).fill(admin)
        let differing = try await admin.query(
            """
            select c.case_no
              from (select approval_id, approval_no, message_count from report_v1.approval
                     union all
                    select use_id, use_no, message_count from report_v1.instrument_use) c (id, case_no, message_count)
             where c.message_count <> (select count(*) from report_v1.message m where m.case_id = c.id)
             union all
            select s.approval_no
              from report_v1.approval_stage s
             where s.decided_count <> (select count(*) from report_v1.approval_vote v
                                        where v.approval_id = s.approval_id and v.stage_no = s.stage_no and v.stands)
                or s.state = 'FAILED' and s.refusal_count = 0
             union all
            select m.message_id
              from report_v1.message_receipt m
              full join (select core.external_id(message_id), recipient, seq from core.delivery) d (id, recipient, seq)
                     on d.id = m.message_id and d.seq = m.inbox_number
             where d.id is null or m.message_id is null
            """, as: String?.self)
        #expect(differing.isEmpty)
    }

    @Test func theGeneratedStatesAreWhatTheirHistoryEndsIn() async throws {
        let admin = try await TestDatabase.current.connection()
        try await ReportData(instructions: 200, events: 2_000).fill(admin)
        let differing = try await admin.query(
            """
            select i.instruction_no
              from report_v1.instruction i
              join report_v1.instruction_state_asof((select max(now_at) from report_v1.programme)) s using (instruction_id)
             where (i.state, i.due_at, i.timeliness, i.reported_at) is distinct from
                   (s.state, s.due_at, s.timeliness, s.reported_at)
            """, as: String?.self)
        #expect(differing.isEmpty)
    }
}

extension Schema.Sample {
    /// Asks the register alone, and no case.
    fileprivate var isOfTheRegister: Bool {
        let names = Schema.samples.map(\.name)
        let (first, end) = (names.firstIndex(of: "roadmap_completion"), names.firstIndex(of: "approvals_waiting"))
        let place = names.firstIndex(of: name)
        guard let first, let end, let place else { return false }
        return (first..<end).contains(place)
    }
    /// Asks for what the register of INO Tomsk need not hold.
    fileprivate var mayBeEmpty: Bool { ["unused_instruments", "idle_bodies", "short_weeks"].contains(name) }
}

extension StringProtocol {
    fileprivate func trimming(_ unwanted: (Character) -> Bool) -> SubSequence {
        let end = lastIndex { !unwanted($0) }.map { index(after: $0) } ?? startIndex
        return self[..<end]
    }
}
