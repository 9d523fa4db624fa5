// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Coordination

/// Which acts on approvals and on uses of instruments wait for whom, over every state.
struct CaseTasksTests {
    private func tasks(
        _ approval: Approval, of organisation: String, at instant: Instant? = nil
    ) -> [CaseTask<ApprovalRole>] {
        approval.tasks(of: organisation, at: instant ?? Fixture.hour(5), in: Fixture.programme)
    }

    private func tasks(
        _ state: InstrumentUseState, of organisation: String, at instant: Instant? = nil
    ) throws -> [CaseTask<InstrumentUsePart>] {
        try UseFixture.use(in: state).tasks(of: organisation, at: instant ?? Fixture.hour(50), in: UseFixture.context)
    }

    @Test(
        arguments: [
            (.draft, ["minekonom"]), (.routed, ["fano", "tpu", "tsu"]), (.returned, ["minekonom"]),
            (.approved, ["government"]), (.signed, []), (.withdrawn, []),
        ] as [(ApprovalState, [String])])
    func anApprovalIsOnTheListsOfThoseItWaitsFor(state: ApprovalState, waitsFor: [String]) throws {
        let approval = try ApprovalFixture.approval(in: state)
        let found = ApprovalFixture.organisations.filter { !tasks(approval, of: $0).isEmpty }
        #expect(found.sorted() == waitsFor)
        for organisation in found {
            #expect(tasks(approval, of: organisation).allSatisfy { $0.waitsFor.isEmpty && !$0.overdue })
        }
    }

    @Test func remarksOfADocumentThatGoesRoundAreOnTheAuthorsListAlone() throws {
        let approval = try ApprovalFixture.voted(("tsu", .withRemarks))
        #expect(approval.state == .routed)
        let task = try #require(tasks(approval, of: "minekonom").first)
        #expect(task.role == .author && task.task == "answer the remarks (1) while the others vote")
        #expect(tasks(approval, of: "minekonom").count == 1)
        #expect(tasks(approval, of: "tsu").isEmpty)
        #expect(tasks(approval, of: "tpu").map(\.role) == [.approver])
        let reply = ApprovalAct.answer([RemarkReply(remark: 1, accepted: true, text: "учтено")])
        let answered = try ApprovalFixture.decide(reply, on: approval, by: ApprovalFixture.actor("minekonom"), at: 2)
        #expect(tasks(answered.after, of: "minekonom").isEmpty)
    }

    @Test func votesThatAreLateAreOnTheAuthorsListWithWhoIsLate() throws {
        let stage = ApprovalStage(
            name: "Финансы", approvers: [Approver(organisation: "minfin"), Approver(organisation: "tsu")],
            termWorkingDays: 5)
        let approval = try ApprovalFixture.submitted(ApprovalFixture.draft(stage))
        #expect(tasks(approval, of: "minekonom").isEmpty)
        let end = try #require(tasks(approval, of: "minfin").first?.due)
        let after = end.adding(seconds: 1)
        let task = try #require(tasks(approval, of: "minekonom", at: after).first)
        #expect(task.role == .author && task.overdue && task.due == end && task.waitsFor == ["minfin", "tsu"])
        #expect(tasks(approval, of: "minfin", at: after).map(\.overdue) == [true])
    }

    @Test(
        arguments: [
            (.needed, ["tomsk_admin"]), (.matched, ["tsu"]), (.applied, ["minpromtorg"]), (.granted, ["tsu"]),
            (.refused, ["tomsk_admin", "tsu"]), (.exhausted, []), (.withdrawn, []),
        ] as [(InstrumentUseState, [String])])
    func aUseIsOnTheListsOfThoseItWaitsFor(state: InstrumentUseState, waitsFor: [String]) throws {
        let found = try UseFixture.context.organisations.filter { try !tasks(state, of: $0).isEmpty }
        #expect(found.sorted() == waitsFor)
    }

    @Test func anApplicationWaitsForTheOwnersDecision() throws {
        let task = try #require(tasks(.applied, of: "minpromtorg").first)
        #expect(task.role == .owner && task.task == "grant or refuse it" && task.waitsFor.isEmpty && !task.overdue)
    }

    @Test func aGrantThatIsOverIsOnTheListsOfRecipientNeederAndOffice() throws {
        let after = Fixture.instant("2018-02-01T04:00:00Z")
        #expect(try tasks(.granted, of: "tsu", at: after).map(\.overdue) == [true])
        for (body, role) in [("minekonom", InstrumentUsePart.needer), ("tomsk_admin", .office)] {
            let task = try #require(tasks(.granted, of: body, at: after).first)
            #expect(task.role == role && task.overdue && task.waitsFor == ["tsu"])
            #expect(task.due == Fixture.programme.endOfDay(Fixture.date("2017-12-31")))
            #expect(try tasks(.granted, of: body).isEmpty)
        }
        #expect(try tasks(.granted, of: "fano", at: after).isEmpty)
    }
}
