// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

/// I20 and I21: an instruction is corrected, and another comes in its place.
@Suite struct InstructionCorrectionTests {
    private let issuer = Fixture.actor("minekonom")

    private func decide(
        _ act: InstructionAct, on instruction: Instruction, by actor: Actor? = nil,
        at instant: Instant = Fixture.hour(50), in context: CaseContext = Fixture.context
    ) throws -> Decision<InstructionEvent, Instruction> {
        try Instruction.decide(act, on: instruction, by: actor ?? issuer, at: instant, in: context)
    }

    private func correct(
        _ instruction: Instruction, revision: Int? = nil, _ change: (inout InstructionCorrection) -> Void
    ) throws -> Decision<InstructionEvent, Instruction> {
        var correction = InstructionCorrection(revision: revision ?? instruction.revision, reason: "уточнено")
        change(&correction)
        return try decide(.correct(correction), on: instruction)
    }

    @Test func aCorrectionSaysWhatDiffersAndGoesToEverybody() throws {
        let before = try Fixture.instruction(in: .inExecution)
        let decision = try correct(before) {
            $0.text = "Предложения по второй площадке"
            $0.observers = []
        }
        guard case .corrected(let corrected) = decision.event else {
            Issue.record("\(decision.event)")
            return
        }
        #expect(corrected.changes.map(\.field) == ["observers", "text"])
        #expect(corrected.changes.first == InstructionChange(field: "observers", before: "fano", after: ""))
        #expect(decision.audience.map(\.organisation) == ["fano", "tpu", "tsu"])
        #expect(decision.after.text == "Предложения по второй площадке" && decision.after.observers.isEmpty)
        #expect(decision.after.state == .inExecution && decision.after.deadline == before.deadline)
        #expect(decision.after.assignments[0] == before.assignments[0])
        #expect(decision.after.corrections == 1 && decision.after.reason == "уточнено")
    }

    @Test func aStaleOrEmptyCorrectionIsRefused() throws {
        let working = try Fixture.instruction(in: .inExecution)
        let stale = refusal { try correct(working, revision: 3) { $0.text = "иначе" } }
        #expect(stale?.code == "stale-revision" && stale?.rule == "I20")
        #expect(stale?.sentence == "П-2016-0001 is at revision 4, and the correction was made on 3.")
        let empty = refusal { try correct(working) { $0.text = working.text } }
        #expect(empty?.sentence.contains("changes nothing") == true)
        #expect(refusal { try correct(working) { $0.responsible = "atlantis" } }?.code == "unknown-recipient")
        #expect(refusal { try correct(working) { $0.controller = "tsu" } }?.rule == "I20")
        #expect(refusal { try correct(working) { $0.text = " " } }?.rule == "I20")
    }

    @Test func theCorrectedDayStandsBesideTheFirstOne() throws {
        let before = try Fixture.instruction(in: .inExecution)
        let after = try correct(before) { $0.deadline = Fixture.date("2016-04-10") }.after
        #expect(after.deadline.original == before.deadline.original)
        #expect(after.deadline.current == Fixture.instant("2016-04-08T12:00:00Z"))
        #expect(
            after.deadline.explanation.contains { $0.text == "minekonom corrected the day on 27.03.2016: уточнено" })
        #expect(after.deadline.explanation.last?.date == Fixture.date("2016-04-08"))
        let past = refusal { try correct(before) { $0.deadline = Fixture.date("2016-03-24") } }
        #expect(past?.code == "deadline-policy")
    }

    @Test(arguments: [InstructionState.reported, .executed])
    func whoExecutesItAndByWhenIsNotCorrectedUnderAReport(_ state: InstructionState) throws {
        let reported = try Fixture.instruction(in: state)
        let changes: [(inout InstructionCorrection) -> Void] = [
            { $0.responsible = "tpu" }, { $0.coExecutors = [] }, { $0.deadline = Fixture.date("2016-04-08") },
        ]
        for change in changes {
            let refused = refusal { try correct(reported, change) }
            #expect(refused?.next?.hasPrefix("Return the report first") == true)
        }
        #expect(try correct(reported) { $0.text = "иначе" }.after.state == state)
    }

    @Test func whatWasRefusedIsReaddressedAndIssuedAnew() throws {
        let refused = try Fixture.instruction(in: .refused)
        let decision = try correct(refused) {
            $0.responsible = "minfin"
            $0.coExecutors = []
        }
        let after = decision.after
        #expect(after.state == .issued && after.responsible == "minfin" && after.refusal == nil)
        #expect(after.deadline == refused.deadline)
        #expect(
            decision.audience.map { "\($0.organisation):\($0.role ?? "")" } == [
                "fano:observer", "minfin:responsible", "tpu:co-executor", "tsu:responsible",
            ])
        let registered = try decide(Fixture.act(.register), on: after, by: Fixture.actor("minfin"))
        #expect(registered.after.state == .registered)
        let same = try correct(refused) { $0.text = "иначе" }.after
        #expect(same.state == .issued && same.responsible == "tsu" && same.assignments[0].state == .open)
    }

    @Test func aNewCoExecutorGetsItsHalfOfTheTerm() throws {
        let after = try correct(Fixture.instruction(in: .issued)) { $0.coExecutors = ["tpu", "minfin"] }.after
        #expect(after.assignments.filter { $0.role == .coExecutor }.map(\.halfTermDue).count == 2)
        #expect(Set(after.assignments.filter { $0.role == .coExecutor }.map(\.halfTermDue)).count == 1)
    }

    @Test func anotherInstructionComesInItsPlace() throws {
        let decision = try decide(Fixture.act(.supersede), on: Fixture.instruction(in: .inExecution))
        let after = decision.after
        #expect(after.state == .superseded && after.closedAt == Fixture.hour(50) && after.control == .removed)
        #expect(after.successor == Successor(id: Identifier(rawValue: 43), number: "П-2016-0002"))
        #expect(decision.audience.map(\.organisation) == ["fano", "tpu", "tsu"])
        #expect(after.timeliness(at: Fixture.hour(100_000)) == .none)
        #expect(
            after.why(at: Fixture.hour(60), in: Fixture.programme).sentence.contains("П-2016-0002 came in its place"))
    }

    @Test func onlyAnOpenOneOfTheSameIssuerDoes() throws {
        let working = try Fixture.instruction(in: .inExecution)
        func refused(_ change: (inout InstructionFact) -> Void) throws -> Refusal? {
            var context = Fixture.context
            var fact = try #require(context.instructions["43"])
            change(&fact)
            context.instructions["43"] = fact
            return refusal { try decide(Fixture.act(.supersede), on: working, in: context) }
        }
        #expect(try refused { $0.id = Fixture.caseID }?.sentence.contains("its own place") == true)
        #expect(try refused { $0.issuer = "minfin" }?.sentence.contains("given by minfin") == true)
        for state in InstructionState.allCases where !state.isOpen {
            #expect(try refused { $0.state = state }?.rule == "I21")
        }
        #expect(try refused { $0.programme = "other" }?.code == "unknown-reference")
    }
}
