// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Evidence
import Postgres
import Store
import TestDatabase
import Testing

extension Office {
    static let hash = Hexadecimal.text(ContentHash.sha256(Array("Дорожная карта".utf8)))

    /// Acts on an approval in the name of an organisation's clerk.
    @discardableResult
    func approve(
        _ acts: [ApprovalAct], on id: Identifier?, by organisation: String, key: String
    ) async throws -> (status: Int, text: String, replayed: Bool) {
        try await commit(
            submission(
                by: clerk(of: organisation), key: key, digest: "\(acts)", .acts(case: id, acts.map(CaseAct.approval))))
    }

    /// Sends a document of minekonom round tsu and tpu, then fano, which signs it too; answers its id.
    func submitApproval(key: String = "submit") async throws -> Identifier {
        let stages = [["tsu", "tpu"], ["fano"]].enumerated().map { place, bodies in
            ApprovalStage(name: "Этап \(place + 1)", approvers: bodies.map { Approver(organisation: $0) })
        }
        let draft = ApprovalDraft(
            document: ApprovalDocument(title: "Дорожная карта", text: "Дорожная карта", contentHash: Self.hash),
            note: "Прошу согласовать", route: stages, signer: "fano")
        let answer = try await approve([.create(draft), .submit], on: nil, by: "minekonom", key: key)
        guard answer.status == 201, let line = answer.text.split(separator: "\n").first,
            let first = Identifier(String(line.prefix(13)))
        else { throw StoreError(.invalid, answer.text) }
        return try await store.message(first.description).caseID
    }

    func vote(_ vote: VoteKind, on id: Identifier, by organisation: String) async throws -> Int {
        let remarks = vote.needsRemarks ? [RemarkText(text: "Уточнить срок")] : []
        let ballot = Ballot(vote, contentHash: Self.hash, remarks: remarks)
        return try await approve([.vote(ballot)], on: id, by: organisation, key: "\(vote) \(organisation) \(id)").status
    }
}

@Suite(.database) struct ApprovalsTests {
    @Test func anApprovalGoesRoundIsReturnedResubmittedAndSigned() async throws {
        let office = try await Office.open()
        let id = try await office.submitApproval()
        #expect(try await office.vote(.approved, on: id, by: "tsu") == 201)
        #expect(try await office.vote(.refused, on: id, by: "tpu") == 201)
        #expect(try await office.store.approval(id).approval.state == .returned)
        let document = try await office.store.approval(id).approval.document
        let again = ApprovalResubmission(
            document: document, note: "Срок верен", scope: .notAgreed,
            replies: [RemarkReply(remark: 1, accepted: false, text: "Срок по протоколу")])
        #expect(try await office.approve([.resubmit(again)], on: id, by: "minekonom", key: "again").status == 201)
        #expect(try await office.vote(.approved, on: id, by: "tpu") == 201)
        #expect(try await office.vote(.withRemarks, on: id, by: "fano") == 201)
        let reply = ApprovalAct.answer([RemarkReply(remark: 2, accepted: true, text: "Учтено")])
        #expect(try await office.approve([reply], on: id, by: "minekonom", key: "reply").status == 201)
        let sign = ApprovalAct.sign(number: "17-р", date: nil, contentHash: Office.hash)
        #expect(try await office.approve([sign], on: id, by: "fano", key: "sign").status == 201)

        let approval = try await office.store.approval(id).approval
        #expect(approval.state == .signed && approval.cycle == 2 && approval.number == "С-2016-0001")
        let slots = try await office.value(
            "select string_agg(state, ' ' order by stage, organisation) from core.approval_slot")
        #expect(slots == "DECIDED DECIDED DECIDED")
        let remarks = try await office.value("select string_agg(state, ' ' order by number) from core.approval_remark")
        #expect(remarks == "REJECTED ACCEPTED")
        #expect(try await office.value("select count(*) from core.approval_vote where stands") == "3")
        #expect(try await office.value("select string_agg(state, ' ') from core.approval_stage") == "PASSED PASSED")
        let rebuilt = try await office.store.rebuild(repair: false)
        #expect(rebuilt.cases == 1 && rebuilt.differing.isEmpty)
    }

