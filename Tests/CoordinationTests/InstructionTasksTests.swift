// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Coordination

/// What waits for whom, over every state.
struct InstructionTasksTests {
    /// Long after the term of 04.04.2016.
    private let late = Fixture.instant("2016-05-10T04:00:00Z")

    private func tasks(
        _ state: InstructionState, of organisation: String, at instant: Instant? = nil, controlled: Bool = true
    ) throws -> [Instruction.Task] {
        try Fixture.instruction(in: state, draft: controlled ? Fixture.controlledDraft : Fixture.draft)
            .tasks(of: organisation, at: instant ?? late, in: Fixture.programme)
    }

    @Test(arguments: [InstructionState.issued, .registered, .inExecution, .returned])
    func whatTheIssuerGaveAndIsOverdueIsOnItsListWithWhoIsLate(state: InstructionState) throws {
        let task = try #require(tasks(state, of: "minekonom").first)
        #expect(task.role == .issuer && task.overdue && task.waitsFor.contains("tsu"))
        #expect(task.due == Fixture.instant("2016-04-04T12:00:00Z"))
        #expect(try tasks(state, of: "minekonom").count == 1)
    }

    @Test(arguments: [InstructionState.issued, .registered, .inExecution, .returned])
    func whatIsOverdueIsOnTheControllersListToo(state: InstructionState) throws {
        #expect(try tasks(state, of: "audit-office").map(\.role) == [.controller])
        #expect(try tasks(state, of: "audit-office").first?.overdue == true)
    }

    @Test func whatIsInTimeWaitsForNobodyButWhoWorksOnIt() throws {
        #expect(try tasks(.inExecution, of: "minekonom", at: Fixture.hour(5)).isEmpty)
        #expect(try tasks(.inExecution, of: "audit-office", at: Fixture.hour(5)).isEmpty)
        #expect(try tasks(.inExecution, of: "tsu", at: Fixture.hour(5)).map(\.role) == [.responsible])
    }

    @Test func aReportIsForTheControllerToCheckOrForTheIssuerWhereThereIsNone() throws {
        let check = try #require(tasks(.reported, of: "audit-office").first)
        #expect(check.role == .controller && check.waitsFor.isEmpty && check.task.contains("accept the report"))
        #expect(try tasks(.reported, of: "minekonom").isEmpty)
        #expect(try tasks(.reported, of: "minekonom", controlled: false).map(\.role) == [.issuer])
        #expect(try tasks(.executed, of: "audit-office").map(\.role) == [.controller])
    }

    @Test func whatWasReportedInTimeIsNotOverdueForItsIssuer() throws {
        #expect(try tasks(.reported, of: "minekonom").isEmpty)
        #expect(try tasks(.executed, of: "minekonom").isEmpty)
    }

    @Test(arguments: InstructionState.allCases)
    func observersAndStrangersHaveNoTasksAndEndsHaveNone(state: InstructionState) throws {
        for organisation in ["fano", "minfin"] { #expect(try tasks(state, of: organisation).isEmpty) }
        guard state.isTerminal else { return }
        for organisation in ["minekonom", "audit-office", "tsu", "tpu"] {
            #expect(try tasks(state, of: organisation).isEmpty)
        }
    }

    @Test(arguments: InstructionState.allCases)
    func nobodyIsAskedTwiceInOneRole(state: InstructionState) throws {
        for organisation in Fixture.organisations {
            let roles = try tasks(state, of: organisation).map(\.role)
            #expect(Set(roles).count == roles.count)
        }
    }
}
