// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres

extension Connection {
    /// Writes the rows of what the clock said of instructions' deadlines; what it is done with is never changed.
    func project(noticesOf instructions: [Instruction], directory: Directory, into schema: ProjectionSchema) throws {
        let rows = try instructions.flatMap { instruction in
            let parties = try Set(instruction.parties.map { try directory.organisation($0) }).sorted()
            return instruction.fired.enumerated().map { place, one in
                ProjectionNoticeRow(one, of: instruction.id, place: place + 1, parties: parties)
            }
        }
        guard !rows.isEmpty else { return }
        let text = try Self.json(rows)
        _ = try execute(
            """
            insert into \(unescaped: schema.table("instruction_notice")) as kept
            select * from jsonb_populate_recordset(null::core.instruction_notice, \(text))
                on conflict (instruction, place) do update set parties = excluded.parties
             where kept.parties is distinct from excluded.parties
            """)
    }
}

/// A row of `core.instruction_notice`; the members are its columns.
private struct ProjectionNoticeRow: Encodable {
    let instruction: Int64
    let place: Int
    let parties: [Int32]
    let kind: String
    let level: Int?
    let days: Int
    let dueAt, firedAt: Instant
    let told: Bool
    let norm: String

    init(_ one: FiredStep, of instruction: Identifier, place: Int, parties: [Int32]) {
        self.instruction = instruction.rawValue
        self.place = place
        self.parties = parties
        kind = one.step.kind.rawValue
        level = one.step.level
        days = one.step.days
        dueAt = one.due
        firedAt = one.at
        told = one.told
        norm = one.norm
    }
}
