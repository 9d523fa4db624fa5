// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres

extension Connection {
    /// Writes the rows of instructions' requests for more time; a request is never taken out of its case.
    func project(extensionsOf instructions: [Instruction], directory: Directory, into schema: ProjectionSchema) throws {
        let rows = try instructions.flatMap { instruction in
            let parties = try Set(instruction.parties.map { try directory.organisation($0) }).sorted()
            return instruction.extensions.enumerated().map { place, one in
                ProjectionExtensionRow(one, of: instruction.id, place: place + 1, parties: parties)
            }
        }
        guard !rows.isEmpty else { return }
        let text = try Self.json(rows)
        _ = try execute(
            """
            insert into \(unescaped: schema.table("instruction_extension"))
            select * from jsonb_populate_recordset(null::core.instruction_extension, \(text))
                on conflict (instruction, place) do update set (parties, state, decided_at, decision, granted_due_at,
                   days_gained)
                 = (excluded.parties, excluded.state, excluded.decided_at, excluded.decision, excluded.granted_due_at,
                   excluded.days_gained)
            """)
    }
}

/// A row of `core.instruction_extension`; the members are its columns.
private struct ProjectionExtensionRow: Encodable {
    let instruction: Int64
    let place: Int
    let parties: [Int32]
    let state, reason, text, requestedOn: String
    let requestedAt, dueBeforeAt: Instant
    let decidedAt: Instant?
    let decision: String?
    let grantedDueAt: Instant?
    let daysGained: Int

    init(_ one: DeadlineExtension, of instruction: Identifier, place: Int, parties: [Int32]) {
        self.instruction = instruction.rawValue
        self.place = place
        self.parties = parties
        state = one.state.rawValue
        reason = one.request.reason.rawValue
        text = one.request.text
        requestedOn = one.request.date.description
        requestedAt = one.requestedAt
        dueBeforeAt = one.request.due
        decidedAt = one.decidedAt
        decision = one.decision
        grantedDueAt = one.granted
        daysGained = one.days
    }
}
