// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres

extension Connection {
    /// Writes the rows of instructions.
    func project(
        instructions: [Instruction], lastMessages: [Identifier: Identifier], directory: Directory,
        into schema: ProjectionSchema
    ) throws {
        let rows = try instructions.map { try ProjectionRow($0, last: lastMessages[$0.id], directory: directory) }
        let text = try Self.json(rows)
        _ = try execute(
            """
            insert into \(unescaped: schema.table("instruction"))
            select * from jsonb_populate_recordset(null::core.instruction, \(text))
                on conflict (id) do update set (number, number_key, responsible, controller, parties, text, mark,
                   named_date, without_deadline, about_action, instruments, basis, policy, state, control,
                   original_due_at, current_due_at, rework_due_at, due_pending, due_explanation, cycle, revision,
                   issued_at, reported_at, evidence, returned_reports, executed_at, closed_at, refusal_reason,
                   refusal_comment, reason, last_occurred_at, last_message, extension_state, extension_count,
                   extension_days, contributions_due_at, late_contribution_count, dispute_state, dispute_replacement,
                   dispute_text, dispute_raised_at, dispute_decided_at, dispute_decision, report_request_due_at,
                   correction_count, superseded_by)
                 = (excluded.number, excluded.number_key, excluded.responsible, excluded.controller, excluded.parties,
                   excluded.text, excluded.mark, excluded.named_date, excluded.without_deadline, excluded.about_action,
                   excluded.instruments, excluded.basis, excluded.policy, excluded.state, excluded.control,
                   excluded.original_due_at, excluded.current_due_at, excluded.rework_due_at, excluded.due_pending,
                   excluded.due_explanation, excluded.cycle, excluded.revision, excluded.issued_at,
                   excluded.reported_at, excluded.evidence, excluded.returned_reports, excluded.executed_at,
                   excluded.closed_at, excluded.refusal_reason, excluded.refusal_comment, excluded.reason,
                   excluded.last_occurred_at, excluded.last_message, excluded.extension_state,
                   excluded.extension_count, excluded.extension_days, excluded.contributions_due_at,
                   excluded.late_contribution_count, excluded.dispute_state, excluded.dispute_replacement,
                   excluded.dispute_text, excluded.dispute_raised_at, excluded.dispute_decided_at,
                   excluded.dispute_decision, excluded.report_request_due_at, excluded.correction_count,
                   excluded.superseded_by)
            """)
        let parties = try instructions.flatMap { instruction in
            try instruction.assignments.enumerated().map { place, assignment in
                try ProjectionPartyRow(assignment, of: instruction.id, place: place, directory: directory)
            }
        }
        let partyText = try Self.json(parties)
        _ = try execute(
            """
            insert into \(unescaped: schema.table("instruction_party"))
            select * from jsonb_populate_recordset(null::core.instruction_party, \(partyText))
                on conflict (instruction, place) do update set (organisation, role, state, executor_person,
                   recipient_number, recipient_date, registered_at, half_term_due_at, contributed_at,
                   late_contribution, contributed_cycle, refusal_reason, refusal_comment, waiver)
                 = (excluded.organisation, excluded.role, excluded.state, excluded.executor_person,
                   excluded.recipient_number, excluded.recipient_date, excluded.registered_at,
                   excluded.half_term_due_at, excluded.contributed_at, excluded.late_contribution,
                   excluded.contributed_cycle, excluded.refusal_reason, excluded.refusal_comment, excluded.waiver)
            """)
        // A correction may have left a body out.
        let corrected = instructions.filter { $0.corrections > 0 }
        if !corrected.isEmpty {
            _ = try execute(
                """
                delete from \(unescaped: schema.table("instruction_party")) p
                 using unnest(\(corrected.map(\.id)), \(corrected.map { Int64($0.assignments.count) })) kept (id, n)
                 where p.instruction = kept.id and p.place >= kept.n
                """)
        }
        try project(extensionsOf: instructions, directory: directory, into: schema)
        try project(noticesOf: instructions, directory: directory, into: schema)
    }
}

