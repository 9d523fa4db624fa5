// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres

/// An approval as lines of text, one a row: as its fold says and as the views of report_v1 say.
enum ApprovalLines {
    /// The rows of a view about a case, in their order.
    static func said(by view: String, of id: Identifier) -> Statement {
        let (columns, order) = columns[view] ?? ("''", "1")
        return """
            select concat_ws('|', \(unescaped: columns)) from report_v1.\(unescaped: view)
             where approval_id = \(id.description) order by \(unescaped: order)
            """
    }

    private static func instant(_ column: String) -> String {
        "coalesce((extract(epoch from \(column)) * 1000000)::int8::text, '-')"
    }

    private static func text(_ column: String) -> String { "coalesce(\(column)::text, '-')" }

    private static let columns: [String: (columns: String, order: String)] = [
        "approval": (
            [
                text("approval_no"), "author_org_code", "signer_org_code", "title", text("reference"), "content_hash",
                "note", "state", "is_open", "cycle", text("open_stage_no"), "stage_count",
                "array_to_string(waits_for_org_codes, ',')", "open_remark_count", instant("submitted_at"),
                instant("stage_opened_at"), instant("returned_at"), instant("approved_at"), instant("closed_at"),
                text("signed_number"), text("signed_on"), text("reason"), "message_count",
            ].joined(separator: ", "), "1"
        ),
        "approval_stage": (
            [
                "stage_no", "stage_name", "rule", text("quorum"), "has_veto", "is_advisory", "remarks_return",
                text("term_working_days"), "state", "asked_count", "decided_count", text("consent_count"),
                text("refusal_count"), text("not_competent_count"), text("opinion_count"), instant("opened_at"),
                instant("decided_at"),
            ].joined(separator: ", "), "stage_no"
        ),
        "approval_vote": (
            [
                "vote_no", "cycle", "stage_no", "approver_org_code", text("approver_person_code"), "approver_capacity",
                "vote", text("comment"), "content_hash", "is_for_present_content", "stands", instant("voted_at"),
            ].joined(separator: ", "), "vote_no"
        ),
        "approval_remark": (
            [
                "remark_no", "vote_no", "approver_org_code", text("point"), "text", "state", text("reply"),
                instant("replied_at"),
            ].joined(separator: ", "), "remark_no"
        ),
    ]

    /// The rows that the fold asks for, by view.
    static func expected(of approval: Approval) -> [(view: String, lines: [String])] {
        [
            ("approval", [line(approval)]),
            ("approval_stage", approval.route.indices.map { stage($0, of: approval) }),
            ("approval_vote", approval.votes.map { vote($0, of: approval) }),
            ("approval_remark", approval.remarks.map(remark)),
        ]
    }

    private static func said(_ values: Any?...) -> String {
        values.map { value in
            switch value {
            case let instant as Instant: "\(instant.microsecondsSince1970)"
            case let truth as Bool: truth ? "t" : "f"
            case let value?: "\(value)"
            case nil: "-"
            }
        }.joined(separator: "|")
    }

    private static func line(_ approval: Approval) -> String {
        let document = approval.document
        let waits = approval.slots.filter { $0.state == .open }.map(\.organisation).sorted().joined(separator: ",")
        return said(
            approval.number, approval.author, approval.signer, document.title, document.reference, document.contentHash,
            approval.note, approval.state.rawValue, approval.state != .draft && !approval.state.isTerminal,
            approval.cycle, approval.openStage.map { _ in approval.stage + 1 }, approval.route.count, waits,
            approval.openRemarks.count, approval.submittedAt, approval.stageOpenedAt, approval.returnedAt,
            approval.approvedAt, approval.closedAt, approval.signedNumber, approval.signedDate, approval.reason,
            approval.revision)
    }

    private static func stage(_ place: Int, of approval: Approval) -> String {
        let (stage, tally, progress) = (approval.route[place], approval.tally(of: place), approval.progress(of: place))
        let ended = progress != .open && progress != .pending
        let decided = progress == .passed || progress == .failed
        return said(
            place + 1, stage.name, stage.ruleName.rawValue, stage.quorum, stage.veto, stage.advisory,
            stage.remarksReturn, stage.termWorkingDays, progress.rawValue, tally.asked, tally.asked - tally.waiting,
            ended ? tally.consents : nil, ended ? tally.refusals : nil, ended ? tally.notCompetent : nil,
            ended ? tally.opinions : nil, approval.slots.filter { $0.stage == place }.compactMap(\.openedAt).max(),
            decided ? approval.standingVotes(in: place).map(\.at).max() : nil)
    }

    private static func vote(_ vote: ApprovalVote, of approval: Approval) -> String {
        said(
            vote.number, vote.cycle, vote.stage + 1, vote.organisation, vote.by.person, vote.by.capacity.rawValue,
            vote.vote.rawValue, vote.comment, vote.contentHash, vote.contentHash == approval.document.contentHash,
            vote.stands, vote.at)
    }

    private static func remark(_ remark: ApprovalRemark) -> String {
        said(
            remark.number, remark.vote, remark.organisation, remark.point, remark.text, remark.state.rawValue,
            remark.reply, remark.repliedAt)
    }
}