    @Test func approvalsAndInstructionsHaveSeriesOfTheirOwn() async throws {
        let office = try await Office.open()
        let instruction = try await office.issue()
        let first = try await office.submitApproval(key: "a")
        let second = try await office.submitApproval(key: "b")
        #expect(try await office.store.instruction(instruction).instruction.number == "П-2016-0001")
        #expect(try await office.store.caseReference(.approval, "C-2016-0002").id == second)
        #expect(try await office.store.caseReference(.approval, "с-2016-0001", programme: "demo").id == first)
        await #expect(throws: StoreError.self) { try await office.store.caseReference(.approval, "П-2016-0001") }
        await #expect(throws: StoreError.self) { try await office.store.approval(instruction) }
        // To an act of one kind, a case of another is not there.
        let crossed = await #expect(throws: StoreError.self) {
            try await office.approve([.submit], on: instruction, by: "minekonom", key: "x")
        }
        #expect(crossed?.code == .notFound(what: "approval", name: instruction.description))
    }

    @Test func aVoteIsTheReceiptForTheMessageThatOpenedItsStage() async throws {
        let office = try await Office.open()
        let id = try await office.submitApproval()
        _ = try await office.store.acknowledge(
            Acknowledgement(level: .delivered, upTo: 1), organisation: "tpu", by: "tpu",
            knownAt: try await office.store.programme("demo").now)
        #expect(try await office.vote(.approved, on: id, by: "tsu") == 201)
        let submit = try #require(try await office.store.log(of: id).last { $0.message.kind == "approval.submit" })
        let track = try await office.store.track(submit.id.description)
        let levels = Dictionary(uniqueKeysWithValues: track.recipients.map { ($0.recipient.organisation, $0) })
        #expect(levels["tsu"]?.outcome != nil && levels["tpu"]?.outcome == nil && levels["tpu"]?.delivered != nil)
        let receipts = try await office.store.receipts(of: id, for: ["tpu", "fano"])
        #expect(receipts["tpu"]?.delivered != nil && receipts["tpu"]?.registered == nil)
        #expect(receipts["fano"] == nil)
    }

    @Test func twoVotesInABatchAreDecidedOneAfterTheOther() async throws {
        let office = try await Office.open()
        let id = try await office.submitApproval()
        let results = try await office.store.commit(
            ["tsu", "tpu", "fano"].map { body in
                let vote = CaseAct.approval(.vote(Ballot(.approved, contentHash: Office.hash)))
                return office.submission(
                    by: office.clerk(of: body), key: body, digest: body, .acts(case: id, [vote]))
            }, decide: CaseState.decide)
        #expect(try results.map { try $0.get().answer.status } == [201, 201, 201])
        #expect(try await office.store.approval(id).approval.state == .approved)
    }

    @Test func aRebuildFindsAndMendsRowsThatWereTamperedWith() async throws {
        let office = try await Office.open()
        let id = try await office.submitApproval()
        #expect(try await office.vote(.withRemarks, on: id, by: "tsu") == 201)
        let admin = try await office.database.connection()
        try await admin.script(
            "update core.approval_vote set vote = 'APPROVED'; delete from core.approval_remark")
        #expect(try await office.store.rebuild(repair: true).differing == [id])
        #expect(try await office.store.rebuild(repair: false).differing.isEmpty)
        #expect(try await office.value("select vote from core.approval_vote") == "WITH_REMARKS")
    }

    @Test func listsAreFiltered() async throws {
        let office = try await Office.open()
        let id = try await office.submitApproval(key: "a")
        _ = try await office.submitApproval(key: "b")
        #expect(try await office.vote(.approved, on: id, by: "tsu") == 201)
        #expect(try await office.store.approvals(ApprovalFilter(waitingFor: "tsu")).count == 1)
        #expect(try await office.store.approvals(ApprovalFilter(approver: "tsu")).count == 2)
        #expect(try await office.store.approvals(ApprovalFilter(reader: "fano", limit: 1)).map(\.id) == [id])
        #expect(try await office.store.approvals(ApprovalFilter(state: .signed)).isEmpty)
        #expect(try await office.store.approvals(ApprovalFilter(author: "minekonom", isOpen: true)).count == 2)
    }
}

/// Who sees which rows of the approvals' views, asked as the readers themselves.
@Suite(.database) struct ApprovalReportsTests {
    private func rows(_ view: String, to organisation: String) async throws -> Int64 {
        let database = try TestDatabase.current
        let login = "reader_\(organisation)_\(database.name)"
        let admin = try await database.connection()
        try await admin.script(
            Migrator.readerSQL(login: login, kind: .organisation(organisation), zone: "Asia/Tomsk"))
        let reader = try await database.connection(user: login)
        let count = try await reader.one("select count(*) from report_v1.\(unescaped: view)", as: Int64.self)
        try await admin.script("drop owned by \(login); drop role \(login)")
        return count
    }

    @Test func aVoteIsReadByItsVoterAndTheAuthorUntilItsStageEnds() async throws {
        let office = try await Office.open()
        let id = try await office.submitApproval()
        #expect(try await office.vote(.withRemarks, on: id, by: "tsu") == 201)
        for (body, seen) in [("minekonom", 1), ("tsu", 1), ("tpu", 0), ("fano", 0)] as [(String, Int64)] {
            #expect(try await rows("approval", to: body) == 1)
            #expect(try await rows("approval_vote", to: body) == seen)
            #expect(try await rows("approval_remark", to: body) == seen)
        }
        #expect(try await office.value("select sum(consent_count) from report_v1.approval_stage") == nil)
        #expect(try await office.vote(.approved, on: id, by: "tpu") == 201)
        for body in Office.bodies { #expect(try await rows("approval_vote", to: body) == 2) }
        #expect(
            try await office.value(
                "select string_agg(vote_ru, ', ' order by vote_no) from report_v1.approval_vote")
                == "согласовано с замечаниями, согласовано")
        #expect(
            try await office.value(
                "select state_ru || ' ' || consent_count from report_v1.approval_stage where stage_no = 1")
                == "пройден 2")
    }

    @Test func aDraftIsItsAuthorsAlone() async throws {
        let office = try await Office.open()
        let stage = ApprovalStage(name: "Этап", approvers: [Approver(organisation: "tsu")])
        let draft = ApprovalDraft(
            document: ApprovalDocument(title: "Проект", reference: "v2", contentHash: Office.hash), note: "!",
            route: [stage], signer: "fano")
        #expect(try await office.approve([.create(draft)], on: nil, by: "minekonom", key: "draft").status == 201)
        #expect(try await rows("approval", to: "minekonom") == 1)
        #expect(try await rows("approval", to: "tsu") == 0)
        #expect(try await rows("approval_stage", to: "tsu") == 0)
    }
}
