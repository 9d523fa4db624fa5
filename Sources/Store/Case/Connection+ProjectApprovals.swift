// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres

extension Connection {
    /// Writes the rows of approvals. A new route has other stages, so what belongs to an approval is written anew.
    func project(
        approvals: [Approval], lastMessages: [Identifier: Identifier], directory: Directory,
        into schema: ProjectionSchema
    ) throws {
        let rows = try approvals.map { try ApprovalRow($0, last: lastMessages[$0.id], directory: directory) }
        _ = try execute(
            """
            insert into \(unescaped: schema.table("approval"))
            select * from jsonb_populate_recordset(null::core.approval, \(try Self.json(rows)))
                on conflict (id) do update set (number, number_key, author_persons, readers, title, text, reference,
                   content_hash, note, state, cycle, stage, revision, submitted_at, stage_opened_at, returned_at,
                   approved_at, closed_at, signed_number, signed_date, reason, last_occurred_at, last_message)
                 = (excluded.number, excluded.number_key, excluded.author_persons, excluded.readers, excluded.title,
                   excluded.text, excluded.reference, excluded.content_hash, excluded.note, excluded.state,
                   excluded.cycle, excluded.stage, excluded.revision, excluded.submitted_at, excluded.stage_opened_at,
                   excluded.returned_at, excluded.approved_at, excluded.closed_at, excluded.signed_number,
                   excluded.signed_date, excluded.reason, excluded.last_occurred_at, excluded.last_message)
            """)
        let ids = approvals.map(\.id)
        try replace("approval_stage", of: ids, in: schema) {
            try approvals.flatMap { try ApprovalStageRow.rows(of: $0, directory) }
        }
        try replace("approval_slot", of: ids, in: schema) {
            try approvals.flatMap { approval in
                try approval.slots.map { try ApprovalSlotRow($0, of: approval, directory) }
            }
        }
        try replace("approval_vote", of: ids, in: schema) {
            try approvals.flatMap { approval in
                try approval.votes.map { try ApprovalVoteRow($0, of: approval, directory) }
            }
        }
        try replace("approval_remark", of: ids, in: schema) {
            try approvals.flatMap { approval in
                try approval.remarks.map { try ApprovalRemarkRow($0, of: approval, directory) }
            }
        }
    }

    private func replace(
        _ table: String, of ids: [Identifier], in schema: ProjectionSchema, with rows: () throws -> [some Encodable]
    ) throws {
        _ = try execute("delete from \(unescaped: schema.table(table)) where approval = any (\(ids))")
        let rows = try rows()
        guard !rows.isEmpty else { return }
        _ = try execute(
            """
            insert into \(unescaped: schema.table(table))
            select * from jsonb_populate_recordset(null::core.\(unescaped: table), \(try Self.json(rows)))
            """)
    }
}

extension Directory {
    fileprivate func ids(_ codes: [String]) throws -> [Int32] { try Set(codes.map { try organisation($0) }).sorted() }
}

/// A row of `core.approval`; the members are its columns.
private struct ApprovalRow: Encodable {
    let id: Int64
    let programme: Int16
    let number, numberKey: String?
    let author: Int32
    let authorPersons: [String]
    let signer: Int32
    let signerPerson: String?
    let readers: [Int32]
    let title: String
    let text, reference: String?
    let contentHash, note, state: String
    let cycle, stage, revision: Int
    let submittedAt, stageOpenedAt, returnedAt, approvedAt, closedAt: Instant?
    let signedNumber, signedDate, reason: String?
    let lastOccurredAt: Instant
    let lastMessage: Int64

    init(_ approval: Approval, last: Identifier?, directory: Directory) throws {
        id = approval.id.rawValue
        programme = try directory.programme(approval.programme)
        number = approval.number
        numberKey = approval.number.map(RegistrationNumber.key)
        author = try directory.organisation(approval.author)
        authorPersons = approval.authorPersons
        signer = try directory.organisation(approval.signer)
        signerPerson = approval.signerPerson
        readers = try directory.ids(approval.readers)
        title = approval.document.title
        text = approval.document.text
        reference = approval.document.reference
        contentHash = approval.document.contentHash
        note = approval.note
        state = approval.state.rawValue
        cycle = approval.cycle
        stage = approval.stage
        revision = approval.revision
        submittedAt = approval.submittedAt
        stageOpenedAt = approval.stageOpenedAt
        returnedAt = approval.returnedAt
        approvedAt = approval.approvedAt
        closedAt = approval.closedAt
        signedNumber = approval.signedNumber
        signedDate = approval.signedDate?.description
        reason = approval.reason
        lastOccurredAt = approval.lastOccurredAt
        lastMessage = last?.rawValue ?? 0
    }
}

