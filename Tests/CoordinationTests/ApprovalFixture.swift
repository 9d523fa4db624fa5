// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination

/// A roadmap that a ministry's draft sends round: two stages, then the government signs.
enum ApprovalFixture {
    static let hash = String(repeating: "a", count: 64)
    static let otherHash = String(repeating: "b", count: 64)
    static let organisations: Set<String> = ["minekonom", "tsu", "tpu", "fano", "minfin", "expert", "government"]

    static let context = CaseContext(
        caseID: Identifier(rawValue: 43), programme: Fixture.programme, nextNumber: "С-2016-0001",
        organisations: organisations.union((1...5).map { "body\($0)" }),
        positions: ["ivanov": ["tsu"], "premier": ["government"]])

    static let document = ApprovalDocument(title: "Дорожная карта v2", reference: "v2", contentHash: hash)
    static let changed = ApprovalDocument(title: "Дорожная карта v2", reference: "v2", contentHash: otherHash)

    static let draft = draft(
        ApprovalStage(name: "Министерства", approvers: ["tsu", "tpu", "fano"].map { Approver(organisation: $0) }),
        ApprovalStage(name: "Финансы", approvers: [Approver(organisation: "minfin")], termWorkingDays: 5))

    static func draft(_ route: ApprovalStage..., document: ApprovalDocument = document) -> ApprovalDraft {
        ApprovalDraft(document: document, note: "Вторая редакция", route: route, signer: "government")
    }

    /// A person of the organisation, one for each.
    static func actor(_ organisation: String, _ capacity: Capacity = .own, person: String? = nil) -> Actor {
        Fixture.actor(organisation, capacity, person: person ?? (capacity == .system ? nil : "of-\(organisation)"))
    }

    static func ballot(_ vote: VoteKind, _ contentHash: String = hash) -> Ballot {
        Ballot(
            vote, contentHash: contentHash, comment: "по существу",
            remarks: vote.needsRemarks ? [RemarkText(point: "п. 3", text: "уточнить срок")] : [])
    }

    /// An act with words that pass every guard of the approval as it stands.
    static func act(_ kind: ApprovalActKind, on approval: Approval?) -> ApprovalAct {
        let replies = (approval?.openRemarks ?? []).map { RemarkReply(remark: $0.number, accepted: false, text: "нет") }
        let document = approval?.document ?? document
        return switch kind {
        case .create: .create(draft)
        case .submit: .submit
        case .vote: .vote(ballot(.approved, document.contentHash))
        case .answer: .answer(replies)
        case .resubmit:
            .resubmit(ApprovalResubmission(document: document, note: "снова", scope: .all, replies: replies))
        case .sign: .sign(number: "123-р", date: nil, contentHash: document.contentHash)
        case .withdraw: .withdraw(reason: "не нужна")
        }
    }

    static func decide(
        _ act: ApprovalAct, on approval: Approval?, by actor: Actor, at hour: Int = 1, in context: CaseContext = context
    ) throws(Refusal) -> Decision<ApprovalEvent, Approval> {
        try Approval.decide(act, on: approval, by: actor, at: Fixture.hour(hour), in: context)
    }

    static func submitted(_ draft: ApprovalDraft = draft) throws -> Approval {
        let created = try decide(.create(draft), on: nil, by: actor("minekonom"), at: 0).after
        return try decide(.submit, on: created, by: actor("minekonom"), at: 0).after
    }

    /// Plays votes one after the other.
    static func voted(_ votes: (String, VoteKind)..., on approval: Approval? = nil) throws -> Approval {
        var approval = try approval ?? submitted()
        for (organisation, vote) in votes {
            let act = ApprovalAct.vote(ballot(vote, approval.document.contentHash))
            approval = try decide(act, on: approval, by: actor(organisation)).after
        }
        return approval
    }

    static func approval(in state: ApprovalState) throws -> Approval {
        switch state {
        case .draft: try decide(.create(draft), on: nil, by: actor("minekonom"), at: 0).after
        case .routed: try submitted()
        case .returned: try voted(("tsu", .approved), ("tpu", .refused))
        case .approved:
            try voted(("tsu", .approved), ("tpu", .approved), ("fano", .notCompetent), ("minfin", .approved))
        case .signed:
            try decide(act(.sign, on: nil), on: approval(in: .approved), by: actor("government"), at: 2).after
        case .withdrawn: try decide(act(.withdraw, on: nil), on: submitted(), by: actor("minekonom"), at: 2).after
        }
    }
}
