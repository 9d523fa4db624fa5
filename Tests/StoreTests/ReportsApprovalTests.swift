// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres
import Store
import TestDatabase
import Testing

/// What the reports say of approvals is what the fold of their messages says, whatever was done to them.
@Suite(.database, .timeLimit(.minutes(5)))
struct ReportsApprovalTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func theReportsOfRandomApprovalsAreTheirFold(_ seed: UInt64) async throws {
        let office = try await Office.open()
        let admin = try await office.database.connection()
        var play = ApprovalPlay(office, seed: seed)
        var states: [ApprovalState: Int] = [:]
        for number in 1...30 {
            let id = try await play.one(number, admin)
            let approval = try await office.store.approval(id).approval
            states[approval.state, default: 0] += 1
            for (view, expected) in ApprovalLines.expected(of: approval) {
                let said = try await admin.query(ApprovalLines.said(by: view, of: id), as: String.self)
                #expect(said == expected, "\(view) of \(approval.title), seed \(seed)")
            }
        }
        #expect(states.count >= 4, "\(states)")
        let verified = try await office.store.rebuild(repair: false)
        #expect(verified.cases == 30 && verified.differing.isEmpty)
    }

    /// From Thursday to Wednesday over a week-end and a day off: Friday, Tuesday, Wednesday.
    @Test func aStagesWorkingDaysAreCountedByTheCalendar() async throws {
        let office = try await Office.open()
        let id = try await office.submitApproval()
        let admin = try await office.database.connection()
        func counted() async throws -> Int64? {
            try await admin.one(
                "select wait_working_days from report_v1.approval_stage where stage_no = 1", as: Int64?.self)
        }
        #expect(try await counted() == nil)
        #expect(try await office.vote(.approved, on: id, by: "tsu") == 201)
        #expect(try await office.vote(.approved, on: id, by: "tpu") == 201)
        #expect(try await counted() == 0)
        try await admin.script(
            """
            update core.approval_stage set opened_at = '2016-04-28 03:00+00' where stage = 0;
            update core.approval_slot set decided_at = '2016-05-04 03:00+00' where stage = 0
            """)
        #expect(try await counted() == 3)
        try await admin.script("update core.approval_stage set opened_at = '2015-12-28 03:00+00' where stage = 0")
        #expect(try await counted() == nil)
    }
}

/// Acts as people might try them on one approval after the other, while the clock moves; what is refused is left.
private struct ApprovalPlay {
    private let office: Office
    private var draw: Draw
    private let hashes = [Office.hash, String(repeating: "b", count: 64)]

    init(_ office: Office, seed: UInt64) {
        self.office = office
        draw = Draw(seed: seed)
    }

    mutating func one(_ number: Int, _ admin: Connection) async throws -> Identifier {
        let answer = try await office.approve([.create(draft())], on: nil, by: "minekonom", key: "create-\(number)")
        guard let message = Identifier(String(answer.text.prefix(13))) else { throw StoreError(.invalid, answer.text) }
        let id = try await office.store.message(message.description).caseID
        for step in 0..<draw(18) {
            try await admin.script("update core.programme set clock_now = clock_now + interval '7 hours'")
            let approval = try await office.store.approval(id).approval
            if approval.state.isTerminal { break }
            let (act, body) = act(on: approval)
            try await office.approve([act], on: id, by: body, key: "\(number)-\(step)")
        }
        return id
    }

    private mutating func draft() -> ApprovalDraft {
        let rules: [StageRule] = [.all, .any, .atLeast(2)]
        var first = ApprovalStage(
            name: "Первый", approvers: ["tsu", "tpu", "fano"].map { Approver(organisation: $0) }, rule: rules[draw(3)])
        first.veto = draw(2) == 0
        first.remarksReturn = draw(4) == 0
        let advisory = ApprovalStage(name: "Мнение", approvers: [Approver(organisation: "tpu")], advisory: true)
        let last = ApprovalStage(name: "Второй", approvers: [Approver(organisation: "fano")], termWorkingDays: 5)
        let routes = [[first], [first, last], [advisory, first], [first, advisory, last]]
        return ApprovalDraft(
            document: document(), note: "Прошу согласовать", route: routes[draw(4)], signer: "fano")
    }

    private mutating func document() -> ApprovalDocument {
        ApprovalDocument(title: "Дорожная карта", reference: "v2", contentHash: hashes[draw(2)])
    }

    private mutating func act(on approval: Approval) -> (ApprovalAct, String) {
        let hash = draw(8) == 0 ? hashes[draw(2)] : approval.document.contentHash
        let replies = approval.openRemarks.map { RemarkReply(remark: $0.number, accepted: draw(2) == 0, text: "Ответ") }
        switch approval.state {
        case .draft: return (.submit, "minekonom")
        case .returned:
            let document = draw(2) == 0 ? approval.document : document()
            let again = ApprovalResubmission(
                document: document, note: "Снова", scope: draw(2) == 0 ? .all : .notAgreed, replies: replies)
            return (.resubmit(again), "minekonom")
        case .approved where replies.isEmpty: return (.sign(number: "17-р", date: nil, contentHash: hash), "fano")
        case .approved: return (.answer(replies), "minekonom")
        default:
            if draw(30) == 0 { return (.withdraw(reason: "Не нужна"), "minekonom") }
            if draw(10) == 0, let one = replies.first { return (.answer([one]), "minekonom") }
            let advisory = approval.openStage?.advisory == true
            let usual: [VoteKind] = [.approved, .approved, .approved, .withRemarks, .refused, .notCompetent]
            let vote = advisory ? .opinion : usual[draw(usual.count)]
            let remarks = vote.needsRemarks ? [RemarkText(point: "п. \(draw(9))", text: "Уточнить")] : []
            let ballot = Ballot(vote, contentHash: hash, comment: "По существу", remarks: remarks)
            return (.vote(ballot), ["tsu", "tpu", "fano"][draw(3)])
        }
    }
}