/// A row of `core.approval_stage`.
private struct ApprovalStageRow: Encodable {
    let approval: Int64
    let stage: Int
    let name, rule: String
    let quorum: Int?
    let veto, advisory, remarksReturn: Bool
    let termWorkingDays: Int?
    let state: String
    let asked, decided: Int
    let consents, refusals, notCompetent, opinions: Int?
    let openedAt: Instant?
    let readers: [Int32]

    static func rows(of approval: Approval, _ directory: Directory) throws -> [ApprovalStageRow] {
        let readers = try directory.ids(approval.readers)
        return approval.route.indices.map { ApprovalStageRow($0, of: approval, readers) }
    }

    private init(_ place: Int, of approval: Approval, _ readers: [Int32]) {
        let (stage, tally) = (approval.route[place], approval.tally(of: place))
        let progress = approval.progress(of: place)
        let ended = progress != .open && progress != .pending
        self.approval = approval.id.rawValue
        self.stage = place
        name = stage.name
        rule = stage.ruleName.rawValue
        quorum = stage.quorum
        (veto, advisory, remarksReturn) = (stage.veto, stage.advisory, stage.remarksReturn)
        termWorkingDays = stage.termWorkingDays
        state = progress.rawValue
        asked = tally.asked
        decided = tally.asked - tally.waiting
        consents = ended ? tally.consents : nil
        refusals = ended ? tally.refusals : nil
        notCompetent = ended ? tally.notCompetent : nil
        opinions = ended ? tally.opinions : nil
        openedAt = approval.slots.filter { $0.stage == place }.compactMap(\.openedAt).max()
        self.readers = readers
    }
}

/// A row of `core.approval_slot`.
private struct ApprovalSlotRow: Encodable {
    let approval: Int64
    let stage: Int
    let organisation: Int32
    let person: String?
    let state: String
    let openedAt, decidedAt: Instant?
    let vote: Int?
    let readers: [Int32]

    init(_ slot: ApprovalSlot, of approval: Approval, _ directory: Directory) throws {
        self.approval = approval.id.rawValue
        stage = slot.stage
        organisation = try directory.organisation(slot.organisation)
        person = slot.person
        state = slot.state.rawValue
        openedAt = slot.openedAt
        decidedAt = slot.vote.flatMap { number in approval.votes.first { $0.number == number }?.at }
        vote = slot.vote
        readers = try directory.ids(approval.readers)
    }
}

/// A row of `core.approval_vote`.
private struct ApprovalVoteRow: Encodable {
    let approval: Int64
    let number, cycle, stage: Int
    let organisation: Int32
    let person, position: String?
    let capacity: String
    let basis: String?
    let vote, contentHash: String
    let comment: String?
    let votedAt: Instant
    let stands: Bool
    let readers: [Int32]

    init(_ vote: ApprovalVote, of approval: Approval, _ directory: Directory) throws {
        self.approval = approval.id.rawValue
        (number, cycle, stage) = (vote.number, vote.cycle, vote.stage)
        organisation = try directory.organisation(vote.organisation)
        (person, position) = (vote.by.person, vote.by.position)
        capacity = vote.by.capacity.rawValue
        basis = vote.by.basis
        self.vote = vote.vote.rawValue
        contentHash = vote.contentHash
        comment = vote.comment
        votedAt = vote.at
        stands = vote.stands
        readers = try directory.ids(approval.readers(of: vote))
    }
}

/// A row of `core.approval_remark`.
private struct ApprovalRemarkRow: Encodable {
    let approval: Int64
    let number, vote: Int
    let organisation: Int32
    let point: String?
    let text, state: String
    let reply: String?
    let repliedAt: Instant?
    let readers: [Int32]

    init(_ remark: ApprovalRemark, of approval: Approval, _ directory: Directory) throws {
        self.approval = approval.id.rawValue
        (number, vote) = (remark.number, remark.vote)
        organisation = try directory.organisation(remark.organisation)
        point = remark.point
        text = remark.text
        state = remark.state.rawValue
        reply = remark.reply
        repliedAt = remark.repliedAt
        let owner = approval.votes.first { $0.number == remark.vote }
        readers = try directory.ids(owner.map(approval.readers) ?? [approval.author])
    }
}
