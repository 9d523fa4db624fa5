// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

@Suite struct ApprovalRuleTests {
    private typealias F = ApprovalFixture

    private func refused(_ act: ApprovalAct, on approval: Approval?, by actor: Actor) -> Refusal? {
        refusal { try F.decide(act, on: approval, by: actor) }
    }

    @Test func aStageThatPassesOpensTheNextAndClosesWhatIsNotRequired() throws {
        let stage = ApprovalStage(
            name: "Любой", approvers: ["tsu", "tpu"].map { Approver(organisation: $0) }, rule: .any)
        let last = ApprovalStage(name: "Финансы", approvers: [Approver(organisation: "minfin")])
        let approval = try F.voted(("tpu", .approved), on: F.submitted(F.draft(stage, last)))
        #expect(approval.stage == 1 && approval.state == .routed)
        #expect(approval.slots.map(\.state) == [.notRequired, .decided, .open])
        #expect(refused(.vote(F.ballot(.refused)), on: approval, by: F.actor("tsu"))?.code == "rule-refused")
    }

    @Test func aVoteIsChangedWhileTheStageIsOpenAndTheOldOneIsKept() throws {
        let approval = try F.voted(("tsu", .withRemarks), ("tsu", .approved))
        #expect(approval.votes.map(\.stands) == [false, true])
        #expect(approval.remarks.map(\.state) == [.superseded])
        #expect(approval.tally(of: 0).consents == 1)
    }

    @Test func aVetoIsHeardBeforeAQuorumPasses() throws {
        let bodies = ["tsu", "tpu", "fano"].map { Approver(organisation: $0) }
        let stage = ApprovalStage(name: "Вето", approvers: bodies, rule: .atLeast(2), veto: true)
        let two = try F.voted(("tsu", .approved), ("tpu", .approved), on: F.submitted(F.draft(stage)))
        #expect(two.state == .routed)
        #expect(try F.voted(("fano", .refused), on: two).state == .returned)
        #expect(try F.voted(("fano", .notCompetent), on: two).state == .approved)
    }

    @Test func aStageInWhichNobodyIsCompetentFails() throws {
        let approval = try F.voted(("tsu", .notCompetent), ("tpu", .notCompetent), ("fano", .notCompetent))
        #expect(approval.state == .returned)
        let anew = ApprovalStage(name: "Иные", approvers: [Approver(organisation: "expert")])
        let again = ApprovalResubmission(document: F.document, note: "иным", scope: .all, route: [anew])
        let routed = try F.decide(.resubmit(again), on: approval, by: F.actor("minekonom")).after
        #expect(routed.approvers == ["expert"] && routed.cycle == 2 && routed.votes.allSatisfy { !$0.stands })
    }

    @Test func anAdvisoryStageTakesOpinionsAndNeverFails() throws {
        let bodies = [Approver(organisation: "expert"), Approver(organisation: "fano")]
        let advisory = ApprovalStage(name: "Эксперты", approvers: bodies, advisory: true)
        let last = ApprovalStage(name: "Финансы", approvers: [Approver(organisation: "minfin")])
        let approval = try F.submitted(F.draft(advisory, last))
        #expect(refused(.vote(F.ballot(.refused)), on: approval, by: F.actor("expert")) != nil)
        let passed = try F.voted(("expert", .opinion), ("fano", .notCompetent), on: approval)
        #expect(passed.stage == 1)
        #expect(refused(.vote(F.ballot(.opinion)), on: passed, by: F.actor("minfin")) != nil)
    }

