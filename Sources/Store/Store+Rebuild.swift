// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Postgres

/// What a rebuild of the projections found.
public struct RebuildReport: Sendable {
    /// How many cases were folded.
    public let cases: Int
    /// The cases whose rows differ from what their messages make.
    public let differing: [Identifier]
}

extension Store {
    /// Folds every case from its messages and compares the rows with the projections; with `repair`, writes them anew.
    ///
    /// Takes a lock that keeps new acts out while it compares, so that the two sides are of one moment.
    public func rebuild(
        repair: Bool, progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> RebuildReport {
        try await transaction { connection in
            try connection.script(
                """
                lock table core.instruction, core.instruction_party in share row exclusive mode;
                create temporary table rebuilt_instruction (like core.instruction including indexes) on commit drop;
                create temporary table rebuilt_instruction_party
                    (like core.instruction_party including indexes) on commit drop
                """)
            let ids = try connection.query(
                "select distinct case_id from core.message where case_id <> id order by case_id", as: Identifier.self)
            for start in stride(from: 0, to: ids.count, by: 500) {
                let slice = ids[start..<min(start + 500, ids.count)]
                try connection.rebuild(Set(slice))
                progress(min(start + 500, ids.count))
            }
            let differing = try connection.query(
                """
                select id from (
                    (table core.instruction except all table rebuilt_instruction)
                    union all (table rebuilt_instruction except all table core.instruction)) whole
                union
                select instruction from (
                    (table core.instruction_party except all table rebuilt_instruction_party)
                    union all (table rebuilt_instruction_party except all table core.instruction_party)) part
                 order by 1
                """, as: Identifier.self)
            if repair, !differing.isEmpty {
                _ = try connection.execute("delete from core.instruction_party where instruction = any (\(differing))")
                _ = try connection.execute("delete from core.instruction where id = any (\(differing))")
                _ = try connection.execute(
                    """
                    insert into core.instruction select * from rebuilt_instruction where id = any (\(differing))
                    """)
                _ = try connection.execute(
                    """
                    insert into core.instruction_party
                    select * from rebuilt_instruction_party where instruction = any (\(differing))
                    """)
            }
            return RebuildReport(cases: ids.count, differing: differing)
        }
    }
}

extension Connection {
    fileprivate func rebuild(_ ids: Set<Identifier>) throws {
        let cases = try openCases(ids, locking: false)
        let instructions = cases.values.compactMap(\.instruction)
        let directory = try directory(
            organisations: Set(instructions.flatMap(\.parties)), programmes: Set(instructions.map(\.programme)))
        try project(
            instructions, lastMessages: cases.compactMapValues(\.lastMessage), directory: directory, into: .rebuilt)
    }
}
