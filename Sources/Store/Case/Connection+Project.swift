// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import Postgres

/// Where a projection is written: the tables everybody reads, or a rebuild's own.
enum ProjectionSchema: Sendable {
    case core
    case rebuilt

    /// A table's name as it stands in a statement.
    func table(_ name: String) -> String {
        switch self {
        case .core: "core.\(name)"
        case .rebuilt: "pg_temp.rebuilt_\(name)"
        }
    }
}

/// A table of a projection, and the column that names the case.
struct ProjectionTable: Sendable {
    let name: String
    let caseColumn: String
}

extension CaseKind {
    /// The tables its cases are projected into: first the one with a row for each case, then those that refer to it.
    var projection: [ProjectionTable] {
        switch self {
        case .instruction:
            [
                ProjectionTable(name: "instruction", caseColumn: "id"),
                ProjectionTable(name: "instruction_party", caseColumn: "instruction"),
                ProjectionTable(name: "instruction_extension", caseColumn: "instruction"),
                ProjectionTable(name: "instruction_notice", caseColumn: "instruction"),
            ]
        case .instrumentUse:
            [
                ProjectionTable(name: "instrument_use", caseColumn: "id"),
                ProjectionTable(name: "instrument_application", caseColumn: "use"),
            ]
        case .approval:
            [
                ProjectionTable(name: "approval", caseColumn: "id"),
                ProjectionTable(name: "approval_stage", caseColumn: "approval"),
                ProjectionTable(name: "approval_slot", caseColumn: "approval"),
                ProjectionTable(name: "approval_vote", caseColumn: "approval"),
                ProjectionTable(name: "approval_remark", caseColumn: "approval"),
            ]
        }
    }

    /// The table with one row for each case; acts lock the row.
    var table: String { projection[0].name }
}

extension Connection {
    /// Writes the rows of cases as their messages make them; set-based, in place of whatever rows there were.
    func project(
        _ cases: [CaseState], lastMessages: [Identifier: Identifier], directory: Directory,
        into schema: ProjectionSchema = .core
    ) throws {
        let instructions = cases.compactMap(\.instruction)
        if !instructions.isEmpty {
            try project(instructions: instructions, lastMessages: lastMessages, directory: directory, into: schema)
        }
        let uses = cases.compactMap(\.instrumentUse)
        if !uses.isEmpty {
            try project(uses: uses, lastMessages: lastMessages, directory: directory, into: schema)
        }
        let approvals = cases.compactMap(\.approval)
        if !approvals.isEmpty {
            try project(approvals: approvals, lastMessages: lastMessages, directory: directory, into: schema)
        }
    }

    /// Rows as `jsonb_populate_recordset` reads them: an array of objects whose members are the columns.
    static func json(_ rows: some Encodable) throws -> JSONText {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return JSONText(String(decoding: try encoder.encode(rows), as: UTF8.self))
    }
}