    @Test func everyRemarkIsAnsweredBeforeItGoesRoundAgain() throws {
        let returned = try F.voted(("tsu", .withRemarks), ("tpu", .refused))
        var again = ApprovalResubmission(document: F.changed, note: "исправлено", scope: .all)
        let bare = refused(.resubmit(again), on: returned, by: F.actor("minekonom"))
        #expect(bare?.sentence.contains("1, 2") == true)
        let ground = refused(
            .answer([RemarkReply(remark: 1, accepted: false, text: " ")]), on: returned, by: F.actor("minekonom"))
        #expect(ground?.sentence.contains("without a ground") == true)
        again.replies = [1, 2].map { RemarkReply(remark: $0, accepted: true, text: "учтено в п. 3") }
        let routed = try F.decide(.resubmit(again), on: returned, by: F.actor("minekonom")).after
        #expect(routed.state == .routed && routed.cycle == 2 && routed.stage == 0)
        #expect(routed.votes.allSatisfy { !$0.stands } && routed.openRemarks.isEmpty)
        #expect(
            refused(.vote(F.ballot(.approved)), on: routed, by: F.actor("tsu"))?.sentence.contains("cycle 2") == true)
        #expect(try F.voted(("tsu", .approved), on: routed).standingVotes(in: 0).first?.contentHash == F.otherHash)
    }

    @Test func consentsAreKeptForTheUnchangedDocumentOnly() throws {
        let returned = try F.voted(("tsu", .approved), ("fano", .notCompetent), ("tpu", .refused))
        let replies = [RemarkReply(remark: 1, accepted: false, text: "срок верен")]
        let changed = ApprovalResubmission(document: F.changed, note: "!", scope: .notAgreed, replies: replies)
        #expect(refused(.resubmit(changed), on: returned, by: F.actor("minekonom"))?.next?.contains("ALL") == true)
        let same = ApprovalResubmission(document: F.document, note: "!", scope: .notAgreed, replies: replies)
        let routed = try F.decide(.resubmit(same), on: returned, by: F.actor("minekonom")).after
        #expect(routed.slots.map(\.state) == [.decided, .open, .open, .pending])
        #expect(routed.votes.map(\.stands) == [true, false, false])
        #expect(try F.voted(("tpu", .approved), ("fano", .approved), on: routed).stage == 1)
    }

    @Test func oneHumanNeverCountsTwice() throws {
        let approval = try F.voted(("tsu", .approved))
        let vote = ApprovalAct.vote(F.ballot(.approved))
        for capacity in [Capacity.own, .substitute, .delegate] {
            let twice = refused(vote, on: approval, by: F.actor("tpu", capacity, person: "of-tsu"))
            #expect(twice?.sentence.contains("one person counts for one approver") == true)
            let author = refused(vote, on: approval, by: F.actor("tpu", capacity, person: "of-minekonom"))
            #expect(author?.sentence.contains("acted for the author") == true)
        }
        let later = try F.voted(("tpu", .approved), ("fano", .approved), on: approval)
        #expect(refused(vote, on: later, by: F.actor("minfin", .own, person: "of-tsu")) != nil)
        #expect(refused(vote, on: approval, by: F.actor("tpu", .operatorOnBehalf))?.code == "not-authorised")
        let remarked = try F.voted(("tpu", .withRemarks), on: approval)
        let answer = F.act(.answer, on: remarked)
        let judge = refused(answer, on: remarked, by: F.actor("minekonom", person: "of-tpu"))
        #expect(judge?.sentence.contains("cannot act for its author") == true)
        #expect(refused(vote, on: approval, by: Fixture.actor("tpu"))?.sentence.contains("person's") == true)
        #expect(refused(vote, on: approval, by: F.actor("tsu", .own, person: "of-tsu-2")) != nil)
        #expect(refused(vote, on: approval, by: F.actor("tpu", .own, person: "ivanov"))?.code == "not-authorised")
    }

    @Test func theNamedPersonVotesAndTheNamedSignerSigns() throws {
        let named = ApprovalStage(name: "Лично", approvers: [Approver(organisation: "tsu", person: "ivanov")])
        var draft = F.draft(named)
        draft.signerPerson = "premier"
        let approval = try F.submitted(draft)
        let vote = ApprovalAct.vote(F.ballot(.approved))
        #expect(refused(vote, on: approval, by: F.actor("tsu"))?.sentence.contains("names ivanov") == true)
        let approved = try F.decide(vote, on: approval, by: F.actor("tsu", .own, person: "ivanov")).after
        let sign = F.act(.sign, on: approved)
        #expect(refused(sign, on: approved, by: F.actor("government"))?.sentence.contains("premier") == true)
        #expect(try F.decide(sign, on: approved, by: F.actor("government", person: "premier")).after.state == .signed)
    }

    @Test func consentWithRemarksIsSignedOnceTheyAreAnswered() throws {
        let approved = try F.voted(
            ("tsu", .withRemarks), ("tpu", .approved), ("fano", .approved), ("minfin", .approved))
        #expect(approved.state == .approved)
        let sign = F.act(.sign, on: approved)
        #expect(refused(sign, on: approved, by: F.actor("government"))?.sentence.contains("no answer: 1") == true)
        let other = ApprovalAct.sign(number: "1", date: nil, contentHash: F.otherHash)
        let answered = try F.decide(F.act(.answer, on: approved), on: approved, by: F.actor("minekonom")).after
        #expect(refused(other, on: answered, by: F.actor("government")) != nil)
        let signed = try F.decide(sign, on: answered, by: F.actor("government")).after
        #expect(signed.signedNumber == "123-р" && signed.signedDate == Fixture.date("2016-03-25"))
    }

    @Test func aRouteThatCannotBeGoneIsRefused() {
        let author = Approver(organisation: "minekonom")
        let (tsu, tpu) = (Approver(organisation: "tsu"), Approver(organisation: "tpu"))
        let faulty: [(ApprovalStage, String)] = [
            (ApprovalStage(name: "x", approvers: []), "no approvers"),
            (ApprovalStage(name: " ", approvers: [tsu]), "no name"),
            (ApprovalStage(name: "x", approvers: [tsu, tsu]), "twice"),
            (ApprovalStage(name: "x", approvers: [author]), "wrote it"),
            (ApprovalStage(name: "x", approvers: [tsu, tpu], rule: .atLeast(3)), "3 consents of 2"),
            (ApprovalStage(name: "x", approvers: [tsu], rule: .atLeast(0)), "0 consents"),
            (ApprovalStage(name: "x", approvers: [tsu], termWorkingDays: 0), "0 working days"),
            (ApprovalStage(name: "x", approvers: [Approver(organisation: "nobody")]), "nobody"),
            (ApprovalStage(name: "x", approvers: [Approver(organisation: "tpu", person: "ivanov")]), "no position"),
            (ApprovalStage(name: "x", approvers: [tsu], advisory: true), "no stage that decides"),
        ]
        for (stage, words) in faulty {
            let refusal = refused(.create(F.draft(stage)), on: nil, by: F.actor("minekonom"))
            #expect(refusal?.sentence.contains(words) == true, "\(words): \(refusal?.sentence ?? "")")
        }
        var short = F.draft
        short.document.contentHash = "ABC"
        #expect(refused(.create(short), on: nil, by: F.actor("minekonom"))?.sentence.contains("64") == true)
    }

    @Test func aVoteIsKnownToItsAuthorUntilTheStageEnds() throws {
        let open = try F.decide(.vote(F.ballot(.approved)), on: F.submitted(), by: F.actor("tsu"))
        #expect(open.audience.map(\.organisation) == ["minekonom"])
        #expect(open.after.seen(by: "tpu").votes.isEmpty && open.after.seen(by: "tsu").votes.count == 1)
        let almost = try F.voted(("tpu", .approved), on: open.after)
        let last = try F.decide(.vote(F.ballot(.approved)), on: almost, by: F.actor("fano"))
        #expect(last.audience.map(\.organisation) == ["minekonom", "minfin", "tpu", "tsu"])
        #expect(last.after.seen(by: "minfin").votes.count == 3)
        #expect(
            !Authority.mayRead(try F.approval(in: .draft), Principal(name: "x", organisation: "tsu", scopes: [.read])))
    }

    @Test func whySaysWhoIsWaitedForAndWhatTheQuorumNeeds() throws {
        let approval = try F.voted(("tsu", .approved))
        let why = approval.why(at: Fixture.hour(3), in: Fixture.programme, names: ["tpu": "ТПУ"])
        #expect(why.waits.map(\.organisation) == ["tpu", "fano"] && why.waits.map(\.act) == ["vote", "vote"])
        #expect(why.waits[0].name == "ТПУ" && why.waits[0].sinceText == "25.03.2016 10:00")
        #expect(why.quorum?.needs == "1 of 3 needed consents are there; 2 more of the 2 who have not voted.")
        let finance = try F.voted(("tpu", .approved), ("fano", .approved), on: approval)
        let late = finance.why(at: Fixture.hour(24 * 30), in: Fixture.programme)
        #expect(late.waits.map(\.overdue) == [true] && late.waits[0].dueText == "01.04.2016 18:00")
        for state in ApprovalState.allCases {
            let why = try F.approval(in: state).why(at: Fixture.hour(3), in: Fixture.programme)
            #expect(why.waits.isEmpty == state.isTerminal && why.sentence.hasSuffix(".") && why.next.hasSuffix("."))
        }
    }

    @Test func allowedActsAreThoseThatAreDecided() throws {
        let principal = Principal(name: "x", person: "of-tsu", organisation: "tsu", scopes: [.read, .act])
        let operating = Principal(name: "root", scopes: [.operate])
        for state in ApprovalState.allCases {
            let approval = try F.approval(in: state)
            let acts = approval.allowedActs(for: principal, at: Fixture.hour(50), in: F.context)
            #expect(acts.filter(\.allowed).map(\.act) == (state == .routed ? ["vote"] : []))
            #expect(acts.filter { !$0.allowed }.allSatisfy { $0.why != nil })
            let others = approval.allowedActs(for: operating, at: Fixture.hour(50), in: F.context)
            #expect(!others.contains { $0.allowed && $0.act == "vote" })
        }
    }
}