/// A row of `core.instruction`; the members are its columns.
private struct ProjectionRow: Encodable {
    let id: Int64
    let programme: Int16
    let number, numberKey: String?
    let issuer, responsible: Int32
    let controller: Int32?
    let parties: [Int32]
    let text: String
    let mark, namedDate: String?
    let withoutDeadline: Bool
    let aboutAction: String?
    let instruments: [String]
    let basis, policy: String?
    let state, control: String
    let originalDueAt, currentDueAt, reworkDueAt: Instant?
    let duePending: Bool
    let dueExplanation: [ExplanationStep]
    let cycle, revision: Int
    let issuedAt, reportedAt: Instant?
    let evidence: [String]
    let returnedReports: [Instant]
    let executedAt, closedAt: Instant?
    let refusalReason, refusalComment, reason: String?
    let lastOccurredAt: Instant
    let lastMessage: Int64
    let extensionState: String
    let extensionCount, extensionDays: Int
    let contributionsDueAt: Instant?
    let lateContributionCount: Int
    let disputeState: String
    let disputeReplacement: Int32?
    let disputeText: String?
    let disputeRaisedAt, disputeDecidedAt: Instant?
    let disputeDecision: String?
    let reportRequestDueAt: Instant?
    let correctionCount: Int
    let supersededBy: Int64?

    init(_ instruction: Instruction, last: Identifier?, directory: Directory) throws {
        id = instruction.id.rawValue
        programme = try directory.programme(instruction.programme)
        number = instruction.number
        numberKey = instruction.number.map(RegistrationNumber.key)
        issuer = try directory.organisation(instruction.issuer)
        responsible = try directory.organisation(instruction.responsible)
        controller = try instruction.controller.map { try directory.organisation($0) }
        parties = try Set(instruction.parties.map { try directory.organisation($0) }).sorted()
        text = instruction.text
        mark = instruction.mark?.rawValue
        namedDate = instruction.namedDate?.description
        withoutDeadline = instruction.withoutDeadline
        aboutAction = instruction.aboutAction
        instruments = instruction.instruments
        basis = instruction.basis
        policy = instruction.policy
        state = instruction.state.rawValue
        control = instruction.control.rawValue
        originalDueAt = instruction.deadline.original
        currentDueAt = instruction.deadline.current
        reworkDueAt = instruction.deadline.rework
        duePending = instruction.deadline.pending
        dueExplanation = instruction.deadline.explanation
        cycle = instruction.cycle
        revision = instruction.revision
        issuedAt = instruction.issuedAt
        reportedAt = instruction.reportedAt
        evidence = instruction.evidence
        returnedReports = instruction.returnedReports
        executedAt = instruction.executedAt
        closedAt = instruction.closedAt
        refusalReason = instruction.refusal?.reason.rawValue
        refusalComment = instruction.refusal?.comment
        reason = instruction.reason
        lastOccurredAt = instruction.lastOccurredAt
        lastMessage = last?.rawValue ?? 0
        extensionState = instruction.extensionState.rawValue
        extensionCount = instruction.extensions.count
        extensionDays = instruction.daysGained
        contributionsDueAt = instruction.contributionsDue
        lateContributionCount = instruction.lateContributions
        disputeState = instruction.disputeState.rawValue
        disputeReplacement = try instruction.dispute.map { try directory.organisation($0.claim.replacement) }
        disputeText = instruction.dispute?.claim.text
        disputeRaisedAt = instruction.dispute?.raisedAt
        disputeDecidedAt = instruction.dispute?.decidedAt
        disputeDecision = instruction.dispute?.decision
        correctionCount = instruction.corrections
        supersededBy = instruction.successor?.id.rawValue
        reportRequestDueAt = instruction.assignments.compactMap(\.requestedReport?.due).min()
    }
}

/// A row of `core.instruction_party`; the members are its columns.
private struct ProjectionPartyRow: Encodable {
    let instruction: Int64
    let place: Int
    let organisation: Int32
    let role, state: String
    let executorPerson, recipientNumber, recipientDate: String?
    let registeredAt, halfTermDueAt, contributedAt: Instant?
    let lateContribution: Bool
    let contributedCycle: Int?
    let refusalReason, refusalComment, waiver: String?

    init(_ assignment: Assignment, of instruction: Identifier, place: Int, directory: Directory) throws {
        self.instruction = instruction.rawValue
        self.place = place
        organisation = try directory.organisation(assignment.organisation)
        role = assignment.role.rawValue
        state = assignment.state.rawValue
        executorPerson = assignment.executorPerson
        recipientNumber = assignment.recipientNumber
        recipientDate = assignment.recipientDate?.description
        registeredAt = assignment.registeredAt
        halfTermDueAt = assignment.halfTermDue
        contributedAt = assignment.contributedAt
        lateContribution = assignment.lateContribution
        contributedCycle = assignment.contributedCycle
        refusalReason = assignment.refusal?.reason.rawValue
        refusalComment = assignment.refusal?.comment
        waiver = assignment.waiver
    }
}
